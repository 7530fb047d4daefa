/** Counts what snapshots hold, in restic's four ways and under restic's names. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import type { BlobIndex } from '../index/blob-index.ts';
import { TreeLoader } from '../read/tree-loader.ts';
import type { VaultStore } from '../vault.ts';
import { markUsed } from './mark.ts';
import { blobsPerFile, filesByContents } from './stats-contents.ts';
import { restoreSize } from './stats-restore-size.ts';

/**
 * `restore-size`: what a restore of every snapshot would write. `files-by-contents`: each content once. `raw-data`: blobs as they are
 * stored. `blobs-per-file`: each blob once a file.
 */
export type StatsMode = 'restore-size' | 'files-by-contents' | 'raw-data' | 'blobs-per-file';

/** Bytes. Counts and ratios that are 0 are left out, as restic leaves them out. */
export interface Stats {
  total_size: number;
  total_uncompressed_size?: number;
  compression_ratio?: number;
  /** Per cent of the data that is compressed. */
  compression_progress?: number;
  /** Per cent. */
  compression_space_saving?: number;
  total_file_count?: number;
  total_blob_count?: number;
  snapshots_count: number;
}

/** What the ways of counting share. */
export interface Counting {
  index: BlobIndex;
  trees: TreeLoader;
  snapshots: readonly Snapshot[];
  call: Call;
}

/** @throws Fault `damaged` when a directory cannot be read. */
export async function stats(vault: VaultStore, snapshots: readonly Snapshot[], mode: StatsMode, call: Call): Promise<Stats> {
  const { index } = await vault.readable(call);
  call.progress.phase = 'marking';
  const counting = { index, trees: new TreeLoader(vault.repository, index), snapshots, call };
  const counts = await (mode === 'raw-data' ? rawData(vault, counting) : WAYS[mode](counting));
  const present = Object.entries(counts).filter(([name, value]) => name === 'total_size' || value !== 0);
  return { ...(Object.fromEntries(present) as typeof counts), snapshots_count: snapshots.length };
}

type Counts = Omit<Stats, 'snapshots_count'>;

const WAYS: Record<Exclude<StatsMode, 'raw-data'>, (counting: Counting) => Promise<Counts>> = {
  'restore-size': restoreSize,
  'files-by-contents': filesByContents,
  'blobs-per-file': blobsPerFile,
};

async function rawData({ repository }: VaultStore, { index, snapshots, call }: Counting): Promise<Counts> {
  const total = { stored: 0, plain: 0, packed: 0, unpacked: 0, blobs: 0 };
  const marked = (entry: number): void => {
    const [length, uncompressed] = [index.lengthOf(entry), index.uncompressedOf(entry)];
    total.blobs++;
    total.stored += length;
    total.plain += uncompressed > 0 ? uncompressed + 32 : length; // restic counts the seal in
    if (uncompressed === 0) return;
    total.packed += length;
    total.unpacked += uncompressed + 32;
  };
  const lost = ({ id, fault }: { id: string; fault: Fault | null }): void => {
    throw fault ?? new Fault('damaged', `Blob ${shortId(id)} is named by no index.`, { context: { blob: id } });
  };
  await markUsed({ repository, index }, snapshots.map(({ tree }) => tree), { marked, lost }, call);
  if (repository.config.version < 2) return { total_size: total.stored, total_blob_count: total.blobs };
  return {
    total_size: total.stored, total_uncompressed_size: total.plain,
    compression_ratio: total.packed === 0 ? 0 : total.unpacked / total.packed,
    compression_progress: total.plain === 0 ? 0 : (total.unpacked / total.plain) * 100,
    compression_space_saving: total.plain === 0 ? 0 : (1 - total.stored / total.plain) * 100,
    total_blob_count: total.blobs,
  };
}
