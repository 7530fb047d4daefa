/** Sends files to the workers in batches and brings their blob ids back. Bounded by files and bytes under way. */
import { Fault, toFault } from '../../../base/fault.ts';
import type { Call } from '../../../base/call.ts';
import { showName } from '../../../entry/name.ts';
import type { Content, Entry, RawPath } from '../../../entry/entry.ts';
import type { BlobType } from '../index/blob-index.ts';
import type { Crew, Pool } from '../worker/pool.ts';
import type { FileRead, FileToRead, Part } from '../worker/protocol.ts';
import { revive } from '../worker/worker-error.ts';
import type { PackWriter } from './pack-writer.ts';

/** One message to a worker carries at most this much. */
const BATCH_FILES = 128;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Batches waiting for a worker before the walk is held back. */
const WAITING = 4;

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
    this.#batch.push(wanted);
    this.#batchBytes += wanted.entry.size;
    if (this.#batch.length >= BATCH_FILES || this.#batchBytes >= BATCH_BYTES) this.flush();
  }

  /** Plain blobs that are whole already (directories). */
  addBlobs(blobType: BlobType, plain: Uint8Array<ArrayBuffer>[]): void {
    this.#follow(this.#pool.run({ type: 'blobs', blobType, plain }, plain.map(({ buffer }) => buffer), (part, crew) => this.#take(part, crew, [])).then(() => undefined));
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
    const files: FileToRead[] = batch.map(({ entry, content }) => ({
      path: content.type === 'path' ? content.path : '', size: entry.size, mtime: entry.mtime, ctime: entry.ctime, inode: entry.inode,
    }));
    await this.#pool.run({ type: 'files', files }, [], (part, crew) => this.#take(part, crew, batch));
  }

  /** Pumps a stream to one worker, a piece at a time. A stream that breaks ends as a problem of its entry, like a file that cannot be read. */
  async #stream(wanted: Wanted, content: Extract<Content, { type: 'stream' }>): Promise<void> {
    const pieces = content.open(this.#call)[Symbol.asyncIterator]();
    let broken: unknown = null;
    const pump = async (crew: Crew, id: number): Promise<void> => {
      const piece = await pieces.next().catch((error: unknown) => {
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
    await task.done;
    if (broken === null) return;
    this.#call.signal.throwIfAborted();
    this.#problem(wanted.path, toFault(broken, `${showName(wanted.path)} cannot be read`));
    wanted.done(null);
  }

  #take(part: Part, crew: Crew, batch: readonly Wanted[]): void {
    if (part.type === 'sealed') {
      const { length, buffer } = part.bytes;
      this.#packs.addBatch(part).then(() => this.#pool.release(crew, length, buffer), this.#failed.reject);
    } else if (part.type === 'read') {
      this.#call.progress.done.bytes += part.bytes;
    } else if (part.type === 'files') {
      for (const file of part.files) this.#settle(batch[file.file], file);
    }
  }

  #settle({ entry, path, done }: Wanted, file: FileRead): void {
    this.#call.progress.current = showName(path);
    if (file.error !== null) {
      this.#problem(path, file.error.code === 'ENOENT'
        ? new Fault('missing', `${showName(path)} vanished before it could be read.`, { advice: 'Nothing to do if it was meant to go: the next backup will not miss it.' })
        : revive(file.error, `${showName(path)} cannot be read`));
      return done(null);
    }
    if (file.unstable) {
      this.#problem(path, new Fault('changed', `${showName(path)} changed while it was read, every time: the stored version may mix old and new content.`, {
        advice: 'Back it up while nothing writes to it, or exclude it.',
      }));
    }
    if (file.stamp !== null) Object.assign(entry, { mtime: file.stamp.mtime, ctime: file.stamp.ctime, inode: file.stamp.inode });
    entry.size = file.size;
    this.#call.progress.done.files++;
    done(hexIds(file.ids));
  }

  #problem(path: RawPath, fault: Fault): void {
    this.#call.progress.done.errors++;
    this.#call.report({ item: showName(path), during: 'read', severity: 'warning', fault });
  }
}

function hexIds(ids: Uint8Array): string[] {
  const hex = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('hex');
  return Array.from({ length: ids.length / 32 }, (_, at) => hex.slice(at * 64, at * 64 + 64));
}
