/** Which ranges of which packs must be read to fill a set of files, in pack order. */
import type { ExtractJob } from '../../store.ts';
import { DATA, type BlobIndex } from '../index/blob-index.ts';
import { joinIds } from '../worker/join-ids.ts';
import type { BlobsToExtract } from '../worker/protocol.ts';

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
    const numbers: number[] = [];
    const local = new Map<number, number>();
    const renumber = (file: number): number => {
      const known = local.get(file);
      if (known !== undefined) return known;
      local.set(file, numbers.length);
      return numbers.push(file) - 1;
    };
    const writes = this.blobs.flatMap((blob) => blob.writes);
    const task: BlobsToExtract = {
      type: 'extract', bytes,
      ids: joinIds(this.blobs.map(({ id }) => id)),
      offsets: Uint32Array.from(this.blobs, ({ offset }) => offset - this.start),
      lengths: Uint32Array.from(this.blobs, ({ length }) => length),
      uncompressed: Uint32Array.from(this.blobs, ({ uncompressed }) => uncompressed),
      writes: Uint32Array.from(this.blobs, (blob) => blob.writes.length),
      writeFiles: Uint32Array.from(writes, ({ file }) => renumber(file)),
      writeAts: Float64Array.from(writes, ({ at }) => at),
      files: numbers.map((file) => ({ path: jobs[file].path, size: jobs[file].entry.size, whole: jobs[file].entry.content?.length === 1 })),
    };
    return { numbers, task };
  }
}

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
