/** Sends files to the workers in batches and brings their blob ids back. Bounded by files and bytes under way. */
import { Fault, toFault } from '../../../base/fault.ts';
import { freeBuffer } from '../../../base/free.ts';
import type { Call } from '../../../base/call.ts';
import { showName } from '../../../entry/name.ts';
import type { Content, Entry, FileStamp, RawPath } from '../../../entry/entry.ts';
import { TREE, type BlobType } from '../index/blob-index.ts';
import type { Crew, Pool } from '../worker/pool.ts';
import type { FilesRead, FilesToRead, OddFile, Part, SegmentRead, SegmentToRead } from '../worker/protocol.ts';
import { revive } from '../../worker/worker-error.ts';
import type { PackWriter } from './pack-writer.ts';
import { LARGE, readInSegments } from './segments.ts';

/** One message to a worker carries at most this much. */
const BATCH_FILES = 128;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Bytes of directories that are sealed sooner than a worker comes up for them. */
const FEW = 256 * 1024;
/** Batches waiting for a worker before the walk is held back. */
const WAITING = 2;

export interface Wanted {
  entry: Entry;
  path: RawPath;
  content: Content;
  /** Called once: the ids of the content, and the entry it belongs to; null when it could not be read (reported already). */
  done(content: string[] | null): void;
}

export class ContentQueue {
  readonly #pool: Pool;
  readonly #packs: PackWriter;
  readonly #call: Call;
  readonly #running = new Set<Promise<void>>();
  #batch: Wanted[] = [];
  #batchBytes = 0;
  /** Rejects with the first failure or when the call is cancelled: whoever waits for progress waits for this too. */
  readonly #failed = Promise.withResolvers<never>();

