/** snapshot.merge: a chain of archives becomes one full archive; shown first. */
import type { MergePlan as ShownPlan } from '../../preload/contract/archive.ts';
import { Fault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import { findSnapshot } from '../engine/find-snapshot.ts';
import { merge as mergeChain, planMerge, type MergePlan } from '../store/archive/maintain/merge.ts';
import { shortCall } from './calls.ts';
import { os } from './implementer.ts';

interface Previewed {
  address: string;
  shown: string;
  snapshot: string;
}

const shownOf = ({ folded, rewritten, ...plan }: MergePlan): ShownPlan => ({ ...plan, folded: folded.map(({ name }) => name), rewritten: rewritten.map(({ id }) => id) });

export const mergePreview = os.snapshot.mergePreview.handler(async ({ input, context: { context, destinations }, signal }) => {
  const call = shortCall(context, signal);
  return destinations.withArchives(input.destination, call, async (store) => {
    const { snapshot } = findSnapshot(await store.snapshots(call), input.snapshot, input.filter);
    const plan = shownOf(await planMerge(store, snapshot.id, call));
    const preview: Previewed = { address: store.address, snapshot: snapshot.id, shown: JSON.stringify(plan) };
    return { token: context.previews.add('merge', preview), plan };
  });
});

export const merge = os.snapshot.merge.handler(async ({ input, context: { context, destinations } }) => {
  const { address, shown, snapshot } = context.previews.take<Previewed>('merge', input.token);
  const runId = context.runner.start({
    kind: 'merge', destination: address, subject: shortId(snapshot),
    perform: (call) => destinations.withArchives(input.destination, call, async (store) => {
      if (store.address !== address) throw new Fault('stale', 'The preview was made for another destination.');
      const isAsShown = (plan: MergePlan): boolean => JSON.stringify(shownOf(plan)) === shown;
      const { made, folded, forgotten, bytes, freed } = await mergeChain(store, snapshot, { dryRun: false, isAsShown }, call);
      if (made === null) throw new Fault('bug', 'A merge made nothing.');
      context.audited('snapshot merge', made.id, { destination: address, folded: folded.map(({ name }) => name), forgotten });
      return { results: [{ kind: 'merge' as const, destination: address, snapshotId: made.id, folded: folded.map(({ name }) => name), forgotten, bytes, freed: freed.bytes }] };
    }),
  });
  return { runId };
});
