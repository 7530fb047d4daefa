/** The locks one open store takes: a shared one that it keeps while it is read, and one for each operation. */
import type { Call } from '../../base/call.ts';
import { isFault } from '../../base/fault.ts';
import { guardedBy, RepositoryLock, type Holder, type LockPlace } from './lock.ts';

/** What runs that were cut off left behind. */
export interface Leftovers<T> {
  find(): Promise<T>;
  remove(found: T): Promise<void>;
}

export class StoreLocks {
  readonly #place: LockPlace;
  readonly #holder: Holder;
  readonly #lockReads: boolean;
  #reading: RepositoryLock | null = null;

  /** @param lockReads false: read without a lock; somebody may then remove what is being read. */
  constructor(place: LockPlace, holder: Holder, lockReads: boolean) {
    this.#place = place;
    this.#holder = holder;
    this.#lockReads = lockReads;
  }

  /** For something that others may do, too. @throws Fault `locked`. */
  share(call: Call): Promise<RepositoryLock> {
    return RepositoryLock.acquire(this.#place, this.#holder, false, call);
  }

  /** Takes a shared lock and keeps it until `release`: nobody may remove what is about to be read. */
  async hold(call: Call): Promise<void> {
    if (!this.#lockReads || this.#reading !== null) return;
    try {
      this.#reading = await this.share(call);
    } catch (error) {
      if (!isFault(error, 'denied') && !isFault(error, 'full')) throw error; // a read-only medium can be read all the same: nobody can remove anything there
    }
  }

  /** Of the lock that `hold` took. */
  async release(): Promise<void> {
    await this.#reading?.release();
    this.#reading = null;
  }

  /** Takes away what earlier runs left, unless somebody else is at work: it may be theirs. What is found before looking for them, and is nobody's then, is nobody's. */
  async tidy<T>(lock: RepositoryLock, { find, remove }: Leftovers<T>, call: Call): Promise<void> {
    const found = await find();
    const others = (await this.#place.list('locks', call)).filter(({ id }) => !lock.stale.includes(id) && id !== this.#reading?.id);
    if (others.length > 1) return; // one is this one
    await remove(found);
    await this.#clearAway(lock, call);
  }

  /** Nobody else reads or writes meanwhile; what earlier runs left is cleared away before. @throws Fault `locked`. */
  async exclusively<T, R>(call: Call, leftovers: (guarded: Call) => Leftovers<R>, work: (guarded: Call) => Promise<T>): Promise<T> {
    call.progress.phase = 'locking';
    await this.release();
    const lock = await RepositoryLock.acquire(this.#place, this.#holder, true, call);
    const guarded = guardedBy(lock, call);
    try {
      const { find, remove } = leftovers(guarded);
      await remove(await find());
      await this.#clearAway(lock, guarded);
      return await work(guarded);
    } finally {
      await lock.release();
    }
  }

  /** Files that runs which were cut off had only begun, then their locks. */
  async #clearAway(lock: RepositoryLock, call: Call): Promise<void> {
    if (lock.stale.length > 0) await this.#place.storage.sweep?.(call);
    await lock.clearStale(call);
  }
}