  constructor(pool: Pool, packs: PackWriter, call: Call) {
    this.#pool = pool;
    this.#packs = packs;
    this.#call = call;
    this.#failed.promise.catch(() => undefined); // it may fail while nobody waits; whoever comes next is told
    call.signal.addEventListener('abort', () => this.#failed.reject(call.signal.reason), { once: true });
  }

  add(wanted: Wanted): void {
    if (wanted.content.type === 'stream') return this.#follow(this.#stream(wanted, wanted.content));
    if (wanted.entry.size >= LARGE && this.#pool.size > 1) return this.#follow(this.#readLarge(wanted));
    this.#batch.push(wanted);
    this.#batchBytes += wanted.entry.size;
    if (this.#batch.length >= BATCH_FILES || this.#batchBytes >= BATCH_BYTES) this.flush();
  }

  /** Plain blobs that are whole already. */
  addBlobs(blobType: BlobType, plain: Uint8Array<ArrayBuffer>[]): void {
    this.#follow(this.#pool.run({ type: 'blobs', blobType, plain }, plain.map(({ buffer }) => buffer), (part, crew) => this.#take(part, crew, [])).then(() => undefined));
  }

  /** Directories. The few of a run that found nothing to read do not wait for a worker to come up. @param bytes of all of them. */
  addTrees(plain: Uint8Array<ArrayBuffer>[], bytes: number): void {
    if (this.#pool.isStarted || bytes > FEW) this.addBlobs(TREE, plain);
    else this.#follow(this.#packs.addTrees(plain));
  }

  flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    this.#follow(this.#read(batch));
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.#pool.waiting > WAITING) await Promise.race([...this.#running, this.#failed.promise]);
  }

  async drain(): Promise<void> {
    this.flush();
    while (this.#running.size > 0) await Promise.race([...this.#running, this.#failed.promise]);
    this.#call.signal.throwIfAborted();
  }

  #follow(work: Promise<void>): void {
    const followed = work.catch(this.#failed.reject).finally(() => this.#running.delete(followed));
    this.#running.add(followed);
  }

  async #read(batch: Wanted[]): Promise<void> {
    const task = filesToRead(batch);
    const columns = [task.sizes.buffer, task.mtimes.buffer, task.ctimes.buffer, task.inodes.buffer];
    await this.#pool.run(task, columns, (part, crew) => this.#take(part, crew, batch));
  }

  /** By all workers at once; where that finds it changing, or finds nothing, as every other file. */
  async #readLarge(wanted: Wanted): Promise<void> {
    const { entry, path } = wanted;
    const item = showName(path);
    const readers = new Map<Crew, number>();
    let [bytes, skipped] = [0, false];
    const skip = (): void => {
      skipped = true;
      for (const [crew, ticket] of readers) crew.control.skip(ticket);
    };
    const read = async (task: SegmentToRead): Promise<SegmentRead> => {
      let segment: SegmentRead | null = null;
      await this.#pool.run(task, [], (part, crew) => {
        if (part.type === 'segment') segment = part;
        else if (part.type === 'reading') {
          readers.set(crew, part.ticket);
          if (skipped) crew.control.skip(part.ticket);
          this.#call.progress.current = item;
          this.#call.skips?.reading(item, skip);
        } else {
          if (part.type === 'read') bytes += part.bytes;
          this.#take(part, crew, [wanted]);
        }
      });
      return segment!;
    };
    const content = wanted.content.type === 'path' ? wanted.content.path : '';
    const { size, mtime, ctime, inode } = stampOf(wanted);
    const ids = await readInSegments(content, { size, mtime, ctime, inode }, this.#pool.size, read);
    this.#call.progress.done.bytes -= bytes; // some may have been read twice
    if (ids !== null) {
      this.#call.progress.done.bytes += entry.size;
      return this.#settle(wanted, hexIds(ids), entry.size, null);
    }
    if (skipped) return this.#settle(wanted, [], 0, { file: 0, stamp: null, unstable: false, error: null, skipped });
    await this.#read([wanted]);
  }

  /** Pumps a stream to one worker, a piece at a time. A stream that breaks ends as a problem of its entry, like a file that cannot be read. */
  async #stream(wanted: Wanted, content: Extract<Content, { type: 'stream' }>): Promise<void> {
    const pieces = content.open(this.#call)[Symbol.asyncIterator]();
    const item = showName(wanted.path);
    let broken: unknown = null;
    this.#call.skips?.reading(item, () => (broken ??= skippedFault(wanted.path)));
    const pump = async (crew: Crew, id: number): Promise<void> => {
      const piece = broken !== null ? { done: true as const, value: undefined } : await pieces.next().catch((error: unknown) => {
        broken = error;
        return { done: true as const, value: undefined };
      });
      if (piece.done !== true) this.#call.progress.done.bytes += piece.value.length;
      this.#pool.data(crew, id, piece.done === true ? null : piece.value);
    };
    const task = this.#pool.start({ type: 'stream' }, [], (part, crew) => {
      if (part.type === 'more') queueMicrotask(() => void pump(crew, task.id));
      else if (part.type !== 'files' || broken === null) this.#take(part, crew, [wanted]);
    });
    try {
      await task.done;
    } finally {
      this.#call.skips?.done(item);
      void pieces.return?.().catch(() => undefined); // cut off half-way, it lets go of what it reads from; how that ends changes nothing here
    }
    if (broken === null) return;
    this.#call.signal.throwIfAborted();
    this.#problem(wanted.path, toFault(broken, `${showName(wanted.path)} cannot be read`));
    wanted.done(null);
  }

  #take(part: Part, crew: Crew, batch: readonly Wanted[]): void {
    if (part.type === 'sealed') {
      this.#packs.addBatch(part, this.#pool.bytesOf(crew, part)).then(() => this.#pool.release(crew, part), this.#failed.reject);
    } else if (part.type === 'reading') {
      const item = showName(batch[part.file].path);
      this.#call.progress.current = item;
      this.#call.skips?.reading(item, () => crew.control.skip(part.ticket));
    } else if (part.type === 'read') {
      this.#call.progress.done.bytes += part.bytes;
    } else if (part.type === 'files') {
      this.#settleAll(batch, part);
    }
  }

  #settleAll(batch: readonly Wanted[], { ids, counts, sizes, odd }: FilesRead): void {
    const hex = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('hex');
    const special = new Map(odd.map((file) => [file.file, file]));
    let at = 0;
    batch.forEach((wanted, file) => {
      const end = at + counts[file] * 64;
      this.#settle(wanted, slices(hex, at, end), sizes[file], special.get(file) ?? null);
      at = end;
    });
    for (const column of [ids, counts, sizes]) freeBuffer(column.buffer);
  }

  #settle({ entry, path, content, done }: Wanted, ids: string[], size: number, odd: OddFile | null): void {
    if (content.type === 'path') content.release?.();
    const item = showName(path);
    this.#call.progress.current = item;
    this.#call.skips?.done(item);
    if (odd !== null && !this.#isUsable(path, entry, odd)) return done(null);
    entry.size = size;
    this.#call.progress.done.files++;
    done(ids);
  }

  /** Says what is to be said of a file that could not be read as it was found. False: there is no content of it. */
  #isUsable(path: RawPath, entry: Entry, { error, unstable, stamp, skipped }: OddFile): boolean {
    if (skipped) {
      this.#problem(path, skippedFault(path), 'skip');
      return false;
    }
    if (error !== null) {
      this.#problem(path, error.code === 'ENOENT'
        ? new Fault('missing', `${showName(path)} vanished before it could be read.`, { advice: 'Nothing to do if it was meant to go: the next backup will not miss it.' })
        : revive(error, `${showName(path)} cannot be read`));
      return false;
    }
    if (unstable) {
      this.#problem(path, new Fault('changed', `${showName(path)} changed while it was read, every time: the stored version may mix old and new content.`, {
        advice: 'Back it up while nothing writes to it, or exclude it.',
      }));
    }
    if (stamp !== null) Object.assign(entry, { mtime: stamp.mtime, ctime: stamp.ctime, inode: stamp.inode });
    return true;
  }

  #problem(path: RawPath, fault: Fault, during = 'read'): void {
    this.#call.progress.done.errors++;
    this.#call.report({ item: showName(path), during, severity: 'warning', fault });
  }
}

const skippedFault = (path: RawPath): Fault => new Fault('missing', `${showName(path)} was skipped on request: it is not in this backup.`, {
  advice: 'Nothing to do: the next backup takes it again, unless it is excluded.',
});

/** The 64-character pieces of `hex` from `at` to `end`. */
const slices = (hex: string, at: number, end: number): string[] => Array.from({ length: (end - at) / 64 }, (_, piece) => hex.slice(at + piece * 64, at + piece * 64 + 64));

const hexIds = (ids: readonly Uint8Array[]): string[] => ids.flatMap((some) => slices(Buffer.from(some.buffer, some.byteOffset, some.byteLength).toString('hex'), 0, some.length * 2));

function filesToRead(batch: readonly Wanted[]): FilesToRead {
  return {
    type: 'files',
    paths: batch.map(({ content }) => (content.type === 'path' ? content.path : '')).join('\0'),
    sizes: Float64Array.from(batch, (wanted) => stampOf(wanted).size),
    mtimes: BigInt64Array.from(batch, (wanted) => stampOf(wanted).mtime),
    ctimes: BigInt64Array.from(batch, (wanted) => stampOf(wanted).ctime),
    inodes: BigUint64Array.from(batch, (wanted) => stampOf(wanted).inode),
  };
}

/** How the file that is read should look. */
const stampOf = ({ entry, content }: Wanted): FileStamp => (content.type === 'path' ? content.stamp : undefined) ?? entry;
