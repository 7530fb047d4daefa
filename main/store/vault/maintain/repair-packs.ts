/** Takes damaged packs out of use: the blobs in them that are whole move to new packs, the rest leaves the index, so that repairing snapshots can see it. */
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import type { VaultStore } from '../vault.ts';
import { BitSet } from './bit-set.ts';
import { takeInventory, type Inventory } from './inventory.ts';
import { removeFiles } from './prune.ts';
import { repack } from './repack.ts';
import { rewriteIndex } from './rewrite-index.ts';

export interface RepairPacksReport {
  packs: { id: string; saved: number; lost: number }[];
}

/**
 * @param named ids of packs a check found broken, or their beginnings.
 * @throws Fault `missing` for one that neither an index nor the storage knows, `invalid` for a beginning that fits several, `locked`.
 */
export async function repairPacks(vault: VaultStore, named: readonly string[], call: Call): Promise<RepairPacksReport> {
  const { repository } = vault;
  return vault.exclusively(call, async (guarded) => {
    const inventory = await takeInventory(repository, guarded);
    const { index, table } = inventory;
    const ids = named.map((prefix) => fullId(prefix, inventory));
    const packs = ids.map((id) => index.numberOf(id));
    const indexed = packs.filter((pack) => pack >= 0);
    const lost = new BitSet(index.count);
    const blobs = { packs: indexed, wanted: () => true, damaged: (entry: number) => void lost.add(entry) };
    await repack({ repository, index, pool: vault.pool(null) }, table, blobs, vault.clock, guarded);
    guarded.progress.phase = 'rebuilding index';
    await rewriteIndex(repository, inventory, { drop: new Set(indexed), add: [] }, vault.clock, guarded);
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

function fullId(prefix: string, { index, unindexed }: Inventory): string {
  const fitting = [...index.packs, ...unindexed.map(({ id }) => id)].filter((id) => id.startsWith(prefix));
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0) throw new Fault('missing', `The vault has no pack ${prefix.length === 64 ? shortId(prefix) : prefix}.`, { advice: 'Run "holdfast check --read-data" to see which packs are broken.' });
  throw new Fault('invalid', `${fitting.length} packs begin with ${prefix}.`, { advice: 'Give more characters of the id.' });
}
