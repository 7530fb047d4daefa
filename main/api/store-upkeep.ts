/** Upkeep each format does in its own way: one place that knows which. */
import type { Stats, StatsMode } from '../../preload/contract/destination.ts';
import type { ResultOf } from '../../preload/contract/run.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { ArchiveStore } from '../store/archive/archive.ts';
import { checkArchives } from '../store/archive/maintain/check.ts';
import { archiveStats } from '../store/archive/maintain/stats.ts';
import { unlock, type UnlockReport } from '../store/lock/unlock.ts';
import { checkMirror } from '../store/mirror/maintain/check.ts';
import { mirrorStats } from '../store/mirror/maintain/stats.ts';
import { tagMirror } from '../store/mirror/maintain/tag.ts';
import { MirrorStore } from '../store/mirror/mirror.ts';
import type { ReadData } from '../store/read-data.ts';
import type { Store } from '../store/store.ts';
import type { Renamed, TagChange } from '../store/tags.ts';
import { check } from '../store/vault/maintain/check.ts';
import { stats } from '../store/vault/maintain/stats.ts';
import { tagSnapshots } from '../store/vault/maintain/tag.ts';
import { VaultStore } from '../store/vault/vault.ts';

export async function checkStore(store: Store, readData: ReadData, call: Call): Promise<ResultOf<'check'>> {
  const known = upkept(store);
  if (known instanceof VaultStore) {
    const { errors, notes, snapshots, trees, dataBlobs, packs, packsRead, bytesRead, brokenPacks, suggestRepairIndex, suggestPrune } = await check(known, { readData }, call);
    return { kind: 'check', format: 'vault', errors, notes, snapshots, trees, dataBlobs, packs, packsRead, files: 0, filesRead: 0, bytesRead, brokenPacks, suggestRepairIndex, suggestPrune };
  }
  if (known instanceof ArchiveStore) {
    const { errors, notes, snapshots, directories, files, links, linksRead, bytesRead } = await checkArchives(known, readData, call);
    return { kind: 'check', format: 'archive', errors, notes, snapshots, trees: directories, dataBlobs: 0, packs: links, packsRead: linksRead, files, filesRead: 0, bytesRead, brokenPacks: [], suggestRepairIndex: false, suggestPrune: false };
  }
  const { errors, notes, snapshots, directories, files, filesRead, bytesRead } = await checkMirror(known, readData, call);
  const none = { dataBlobs: 0, packs: 0, packsRead: 0, brokenPacks: [], suggestRepairIndex: false, suggestPrune: false };
  return { kind: 'check', format: 'mirror', errors, notes, snapshots, trees: directories, files, filesRead, bytesRead, ...none };
}

export async function statsOf(store: Store, snapshots: readonly Snapshot[], mode: StatsMode, call: Call): Promise<Stats> {
  const known = upkept(store);
  if (known instanceof ArchiveStore) return archiveStats(known, snapshots, mode, call);
  return known instanceof VaultStore ? stats(known, snapshots, mode, call) : mirrorStats(known, snapshots, mode, call);
}

export async function tagIn(store: Store, snapshots: readonly Snapshot[], change: TagChange, call: Call): Promise<Renamed[]> {
  const known = upkept(store);
  if (known instanceof ArchiveStore) throw new Fault('unsupported', `The tags of archives stay as they were given: a manifest is sealed once it is written (${known.address}).`, { advice: 'Give tags with "holdfast backup --tag".' });
  return known instanceof VaultStore ? tagSnapshots(known, snapshots, change, call) : tagMirror(known, snapshots, change, call);
}

export const unlockStore = (store: Store, options: { removeAll: boolean }, call: Call): Promise<UnlockReport> => unlock(upkept(store), options, call);

function upkept(store: Store): VaultStore | MirrorStore | ArchiveStore {
  if (store instanceof ArchiveStore || store instanceof VaultStore || store instanceof MirrorStore) return store;
  throw new Fault('unsupported', `The ${store.format} at ${store.address} has nothing of that kind.`, { context: { address: store.address } });
}
