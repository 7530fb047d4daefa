/** Takes damaged packs out of use: the blobs in them that are whole move to new packs, the rest leaves the index, so that repairing snapshots can see it. */
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import type { VaultStore } from '../vault.ts';
import { BitSet } from './bit-set.ts';
import { takeInventory } from './inventory.ts';
import { removeFiles } from './prune.ts';
import { repack } from './repack.ts';
import { rewriteIndex } from './rewrite-index.ts';

export interface RepairPacksReport {
  packs: { id: string; saved: number; lost: number }[];
}

/** @param ids packs a check found broken. @throws Fault `missing` for one that neither an index nor the storage knows, `locked`. */
export async function repairPacks(vault: VaultStore, ids: readonly string[], call: Call): Promise<RepairPacksReport> {
  const { repository } = vault;
  return vault.exclusively(call, async (guarded) => {
    const inventory = await takeInventory(repository, guarded);
    const { index, table } = inventory;
    const packs = ids.map((id) => index.numberOf(id));
    const unknown = ids.find((id, at) => packs[at] < 0 && !inventory.unindexed.some((found) => found.id === id));
    if (unknown !== undefined) throw new Fault('missing', `The vault has no pack ${shortId(unknown)}.`, { advice: 'Run "holdfast check" to see which packs are broken.' });
    const named = packs.filter((pack) => pack >= 0);
    const lost = new BitSet(index.count);
    const blobs = { packs: named, wanted: () => true, damaged: (entry: number) => void lost.add(entry) };
    await repack({ repository, index, pool: vault.pool(null) }, table, blobs, vault.clock, guarded);
    guarded.progress.phase = 'rebuilding index';
    await rewriteIndex(repository, inventory, { drop: new Set(named), add: [] }, vault.clock, guarded);
    await removeFiles(repository, 'data', ids, guarded);
    return {
      packs: ids.map((id, at) => {
        const entries = packs[at] < 0 ? [] : [...table.entries(packs[at])];
        const gone = entries.filter((entry) => lost.has(entry)).length;
        return { id, saved: entries.length - gone, lost: gone };
      }),
    };
  });
}
