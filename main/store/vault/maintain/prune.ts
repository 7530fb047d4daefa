/**
 * Applies a prune plan. The order makes it safe to be cut off anywhere: new packs, the index that names them, then the old index files,
 * then the old packs. Whatever is left over is rubbish the next prune removes.
 */
import { Limit } from '../../../base/abort.ts';
import type { Call } from '../../../base/call.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import type { Repository } from '../repository/repository.ts';
import type { VaultStore } from '../vault.ts';
import { clearAway } from './adopt-orphans.ts';
import type { PrunePlan } from './prune-plan.ts';
import { repack } from './repack.ts';
import { rewriteIndex } from './rewrite-index.ts';

export { planPrune, type PrunePlan, type PruneOptions } from './prune-plan.ts';

/** @throws Fault `stale` when the vault has changed since the plan, `locked`, `damaged` when a blob to be kept cannot be read. */
export async function applyPrune(vault: VaultStore, plan: PrunePlan, call: Call): Promise<void> {
  const { inventory, keep, actions } = plan.basis;
  await vault.exclusively(call, async (guarded, lock) => {
    await refuseStale(vault.repository, plan, guarded);
    await removeFiles(vault.repository, 'data', plan.packs.filter(({ action }) => action === 'unindexed').map(({ id }) => id), guarded);
    const repacked = actions.flatMap((action, pack) => (action === 'repack' ? [pack] : []));
    const blobs = { wanted: copiesToMove(plan), packs: repacked };
    if (repacked.length > 0) await repack({ repository: vault.repository, index: inventory.index, pool: vault.pool(null) }, inventory.table, blobs, vault.clock, guarded);
    const gone = new Set(actions.flatMap((action, pack) => (action === 'keep' ? [] : [pack])));
    if (gone.size > 0) {
      guarded.progress.phase = 'rebuilding index';
      await rewriteIndex(vault.repository, inventory, { drop: gone, add: [] }, vault.clock, guarded);
      await removeFiles(vault.repository, 'data', [...gone].filter((pack) => actions[pack] !== 'forget').map((pack) => inventory.index.packs[pack]), guarded);
    }
    await clearAway(vault.repository, lock, guarded);
  });

  function copiesToMove({ basis }: PrunePlan): (entry: number) => boolean {
    const { index } = basis.inventory;
    return (entry) => {
      if (!keep.has(entry)) return false;
      const all = index.ids.findAll(index.ids.idOf(entry), index.ids.typeOf(entry));
      return all.length === 1 || !all.some((copy) => actions[index.packOf(copy)] === 'keep' && inventory.sizes[index.packOf(copy)] === inventory.table.size(index.packOf(copy)));
    };
  }
}

/** Ids are hashes of content: equal lists are equal states. */
async function refuseStale(repository: Repository, { basis }: PrunePlan, call: Call): Promise<void> {
  const same = async (folder: 'snapshots' | 'index', ids: readonly string[]): Promise<boolean> => {
    const now = (await repository.list(folder, call)).map(({ id }) => id);
    const then = new Set(ids);
    return now.length === then.size && now.every((id) => then.has(id));
  };
  if ((await same('snapshots', basis.snapshots)) && (await same('index', basis.inventory.files.map(({ id }) => id)))) return;
  throw new Fault('stale', `The vault at ${repository.storage.address} has changed since the prune was planned: nothing was deleted.`, { advice: 'Plan it again.' });
}

/** What cannot be deleted is reported and left: it is rubbish, not damage. */
export async function removeFiles(repository: Repository, folder: 'data' | 'index' | 'snapshots', ids: readonly string[], call: Call): Promise<void> {
  call.progress.phase = 'deleting';
  const limit = new Limit(Math.max(1, repository.storage.traits.parallel));
  await Promise.all(ids.map((id) => limit.run(call.signal, () => removeFile(repository, folder, id, call))));
}

async function removeFile(repository: Repository, folder: 'data' | 'index' | 'snapshots', id: string, call: Call): Promise<void> {
  try {
    await repository.remove(folder, id, call);
  } catch (error) {
    call.signal.throwIfAborted();
    call.progress.done.errors++;
    call.report({ item: `${folder}/${id}`, during: 'delete', severity: 'warning', fault: toFault(error, `${folder}/${shortId(id)} cannot be deleted`) });
  }
}
