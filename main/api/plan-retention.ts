/** After a plan's backup: forget what its policy lets go, free the space. Trouble here never hides that the backup succeeded. */
import { planTag, type Plan } from '../../preload/contract/plan-settings.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { RunResult } from '../../preload/contract/run.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import type { Clock } from '../base/clock.ts';
import { toFault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { planToForget, type Owner } from '../plan/plan-snapshots.ts';
import { applyPrune, planPrune } from '../store/vault/maintain/prune.ts';
import type { Store } from '../store/store.ts';
import { VaultStore } from '../store/vault/vault.ts';
import type { Services } from './implementer.ts';
import { pruneResult } from './prune-result.ts';

/** Unused data that is left in place, as a share: moving the rest costs more than it frees. */
const MAX_UNUSED = '5%';

export interface Tidying {
  plan: Plan;
  /** Of the destination. */
  name: string;
  retention: RetentionPolicy;
  /** Ids of the snapshots just made. */
  fresh: readonly string[];
}

/** The plan's own snapshots are those of this machine. */
export const ownerOf = (plan: Plan, clock: Clock): Owner => ({ tag: planTag(plan.id), hostname: identity().hostname, alone: plan.sources.length === 1, clock });

export async function tidyUp(tidying: Tidying, services: Services, call: Call, done: RunResult[]): Promise<void> {
  const { name } = tidying;
  let step: 'forget' | 'prune' = 'forget';
  try {
    await services.destinations.withStore(name, call, async (vault) => {
      const removed = await forget(tidying, vault, services, call, done);
      step = 'prune';
      if (removed > 0 && vault instanceof VaultStore) await freeSpace(vault, services, call, done);
    });
  } catch (error) {
    call.signal.throwIfAborted();
    const what = step === 'forget' ? 'Older versions could not be removed' : 'The space of removed versions could not be freed';
    call.report({ item: name, during: step, severity: 'warning', fault: toFault(error, `${what} in ${name}`) });
  }
}

function forget({ plan, retention, fresh }: Tidying, vault: Store, services: Services, call: Call, done: RunResult[]): Promise<number> {
  const owner = { ...ownerOf(plan, services.context.clock), fresh };
  return letGo(vault, (all) => planToForget(all, retention, owner), { plan: plan.id }, services, call, done);
}

/**
 * Removes what is chosen of all snapshots, and puts it on record.
 * @param whose named in the record.
 * @returns how many were removed.
 */
export async function letGo(store: Store, choose: (all: readonly Snapshot[]) => { remove: readonly Snapshot[]; kept: number }, whose: { plan: string } | { board: string }, { context }: Services, call: Call, done: RunResult[]): Promise<number> {
  call.progress.phase = 'planning';
  const all = await store.snapshots(call);
  const { remove, kept } = choose(all);
  if (remove.length > 0) {
    call.progress.phase = 'deleting';
    await store.remove(remove, call, all.map(({ id }) => id));
    for (const { id, time, paths } of remove) context.audited('snapshot forget', id, { destination: store.address, time, paths, ...whose });
  }
  done.push({ kind: 'forget', destination: store.address, removed: remove.map(({ id }) => id), kept });
  return remove.length;
}

/** What removed snapshots leave unused in a vault. */
export async function freeSpace(vault: VaultStore, { context }: Services, call: Call, done: RunResult[]): Promise<void> {
  call.progress.phase = 'planning';
  const plan = await planPrune(vault, { maxUnused: MAX_UNUSED }, call);
  await applyPrune(vault, plan, call);
  const result = pruneResult(plan, false);
  context.audited('destination prune', vault.address, { removed: result.remove.bytes, packs: result.remove.packs });
  done.push(result);
}
