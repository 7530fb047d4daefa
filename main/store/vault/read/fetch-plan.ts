/** Which ranges of which packs must be read to fill a set of files, in pack order. Pieces are columns: as objects they cost more than small files. */
import type { Metadata } from '../../../entry/apply-metadata.ts';
import type { StoredEntry } from '../../../entry/entry.ts';
import type { ExtractJob } from '../../store.ts';
import { DATA, type BlobIndex } from '../index/blob-index.ts';
import type { BlobsToExtract, FilesToMake } from '../worker/protocol.ts';

/** Ranges end here, so that memory stays bounded and both workers have work. */
const MOST = 4 * 1024 * 1024;
/** Reading this many unneeded bytes is cheaper than another request. */
const GAP = 128 * 1024;

/** Pieces of files, in columns: the blob's index entry, the file's number, the piece's offset in it. */
interface Pieces {
  entries: Uint32Array;
  files: Uint32Array;
  ats: Float64Array;
}

/** One blob of a range, and where it goes. */
export interface PlannedBlob {
  id: Uint8Array;
  writes: { file: number; at: number }[];
}

/** One range of one pack. */
export class Fetch {
  readonly pack: string;
  readonly start: number;
  readonly length: number;
  readonly #index: BlobIndex;
  /** By offset; several of one blob stand together. */
  readonly #pieces: Pieces;

  constructor(index: BlobIndex, pieces: Pieces) {
    this.#index = index;
    this.#pieces = pieces;
    this.pack = index.packs[index.packOf(pieces.entries[0])];
    this.start = index.offsetOf(pieces.entries[0]);
    this.length = pieces.entries.reduce((end, entry) => Math.max(end, index.offsetOf(entry) + index.lengthOf(entry)), 0) - this.start;
  }

  /** The range of one piece, as the index entry says. */
  static single(index: BlobIndex, entry: number, at: number): Fetch {
    return new Fetch(index, { entries: Uint32Array.of(entry), files: Uint32Array.of(0), ats: Float64Array.of(at) });
  }

  /** Numbers of the files written to, once a piece. */
  get files(): Uint32Array {
    return this.#pieces.files;
  }

  /** Bytes written when all goes well. */
  get plainBytes(): number {
    return this.#pieces.entries.reduce((sum, entry) => sum + plainLength(this.#index, entry), 0);
  }

