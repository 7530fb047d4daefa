/** Counts what archives hold, under the names a vault's counts have. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Stats, StatsMode } from '../../../../preload/contract/destination.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import type { ArchiveStore } from '../archive.ts';
import { storedBytes } from '../manifest/link.ts';

/** `restore-size`: what a restore of every snapshot would write. `files-by-contents`: each content once. `raw-data`: the archives as they lie there. */
export async function archiveStats(store: ArchiveStore, snapshots: readonly Snapshot[], mode: StatsMode, call: Call): Promise<Stats> {
  await store.hold(call);
  const wanted = new Set(snapshots.map(({ id }) => id));
  const heads = await store.heads(call);
  const chosen = heads.filter(({ link }) => wanted.has(link.id));
  if (mode === 'blobs-per-file') throw new Fault('unsupported', 'Archives do not cut files into blobs: there are none to count.', { advice: 'Use --mode files-by-contents.' });
  if (mode === 'raw-data') {
    const held = new Set(chosen.flatMap(({ link }) => [link.id, ...link.needs]));
    const links = heads.filter(({ link }) => held.has(link.id)).map(({ link }) => link);
    const [stored, plain] = [links.reduce((sum, link) => sum + storedBytes(link), 0), links.reduce((sum, { statistics }) => sum + statistics.ownBytes, 0)];
    return { total_size: stored, total_uncompressed_size: plain, total_file_count: links.reduce((sum, { files }) => sum + files.length, 0), snapshots_count: snapshots.length };
  }
  if (mode === 'restore-size') {
    const total = (of: 'files' | 'directories' | 'others' | 'bytes'): number => chosen.reduce((sum, { link }) => sum + link.statistics[of], 0);
    return { total_size: total('bytes'), total_file_count: total('files') + total('directories') + total('others'), snapshots_count: snapshots.length };
  }
  const contents = new Map<string, number>();
  for (const { link } of chosen) for (const [id, { size }] of (await store.sidecars.whole(link.name)).state.contents) contents.set(id, size);
  return { total_size: [...contents.values()].reduce((sum, size) => sum + size, 0), total_file_count: contents.size, snapshots_count: snapshots.length };
}
