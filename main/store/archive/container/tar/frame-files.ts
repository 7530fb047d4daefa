/** Files on their way into one frame, to be read there: the columns of a task, and whom to tell. */
import type { Entry, RawPath, Xattr } from '../../../../entry/entry.ts';
import { USUAL, type FrameMade, type FrameToMake } from '../../worker/protocol.ts';
import type { FileTaken, FileToTake, Placed } from '../container.ts';

/** A header with an extended one before it, and what fills the last block: a file takes about so much more than its content. */
const OVERHEAD = 2048;

interface Waiting {
  entry: Entry;
  path: RawPath;
  file: FileToTake;
  /** Bytes of given members before it. */
  before: number;
  done: (taken: FileTaken) => void;
}

/** Where something lies in the frame. */
export type Place = (placed: Placed, within: number, size: number) => void;

export class FrameFiles {
  readonly #files: Waiting[] = [];
  #size = 0;

  /** Bytes they are likely to take. */
  get size(): number {
    return this.#size;
  }

  get count(): number {
    return this.#files.length;
  }

  add(waiting: Waiting): void {
    this.#files.push(waiting);
    this.#size += waiting.entry.size + OVERHEAD;
  }

  task(given: Uint8Array<ArrayBuffer>): FrameToMake {
    const files = this.#files;
    const xattrs: { file: number; xattrs: readonly Xattr[] }[] = [];
    const known: FrameToMake['known'] = [];
    for (const [at, { entry, file }] of files.entries()) {
      if (entry.xattrs !== undefined && entry.xattrs.length > 0) xattrs.push({ file: at, xattrs: entry.xattrs });
      if (file.known !== null) known.push({ file: at, sha256: file.known });
    }
    return {
      type: 'make', given, before: Uint32Array.from(files, ({ before }) => before), paths: files.map(({ path }) => path).join('\0'), sources: files.map(({ file }) => file.source).join('\0'),
      sizes: Float64Array.from(files, ({ entry }) => entry.size), mtimes: BigInt64Array.from(files, ({ entry }) => entry.mtime),
      ctimes: BigInt64Array.from(files, ({ entry }) => entry.ctime), inodes: BigUint64Array.from(files, ({ entry }) => entry.inode),
      modes: Uint32Array.from(files, ({ entry }) => entry.mode), uids: Uint32Array.from(files, ({ entry }) => entry.uid), gids: Uint32Array.from(files, ({ entry }) => entry.gid),
      owners: files.map(({ entry }) => `${entry.user}\0${entry.group}`).join('\0'), xattrs, known,
    };
  }

  /** Tells of each in turn, once its place is known. */
  tell({ ids, sizes, taken, headers, odd }: Omit<FrameMade, 'bytes'>, place: Place): void {
    const hex = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('hex');
    const special = new Map(odd.map((file) => [file.file, file]));
    let moved = 0;
    for (const [at, { before, done }] of this.#files.entries()) {
      const { stamp, unstable, known, outgrew, error } = special.get(at) ?? USUAL;
      const [size, placed] = [sizes[at]!, { offset: 0, stored: 0, within: 0 }];
      place(placed, before + moved + headers[at]!, size);
      moved += taken[at]!;
      done({ added: { placed, size, sha256: hex.slice(at * 64, at * 64 + 64) }, isKnown: known, stamp, unstable, outgrew, error });
    }
  }

  /** Bytes the first so many take in the frame. */
  static taken({ taken }: Pick<FrameMade, 'taken'>, count: number): number {
    let sum = 0;
    for (let file = 0; file < count; file++) sum += taken[file]!;
    return sum;
  }
}
