/** destination.repairChain: broken archives made whole from another destination; shown first. */
import type { ChainRepairPlan as ShownPlan } from '../../preload/contract/archive.ts';
import { Fault } from '../base/fault.ts';
import { planChainRepair, repairChain as repairNow } from '../engine/chain-repair.ts';
import type { ChainRepairPlan } from '../engine/chain-repair-plan.ts';
import type { Examined } from '../store/archive/maintain/broken.ts';
import { shortCall } from './calls.ts';
import { os } from './implementer.ts';

interface Previewed {
  address: string;
  from: string;
  shown: string;
}

const namedOf = ({ snapshot: { id, time }, link: { name } }: Examined): ShownPlan['rebuilt'][number] => ({ snapshot: id, time, name });

const shownOf = ({ rebuilt, repointed, copied, lost, lostGone }: ChainRepairPlan): ShownPlan => ({
  rebuilt: rebuilt.map(namedOf), repointed: repointed.map(namedOf), copied: copied.map(({ gone, from }) => ({ name: gone.name, from: from.id, time: from.time })),
  lost: [...lost.map(namedOf), ...lostGone.map(({ id, name }) => ({ snapshot: id, time: null, name }))],
});

export const repairChainPreview = os.destination.repairChainPreview.handler(({ input, context: { context, destinations }, signal }) => {
  const call = shortCall(context, signal);
  return destinations.withArchives(input.destination, call, (store) => destinations.withStore(input.from, call, async (other) => {
    const plan = shownOf((await planChainRepair(store, other, call)).plan);
    const preview: Previewed = { address: store.address, from: input.from, shown: JSON.stringify(plan) };
    return { token: context.previews.add('repair chain', preview), plan };
  }));
});

export const repairChain = os.destination.repairChain.handler(async ({ input, context: { context, destinations } }) => {
  const { address, from, shown } = context.previews.take<Previewed>('repair chain', input.token);
  const runId = context.runner.start({
    kind: 'repair', destination: address, subject: `chain, from ${destinations.address(from)}`,
    perform: (call) => destinations.withArchives(input.destination, call, (store) => destinations.withStore(from, call, async (other) => {
      if (store.address !== address) throw new Fault('stale', 'The preview was made for another destination.');
      const { made } = await repairNow(store, other, (plan) => JSON.stringify(shownOf(plan)) === shown, call);
      const { lost } = JSON.parse(shown) as ShownPlan;
      if (made.length > 0) context.audited('destination repair chain', store.address, { from: other.address, made: made.slice(0, 100) });
      return { results: [{ kind: 'repair' as const, dryRun: false, changes: lost.map(({ name }) => `${name} stays broken: what it lacks is not at ${other.address}, either.`), snapshots: made }], findings: lost.length > 0 };
    })),
  });
  return { runId };
});
