/** Which ranges of which packs must be read to fill a set of files, in pack order. */
import type { Metadata } from '../../../entry/apply-metadata.ts';
import type { StoredEntry } from '../../../entry/entry.ts';
import type { ExtractJob } from '../../store.ts';
import { DATA, type BlobIndex } from '../index/blob-index.ts';
import { joinIds } from '../worker/join-ids.ts';
import type { BlobsToExtract, FilesToMake } from '../worker/protocol.ts';

/** Ranges end here, so that memory stays bounded and both workers have work. */
const MOST = 4 * 1024 * 1024;
/** Reading this many unneeded bytes is cheaper than another request. */
const GAP = 128 * 1024;

export interface PlannedBlob {
  /** In memory shared with others: a view. */
  id: Uint8Array;
  offset: number;
  length: number;
  uncompressed: number;
  writes: { file: number; at: number }[];
}

/** One range of one pack. */
export class Fetch {
  readonly pack: string;
  readonly start: number;
  length = 0;
  readonly blobs: PlannedBlob[] = [];

  constructor(pack: string, start: number) {
    this.pack = pack;
    this.start = start;
  }

  takes(blob: PlannedBlob): boolean {
    const end = this.start + this.length;
    return blob.offset - end <= GAP && blob.offset + blob.length - this.start <= Math.max(MOST, blob.length);
  }

  add(blob: PlannedBlob): void {
    this.blobs.push(blob);
    this.length = Math.max(this.length, blob.offset + blob.length - this.start);
  }

  /** The task for a worker: files renumbered to those this range touches. `numbers` maps them back. */
  task(jobs: readonly ExtractJob[], bytes: Uint8Array<ArrayBuffer>): { numbers: number[]; task: BlobsToExtract } {
    const writes = this.blobs.flatMap((blob) => blob.writes);
    const touched = [...new Set(writes.map(({ file }) => file))];
    const filled = touched.filter((file) => jobs[file].place === undefined);
    const made = touched.filter((file) => jobs[file].place !== undefined);
    const numbers = [...filled, ...made];
    const local = new Map(numbers.map((file, number) => [file, number]));
    const task: BlobsToExtract = {
      type: 'extract', bytes,
      ids: joinIds(this.blobs.map(({ id }) => id)),
      offsets: Uint32Array.from(this.blobs, ({ offset }) => offset - this.start),
      lengths: Uint32Array.from(this.blobs, ({ length }) => length),
      uncompressed: Uint32Array.from(this.blobs, ({ uncompressed }) => uncompressed),
      writes: Uint32Array.from(this.blobs, (blob) => blob.writes.length),
      writeFiles: Uint32Array.from(writes, ({ file }) => local.get(file)!),
      writeAts: Float64Array.from(writes, ({ at }) => at),
      files: filled.map((file) => ({ path: jobs[file].path, size: jobs[file].entry.size, whole: jobs[file].entry.content?.length === 1 })),
      making: filesToMake(made.map((file) => jobs[file])),
    };
    return { numbers, task };
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
  const wanted = new Map<number, PlannedBlob>(); // by index entry
  const lost: FetchPlan['lost'] = [];
  jobs.forEach((job, file) => {
    let at = 0;
    for (const hex of job.entry.content ?? []) {
      const id = Buffer.from(hex, 'hex');
      const entry = index.ids.find(id, DATA);
      const place = entry < 0 ? null : index.placeOf(entry);
      if (place === null) {
        lost.push({ file, id });
        continue;
      }
      const blob: PlannedBlob = wanted.get(entry) ?? { id, offset: place.offset, length: place.length, uncompressed: place.uncompressed, writes: [] };
      blob.writes.push({ file, at });
      wanted.set(entry, blob);
      at += place.uncompressed > 0 ? place.uncompressed : place.length - 32;
    }
  });
  return { fetches: grouped(wanted, index), lost };
}

function grouped(wanted: Map<number, PlannedBlob>, index: BlobIndex): Fetch[] {
  const ordered = [...wanted].map(([entry, blob]) => ({ pack: index.packOf(entry), blob })).toSorted((a, b) => a.pack - b.pack || a.blob.offset - b.blob.offset);
  const fetches: Fetch[] = [];
  let current: Fetch | null = null;
  for (const { pack, blob } of ordered) {
    const name = index.packs[pack];
    if (current === null || current.pack !== name || !current.takes(blob)) {
      current = new Fetch(name, blob.offset);
      fetches.push(current);
    }
    current.add(blob);
  }
  return fetches;
}