  /** As the worker numbers them. */
  blobs(): PlannedBlob[] {
    const { entries, files, ats } = this.#pieces;
    const blobs: PlannedBlob[] = [];
    entries.forEach((entry, piece) => {
      if (piece === 0 || entries[piece - 1] !== entry) blobs.push({ id: this.#index.ids.idOf(entry), writes: [] });
      blobs[blobs.length - 1].writes.push({ file: files[piece], at: ats[piece] });
    });
    return blobs;
  }

  /** The task for a worker: files renumbered to those this range touches. `numbers` maps them back. */
  task(jobs: readonly ExtractJob[], bytes: Uint8Array<ArrayBuffer>): { numbers: number[]; task: BlobsToExtract } {
    const { entries, files, ats } = this.#pieces;
    const touched = [...new Set(files)];
    const filled = touched.filter((file) => jobs[file].place === undefined);
    const made = touched.filter((file) => jobs[file].place !== undefined);
    const numbers = [...filled, ...made];
    const local = new Map(numbers.map((file, number) => [file, number]));
    const task: BlobsToExtract = {
      type: 'extract', bytes, ...this.#columns(entries),
      writeFiles: files.map((file) => local.get(file)!) as Uint32Array<ArrayBuffer>,
      writeAts: ats.slice() as Float64Array<ArrayBuffer>,
      files: filled.map((file) => ({ path: jobs[file].path, size: jobs[file].entry.size, whole: jobs[file].entry.content?.length === 1 })),
      making: filesToMake(made.map((file) => jobs[file])),
    };
    return { numbers, task };
  }

  #columns(entries: Uint32Array): Pick<BlobsToExtract, 'ids' | 'offsets' | 'lengths' | 'uncompressed' | 'writes'> {
    const blobs = entries.filter((entry, piece) => piece === 0 || entries[piece - 1] !== entry);
    const [ids, writes] = [new Uint8Array(blobs.length * 32), new Uint32Array(blobs.length)];
    blobs.forEach((entry, blob) => ids.set(this.#index.ids.idOf(entry), blob * 32));
    for (let piece = 0, blob = 0; piece < entries.length; piece++) {
      if (entries[piece] !== blobs[blob]) blob++;
      writes[blob]++;
    }
    return {
      ids, writes,
      offsets: Uint32Array.from(blobs, (entry) => this.#index.offsetOf(entry) - this.start),
      lengths: Uint32Array.from(blobs, (entry) => this.#index.lengthOf(entry)),
      uncompressed: Uint32Array.from(blobs, (entry) => this.#index.uncompressedOf(entry)),
    };
  }
}

const filesToMake = (jobs: readonly ExtractJob[]): FilesToMake => ({
  paths: jobs.map(({ path, place }) => `${path}\0${place}`).join('\0'),
  modes: Uint16Array.from(jobs, ({ entry }) => entry.mode),
  uids: Uint32Array.from(jobs, ({ entry }) => entry.uid),
  gids: Uint32Array.from(jobs, ({ entry }) => entry.gid),
  mtimes: BigInt64Array.from(jobs, ({ entry }) => entry.mtime),
  atimes: BigInt64Array.from(jobs, ({ entry }) => entry.atime),
  odd: new Map(jobs.flatMap(({ entry }, number) => (isOdd(entry) ? [[number, metadataOf(entry)]] : []))),
});

/** Times are odd from the year 2262 on. */
const isOdd = ({ uid, gid, mtime, atime, xattrs }: StoredEntry): boolean =>
  xattrs !== undefined || uid >>> 0 !== uid || gid >>> 0 !== gid || BigInt.asIntN(64, mtime) !== mtime || BigInt.asIntN(64, atime) !== atime;

const metadataOf = ({ type, mode, uid, gid, mtime, atime, xattrs }: StoredEntry): Metadata => ({ type, mode, uid, gid, mtime, atime, xattrs });

export interface FetchPlan {
  fetches: Fetch[];
  /** Pieces no index names. */
  lost: { file: number; id: Uint8Array }[];
}

export function planFetches(jobs: readonly ExtractJob[], index: BlobIndex): FetchPlan {
  const count = jobs.reduce((sum, { entry }) => sum + (entry.content?.length ?? 0), 0);
  const pieces = { entries: new Uint32Array(count), files: new Uint32Array(count), ats: new Float64Array(count) };
  const lost: FetchPlan['lost'] = [];
  const id = Buffer.alloc(32);
  let found = 0;
  jobs.forEach(({ entry: { content } }, file) => {
    let at = 0;
    for (const hex of content ?? []) {
      id.write(hex, 'hex');
      const entry = index.ids.find(id, DATA);
      if (entry < 0 || index.packOf(entry) < 0) {
        lost.push({ file, id: Buffer.from(id) });
        continue;
      }
      pieces.entries[found] = entry;
      pieces.files[found] = file;
      pieces.ats[found++] = at;
      at += plainLength(index, entry);
    }
  });
  return { fetches: grouped(pieces, found, index), lost };
}

const plainLength = (index: BlobIndex, entry: number): number => index.uncompressedOf(entry) || index.lengthOf(entry) - 32;

function grouped({ entries, files, ats }: Pieces, count: number, index: BlobIndex): Fetch[] {
  const order = Uint32Array.from({ length: count }, (_, piece) => piece).sort((a, b) => {
    const [left, right] = [entries[a], entries[b]];
    return index.packOf(left) - index.packOf(right) || index.offsetOf(left) - index.offsetOf(right) || a - b;
  });
  const sorted = { entries: order.map((piece) => entries[piece]), files: order.map((piece) => files[piece]), ats: Float64Array.from(order, (piece) => ats[piece]) };
  const fetches: Fetch[] = [];
  const close = (from: number, to: number): void =>
    void fetches.push(new Fetch(index, { entries: sorted.entries.subarray(from, to), files: sorted.files.subarray(from, to), ats: sorted.ats.subarray(from, to) }));
  let first = 0;
  for (let piece = 1; piece < count; piece++) {
    if (joins(index, sorted.entries[first], sorted.entries[piece - 1], sorted.entries[piece])) continue;
    close(first, piece);
    first = piece;
  }
  if (count > 0) close(first, count);
  return fetches;
}

/** Whether a blob belongs into the range that began with `first` and has come to `last`. */
function joins(index: BlobIndex, first: number, last: number, next: number): boolean {
  if (index.packOf(first) !== index.packOf(next)) return false;
  const [start, end] = [index.offsetOf(first), index.offsetOf(last) + index.lengthOf(last)];
  const [offset, length] = [index.offsetOf(next), index.lengthOf(next)];
  return offset - end <= GAP && offset + length - start <= Math.max(MOST, length);
}
