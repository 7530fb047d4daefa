/** restic's locks: any number of shared ones or a single exclusive one. Taken, honoured, refreshed; stale ones are passed over, and cleared once their mess is. */
import type { Clock } from '../../base/clock.ts';
import { Fault, isFault } from '../../base/fault.ts';
import type { Call } from '../../base/call.ts';
import { sleep } from '../../base/abort.ts';
import { shortId } from '../../base/ids.ts';
import { decodeLock, encodeLock, type LockFile } from './lock-file.ts';
import { formatTime } from '../tree/time.ts';
import type { Storage, StorageCall } from '../../storage/storage.ts';

const MINUTE = 60_000;
/** restic's figures: refreshed every 5 minutes, stale after 30, given up when not refreshed for 22.5. */
const REFRESH = 5 * MINUTE;
const STALE = 30 * MINUTE;
const GIVE_UP = 22.5 * MINUTE;
/** Slow storages may show another's lock late. */
const SETTLE = 200;
/** Between two looks at whether another operation of this process has ended. */
const OWN_PAUSE = 50;

/** Who takes the lock. */
export interface Holder {
  hostname: string;
  username: string;
  pid: number;
  uid: number;
  gid: number;
  clock: Clock;
  /** Whether a process of this host runs. */
  isAlive(pid: number): boolean;
  /** Milliseconds to wait for another operation of this same process; default: none. */
  patience?: number;
}

/** Where locks are kept: the sealed files of a vault, or the plain ones of another format. A lock's key is `locks/` and its id. */
export interface LockPlace {
  /** What is locked, in messages: `vault`. */
  readonly noun: string;
  readonly storage: Pick<Storage, 'address' | 'traits' | 'stat' | 'sweep'>;
  list(folder: 'locks', call: StorageCall): Promise<{ id: string; size: number }[]>;
  load(folder: 'locks', id: string, call: StorageCall): Promise<Uint8Array>;
  save(folder: 'locks', plain: Uint8Array, call: StorageCall): Promise<string>;
  remove(folder: 'locks', id: string, call: StorageCall): Promise<void>;
}

export interface HeldLock {
  id: string;
  lock: LockFile;
}

export class RepositoryLock {
  readonly #repository: LockPlace;
  readonly #holder: Holder;
  readonly #exclusive: boolean;
  readonly #lost = new AbortController();
  #id: string;
  #refreshed: number;
  #timer: NodeJS.Timeout;
  #refreshing: Promise<void> = Promise.resolve();
  #released = false;
  /** Ids of locks nobody holds any more: their runs were cut off, and may have left things behind. They stay until `clearStale`. */
  readonly stale: readonly string[];

  private constructor(repository: LockPlace, holder: Holder, exclusive: boolean, id: string, stale: readonly string[]) {
    this.#repository = repository;
    this.#holder = holder;
    this.#exclusive = exclusive;
    this.#id = id;
    this.stale = stale;
    this.#refreshed = holder.clock.now();
    this.#timer = setInterval(() => this.#tick(), MINUTE / 2).unref();
  }

  /** @throws Fault `locked` naming who holds it, since when, and what to do. */
  static async acquire(repository: LockPlace, holder: Holder, exclusive: boolean, call: Call): Promise<RepositoryLock> {
    for (let waited = 0; ; waited += OWN_PAUSE) {
      try {
        return await RepositoryLock.#take(repository, holder, exclusive, call);
      } catch (error) {
        if (waited >= (holder.patience ?? 0) || !isOwn(error, holder)) throw error;
      }
      await sleep(OWN_PAUSE, call.signal);
    }
  }

  static async #take(repository: LockPlace, holder: Holder, exclusive: boolean, call: Call): Promise<RepositoryLock> {
    call.signal.throwIfAborted();
    await repository.storage.sweep?.(call, 'locks/');
    const stale = await refuseConflicts(repository, holder, exclusive, null, call);
    const id = await put(repository, holder, exclusive, call);
    try {
      if (repository.storage.traits.remote) await sleep(SETTLE, call.signal);
      await refuseConflicts(repository, holder, exclusive, id, call);
    } catch (error) {
      await repository.remove('locks', id, { signal: new AbortController().signal });
      throw error;
    }
    return new RepositoryLock(repository, holder, exclusive, id, stale);
  }

  /** Of the file it is in now: refreshing moves it to another. */
  get id(): string {
    return this.#id;
  }

  /** Aborts when the lock could not be kept: whatever it guards must stop. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Neither released nor lost. */
  get held(): boolean {
    return !this.#released && !this.lost.aborted;
  }

  /** To be called once what the runs of stale locks left behind is put in order; whoever is cut off before leaves that to the next. */
  async clearStale(call: Pick<Call, 'signal'>): Promise<void> {
    for (const id of this.stale) await this.#repository.remove('locks', id, call);
  }

  /** Never fails: what it guarded is done. */
  async release(): Promise<void> {
    this.#released = true;
    clearInterval(this.#timer);
    await this.#refreshing;
    try {
      await this.#repository.remove('locks', this.#id, { signal: new AbortController().signal });
    } catch {
      // the storage is away: whoever comes takes the lock for stale once this process has ended, or in half an hour
    }
  }

  /** Polled: timers stand still while the machine sleeps, the clock does not. */
  #tick(): void {
    const age = this.#holder.clock.now() - this.#refreshed;
    if (age >= GIVE_UP) return this.#giveUp();
    if (age >= REFRESH) this.#refreshing = this.#refreshing.then(() => this.#refresh());
  }

  /** A new lock file before the old one goes, so that there is never none. */
  async #refresh(): Promise<void> {
    const call = { signal: this.#lost.signal };
    if (this.#released || this.#holder.clock.now() - this.#refreshed < REFRESH) return; // an earlier one that took long did it
    try {
      if ((await this.#repository.storage.stat(`locks/${this.#id}`, call)) === null) return this.#giveUp();
      const old = this.#id;
      this.#id = await put(this.#repository, this.#holder, this.#exclusive, call);
      this.#refreshed = this.#holder.clock.now();
      await this.#repository.remove('locks', old, call);
    } catch {
      // the next tick tries again; GIVE_UP bounds how long
    }
  }

  #giveUp(): void {
    clearInterval(this.#timer);
    this.#lost.abort(new Fault('locked', `The lock on ${this.#repository.storage.address} was lost: it could not be refreshed in time, or somebody removed it.`, {
      advice: 'Run it again: what is stored already is kept.',
    }));
  }
}

