/** Moves blobs out of old packs into new ones, as they are sealed, each verified on the way. */
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { BlobIndex } from '../index/blob-index.ts';
import { PackWriter } from '../write/pack-writer.ts';
import { inFlight } from './in-flight.ts';
import type { PackTable } from './pack-table.ts';
import { rangesOf, readRange, type BlobRange, type BlobSource } from './ranges.ts';

export interface BlobsToMove {
  /** Packs to read, by number. */
  packs: readonly number[];
  /** Which of their index entries to move. */
  wanted(entry: number): boolean;
  /** Told of an entry that is damaged; without it, damage ends the repacking. */
  damaged?(entry: number): void;
}

/** Resolves once the new packs are stored and named by an index. @throws Fault `damaged`. */
export async function repack(source: BlobSource, table: PackTable, blobs: BlobsToMove, clock: Clock, call: Call): Promise<void> {
  const { index } = source;
  const { progress } = call;
  Object.assign(progress, { phase: 'repacking', totalFiles: blobs.packs.length, totalBytes: blobs.packs.reduce((sum, pack) => sum + table.size(pack), 0) });
  Object.assign(progress.done, { files: 0, bytes: 0 });
  const moved = new BlobIndex(); // not the vault's: what is moved is in that one already
  const packs = new PackWriter(source.repository, moved, clock, false, call);
  try {
    for await (const { range, verified } of inFlight(ranges(table, blobs), source.pool.size + 1, async (range) => ({ range, verified: await readRange(source, range, call) }))) {
      call.signal.throwIfAborted();
      for (const { entry, sealed } of verified) {
        if (sealed !== null) packs.add(index.ids.idOf(entry).slice(), index.ids.typeOf(entry), sealed, index.uncompressedOf(entry));
        else if (blobs.damaged === undefined) throw unreadable(source, entry);
        else blobs.damaged(entry);
      }
      progress.done.bytes += range.length;
      await packs.room();
    }
    await packs.flush();
  } catch (error) {
    await packs.salvage();
    throw error;
  }
}

function* ranges(table: PackTable, { packs, wanted }: BlobsToMove): Generator<BlobRange> {
  for (const pack of packs) yield* rangesOf(table.index, pack, table.entries(pack).filter(wanted));
}

function unreadable({ index }: BlobSource, entry: number): Fault {
  const blob = Buffer.from(index.ids.idOf(entry)).toString('hex');
  const pack = index.packs[index.packOf(entry)];
  return new Fault('damaged', `Blob ${shortId(blob)} in pack ${shortId(pack)} is damaged and still needed: no pack was deleted.`, {
    context: { blob, pack }, advice: 'Run "holdfast check --read-data" to see which files it is about, then "holdfast repair".',
  });
}
