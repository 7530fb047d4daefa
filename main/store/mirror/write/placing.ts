/** Sends files to the workers in batches, to be linked or copied, and tells how each ended. Bounded by files and bytes under way. */
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import type { Entry, PathContent, RawPath, StoredEntry } from '../../../entry/entry.ts';
import { showName } from '../../../entry/name.ts';
import type { StopSign } from '../../worker/stop.ts';
import { revive, type WorkerError } from '../../worker/worker-error.ts';
import type { MirrorCrew } from '../worker/crew.ts';
import type { CopyFiles, FinishedFolder, OddCopy, Part } from '../worker/protocol.ts';
import { LARGE } from '../worker/protocol.ts';
import { LinkBatch, LINKS, type Keeper, type Kept, type WantedLink } from './link-batch.ts';
import type { Settable } from './settable.ts';

const COPIES = 128;
const FOLDERS = 2048;
const COPY_BYTES = 4 * 1024 * 1024;
/** Batches waiting for a worker before the walk is held back. */
const WAITING = 3;
const WRITING = { failing: 'The mirror cannot be written' };

/** A file to be copied. */
export interface WantedCopy {
  entry: Entry;
  path: RawPath;
  /** Below the snapshot's folder. */
  place: RawPath;
  source: PathContent;
  /** The previous version, when it has the same metadata: its content may be the same after all. */
  like: StoredEntry | null;
  /** Called once. Null: it could not be read, which was reported. */
  done(ended: { id: string; linked: boolean } | null): void;
}

export interface Folders {
  /** Of the snapshot being made; null: nothing is stored. */
  to: RawPath | null;
  /** Of the previous one. */
  from: RawPath | null;
}

export class Placing {
  readonly #crew: MirrorCrew;
  readonly #folders: Folders;
  readonly #settable: Settable;
  readonly #call: Call;
  readonly #running = new Set<Promise<void>>();
  /** Told of what is kept; to be set before anything is. */
  keeper: Keeper | null = null;
  #links = new LinkBatch();
  #copies: WantedCopy[] = [];
  #bytes = 0;
  readonly #finished: FinishedFolder[] = [];
  readonly #unset: string[] = [];
  #unsetCount = 0;
  /** Rejects with the first failure or when the call is cancelled: whoever waits for progress waits for this too. */
  readonly #failed = Promise.withResolvers<never>();