/** Every readable lock. One that cannot be read was caught half-way of being replaced, or is damaged: `id` with `lock` null. */
export async function listLocks(repository: LockPlace, call: Pick<Call, 'signal'>): Promise<{ id: string; lock: LockFile | null }[]> {
  const locks: { id: string; lock: LockFile | null }[] = [];
  for (const { id, size } of await repository.list('locks', call)) {
    if (size === 0) continue; // a storage that is not atomic was cut off: restic ignores these too
    try {
      locks.push({ id, lock: decodeLock(await repository.load('locks', id, call)) });
    } catch (error) {
      if (isFault(error, 'missing')) continue; // released meanwhile
      if (!isFault(error, 'damaged')) throw error;
      locks.push({ id, lock: null });
    }
  }
  return locks;
}

/** Nobody can still hold it: its process on this host is gone, or it was not refreshed for half an hour. */
export function isStale(lock: LockFile, holder: Holder): boolean {
  if (holder.clock.now() - Date.parse(lock.time) > STALE) return true;
  return lock.hostname === holder.hostname && !holder.isAlive(lock.pid);
}

/** Returns the ids of stale locks: they stand in nobody's way. */
async function refuseConflicts(repository: LockPlace, holder: Holder, exclusive: boolean, own: string | null, call: Call): Promise<string[]> {
  const stale: string[] = [];
  for (const { id, lock } of await listLocks(repository, call)) {
    if (id === own) continue;
    if (lock !== null && isStale(lock, holder)) stale.push(id);
    else if (lock === null ? exclusive : exclusive || lock.exclusive) throw locked(repository, id, lock, exclusive, holder.clock.now());
  }
  return stale;
}

/** Whether what stands in the way is another operation of this very process. */
const isOwn = (error: unknown, { pid, hostname }: Holder): boolean => isFault(error, 'locked') && error.context['pid'] === pid && error.context['hostname'] === hostname;

function locked(repository: LockPlace, id: string, lock: LockFile | null, exclusive: boolean, now: number): Fault {
  const place = repository.storage.address;
  if (lock === null) return new Fault('locked', `The ${repository.noun} at ${place} has a lock that cannot be read (${shortId(id)}).`, { context: { lock: id } });
  const who = `process ${lock.pid} of ${lock.username} on ${lock.hostname}`;
  const what = lock.exclusive ? 'an operation that needs it alone' : 'another operation';
  const why = exclusive && !lock.exclusive ? ` This operation needs the ${repository.noun} to itself.` : '';
  return new Fault('locked', `The ${repository.noun} at ${place} is locked by ${what}: ${who}, since ${since(lock.time, now)}.${why}`, { context: { lock: id, pid: lock.pid, hostname: lock.hostname, since: lock.time } });
}

/** As on this machine's clock, and how long ago that is: `2026-11-21 14:02 (3 minutes ago)`. */
function since(time: string, now: number): string {
  const at = new Date(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.max(0, Math.floor((now - at.getTime()) / MINUTE));
  const [count, unit] = minutes < 120 ? [minutes, 'minute'] : minutes < 48 * 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  const ago = minutes === 0 ? 'less than a minute ago' : `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())} (${ago})`;
}

function put(repository: LockPlace, holder: Holder, exclusive: boolean, call: Pick<Call, 'signal'>): Promise<string> {
  const lock: LockFile = {
    time: formatTime(BigInt(holder.clock.now()) * 1_000_000n), exclusive, hostname: holder.hostname, username: holder.username,
    pid: holder.pid, uid: holder.uid, gid: holder.gid,
  };
  return repository.save('locks', encodeLock(lock), call);
}

/** Losing the lock stops what it guards. */
export function guardedBy(lock: RepositoryLock, call: Call): Call {
  return { ...call, progress: call.progress, report: (problem) => call.report(problem), signal: AbortSignal.any([call.signal, lock.lost]) };
}
