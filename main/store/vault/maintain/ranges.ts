/** Reads sealed blobs by pack and range, each verified by a worker: for repacking, salvage, and finding what is damaged. */
import type { Call } from '../../../base/call.ts';
import { Fault, isFault } from '../../../base/fault.ts';
import type { BlobIndex } from '../index/blob-index.ts';
import { CONFIG, packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import type { Pool } from '../worker/pool.ts';
import type { BlobToOpen } from '../worker/protocol.ts';

/** Ranges end here, so that memory stays bounded. */
const MOST = 4 * 1024 * 1024;
/** Reading this many unneeded bytes is cheaper than another request. */
const GAP = 128 * 1024;

/** A run of blobs of one pack that is read at once. */
export interface BlobRange {
  pack: number;
  start: number;
  length: number;
  /** Index entries, by offset. */
  entries: number[];
}

export interface BlobSource {
  repository: Repository;
  index: BlobIndex;
  pool: Pool;
}

/** @param entries of one pack, by offset. */
export function* rangesOf(index: BlobIndex, pack: number, entries: Iterable<number>): Generator<BlobRange> {
  let range: BlobRange | null = null;
  for (const entry of entries) {
    const [offset, length] = [index.offsetOf(entry), index.lengthOf(entry)];
    const fits = range !== null && offset - (range.start + range.length) <= GAP && offset + length - range.start <= MOST;
    if (range !== null && !fits) yield range;
    if (range === null || !fits) range = { pack, start: offset, length: 0, entries: [] };
    range.entries.push(entry);
    range.length = Math.max(range.length, offset + length - range.start);
  }
  if (range !== null) yield range;
}

export interface VerifiedBlob {
  entry: number;
  /** Verified, as stored; null where the blob is damaged or missing. */
  sealed: Uint8Array | null;
}

/** The sealed blobs of a range. A range that cannot be had whole is read blob by blob, so that a cut pack loses no more than it must. */
export async function readRange(source: BlobSource, range: BlobRange, call: Call): Promise<VerifiedBlob[]> {
  const bytes = await rangeBytes(source, range, call);
  if (bytes === null) {
    if (range.entries.length === 1) return [{ entry: range.entries[0], sealed: null }];
    const singles: VerifiedBlob[] = [];
    for (const entry of range.entries) {
      const [single] = rangesOf(source.index, range.pack, [entry]);
      singles.push(...(await readRange(source, single, call)));
    }
    return singles;
  }
  const result = await source.pool.run({ type: 'verify', bytes, blobs: blobsToOpen(source.index, range) }, [bytes.buffer]);
  if (result.type !== 'verified') throw new Fault('bug', 'A worker answered with something else than asked for.');
  return range.entries.map((entry, at) => {
    const from = source.index.offsetOf(entry) - range.start;
    return { entry, sealed: result.sound[at] === 1 ? result.bytes.subarray(from, from + source.index.lengthOf(entry)) : null };
  });
}

/** Null where the pack is missing, too short or unreadable. */
export async function rangeBytes({ repository, index }: BlobSource, { pack, start, length }: BlobRange, call: Call): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await repository.storage.get(packKey(index.packs[pack]), call, { offset: start, length });
  } catch (error) {
    if (await isLost(repository, error, call)) return null;
    throw error;
  }
}

/**
 * Whether an error means that this one object is lost, and not that the storage is gone: it is missing, short or damaged, or it cannot
 * be read (a bad sector) while the rest of the vault can.
 */
export async function isLost(repository: Repository, error: unknown, call: Call): Promise<boolean> {
  call.signal.throwIfAborted();
  if (isFault(error, 'missing') || isFault(error, 'range') || isFault(error, 'damaged')) return true;
  if (!isFault(error, 'offline') && !isFault(error, 'denied')) return false;
  return repository.storage.get(CONFIG, call).then(() => true, () => false); // false: the caller throws the first error, which says more
}

export const blobsToOpen = (index: BlobIndex, { start, entries }: BlobRange): BlobToOpen[] =>
  entries.map((entry) => ({
    id: index.ids.idOf(entry).slice(), offset: index.offsetOf(entry) - start, length: index.lengthOf(entry), uncompressed: index.uncompressedOf(entry),
  }));