  constructor(crew: MirrorCrew, folders: Folders, settable: Settable, call: Call) {
    this.#crew = crew;
    this.#folders = folders;
    this.#settable = settable;
    this.#call = call;
    this.#failed.promise.catch(() => undefined); // it may fail while nobody waits; whoever comes next is told
    call.signal.addEventListener('abort', () => this.#failed.reject(call.signal.reason), { once: true });
  }

  link(wanted: WantedLink): void {
    this.#links.want(wanted);
    if (this.#links.length === LINKS) this.#flushLinks();
  }

  keep(kept: Kept): void {
    this.#links.keep(kept);
    if (this.#links.length === LINKS) this.#flushLinks();
  }

  copy(wanted: WantedCopy): void {
    this.#copies.push(wanted);
    this.#bytes += wanted.entry.size;
    if (this.#copies.length >= COPIES || this.#bytes >= COPY_BYTES) this.#flushCopies();
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.#crew.waiting > WAITING) await Promise.race([...this.#running, this.#failed.promise]);
  }

  async drain(): Promise<void> {
    for (;;) {
      this.#flushLinks(); // again each time: a link that failed becomes a copy
      this.#flushCopies();
      if (this.#running.size === 0) break;
      await Promise.race([...this.#running, this.#failed.promise]);
    }
    this.#call.signal.throwIfAborted();
  }

  /** Its metadata is put on when all is placed. After those of the folders in it. */
  folder(place: RawPath, { type, mode, uid, gid, mtime, atime, xattrs }: Entry): void {
    this.#finished.push({ place, type, mode, uid, gid, mtime, atime, xattrs });
  }

  /** In the order they came: making one changes the time of the one above. */
  async finishFolders(): Promise<void> {
    const { to } = this.#folders;
    for (let at = 0; to !== null && at < this.#finished.length; at += FOLDERS) {
      const work = this.#crew.run({ type: 'folders', to, folders: this.#finished.slice(at, at + FOLDERS) }, WRITING);
      const result = await Promise.race([work, this.#failed.promise]);
      if (result.type !== 'finished') throw new Fault('bug', 'A worker answered something else.');
      this.addUnset(result.unset);
    }
  }

  /** What could not be set on the copies: how many times, and the first few in words. */
  get unset(): { count: number; first: readonly string[] } {
    return { count: this.#unsetCount, first: this.#unset };
  }

  addUnset(messages: readonly string[]): void {
    this.#unsetCount += messages.length;
    this.#unset.push(...messages.slice(0, 3 - Math.min(3, this.#unset.length)));
  }

  #follow(work: Promise<void>): void {
    const followed = work.catch(this.#failed.reject).finally(() => this.#running.delete(followed));
    this.#running.add(followed);
  }

  #flushLinks(): void {
    if (this.#links.length === 0) return;
    const batch = this.#links;
    this.#links = new LinkBatch();
    this.#follow(this.#linkAll(batch));
  }

  async #linkAll(batch: LinkBatch): Promise<void> {
    const result = await this.#crew.run(batch.task(this.#folders.from!, this.#folders.to!), WRITING);
    if (result.type !== 'linked') throw new Fault('bug', 'A worker answered something else.');
    const fault = (error: WorkerError) => (path: RawPath) => revive(error, `The stored ${showName(path)} cannot be linked`);
    batch.end(new Map(result.failed.map(({ file, error }) => [file, fault(error)])), this.keeper!);
  }

  #flushCopies(): void {
    if (this.#copies.length === 0) return;
    const batch = this.#copies;
    this.#copies = [];
    this.#bytes = 0;
    this.#follow(this.#copyAll(batch));
  }

  async #copyAll(batch: readonly WantedCopy[]): Promise<void> {
    const result = await this.#crew.run(copyTask(batch, this.#folders, this.#settable), { ...WRITING, onPart: (part, sign) => this.#hear(part, sign, batch) });
    if (result.type !== 'copied') throw new Fault('bug', 'A worker answered something else.');
    const ids = Buffer.from(result.ids.buffer);
    const odd = new Map(result.odd.map((one) => [one.file, one]));
    const linked = new Set(result.linked);
    this.addUnset(result.unset);
    batch.forEach((wanted, file) => {
      if (this.#call.skips !== undefined && wanted.entry.size >= LARGE) this.#call.skips.done(showName(wanted.path));
      wanted.source.release?.();
      const one = odd.get(file);
      if (one !== undefined && !this.#isUsable(wanted, one)) return wanted.done(null);
      wanted.entry.size = result.sizes[file]!;
      wanted.done({ id: ids.toString('hex', file * 32, file * 32 + 32), linked: linked.has(file) });
    });
  }

  #hear(part: Part, sign: StopSign, batch: readonly WantedCopy[]): void {
    if (part.type === 'read') {
      this.#call.progress.done.bytes += part.bytes;
      return;
    }
    const item = showName(batch[part.file]!.path);
    this.#call.progress.current = item;
    this.#call.skips?.reading(item, () => sign.skip(part.ticket));
  }

  /** Says what is to be said of a file that could not be read as it was found. False: there is no content of it. */
  #isUsable({ path, entry }: WantedCopy, { error, unstable, stamp, skipped }: OddCopy): boolean {
    const item = showName(path);
    if (skipped) this.problem(path, new Fault('missing', `${item} was skipped on request: this snapshot does not hold it.`, { advice: 'Nothing to do: the next backup takes it again, unless it is excluded.' }));
    else if (error?.code === 'ENOENT') this.problem(path, new Fault('missing', `${item} vanished before it could be read.`, { advice: 'Nothing to do if it was meant to go: the next backup will not miss it.' }));
    else if (error !== null) this.problem(path, revive(error, `${item} cannot be read`));
    if (skipped || error !== null) return false;
    if (unstable) this.problem(path, new Fault('changed', `${item} changed while it was read, every time: the stored version may mix old and new content.`, { advice: 'Back it up while nothing writes to it, or exclude it.' }));
    if (stamp !== null) Object.assign(entry, { mtime: stamp.mtime, ctime: stamp.ctime, inode: stamp.inode });
    return true;
  }

  problem(path: RawPath, fault: Fault): void {
    this.#call.progress.done.errors++;
    this.#call.report({ item: showName(path), during: 'read', severity: 'warning', fault });
  }
}

function copyTask(batch: readonly WantedCopy[], { from, to }: Folders, settable: Settable): CopyFiles {
  const set = batch.map(({ entry }) => settable.of(entry));
  const known = Buffer.alloc(batch.length * 32);
  batch.forEach(({ like }, file) => void (like?.content?.[0] !== undefined && known.write(like.content[0], file * 32, 'hex')));
  return {
    type: 'copy', from, to,
    paths: batch.map(({ place }) => place).join('\0'),
    sources: batch.map(({ source }) => source.path).join('\0'),
    sizes: Float64Array.from(batch, ({ entry }) => entry.size),
    mtimes: BigInt64Array.from(batch, ({ entry }) => entry.mtime),
    ctimes: BigInt64Array.from(batch, ({ entry }) => entry.ctime),
    inodes: BigUint64Array.from(batch, ({ entry }) => entry.inode),
    modes: Uint32Array.from(set, ({ mode }) => mode),
    uids: Uint32Array.from(set, ({ uid }) => uid),
    gids: Uint32Array.from(set, ({ gid }) => gid),
    farTimes: set.flatMap(({ mtime }, file) => (BigInt.asIntN(64, mtime) === mtime ? [] : [{ file, mtime }])),
    stamps: batch.flatMap(({ source: { stamp } }, file) => (stamp === undefined ? [] : [{ file, stamp }])),
    xattrs: set.flatMap(({ xattrs }, file) => (xattrs === undefined || xattrs.length === 0 ? [] : [{ file, xattrs }])),
    known,
  };
}
