/** snapshot.versions, find and keeping: one thing over many snapshots. */
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { EntryVersion, FindBatch, Keeping } from '../../preload/contract/snapshot-procedures.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Clock } from '../base/clock.ts';
import { FindOnce, type Finding } from '../engine/find-once.ts';
import { filterSnapshots } from '../engine/find-snapshot.ts';
import { nameMatch } from '../engine/name-match.ts';
import { noVersions, versionsOf } from '../engine/versions.ts';
import { showName } from '../entry/name.ts';
import { groupSnapshots } from '../plan/forget-plan.ts';
import { keeping as keepingOf } from '../plan/keeping.ts';
import { planKeeping } from '../plan/plan-snapshots.ts';
import { shortCall } from './calls.ts';
import { os } from './implementer.ts';
import { ownerOf } from './plan-retention.ts';
import { requirePlan } from './require-plan.ts';
import { showEntry } from './show-entry.ts';

export const versions = os.snapshot.versions.handler(({ input, context: { context, destinations }, signal }) => (async function* (): AsyncGenerator<EntryVersion[], void> {
  const call = shortCall(context, signal);
  const vault = await destinations.store(input.destination, call);
  try {
    const snapshots = filterSnapshots(await vault.snapshots(call), input.filter).toReversed();
    let met = false;
    for await (const { snapshot, alsoIn, ...item } of versionsOf(vault, snapshots, input.path, call)) {
      met = true;
      yield [{ snapshot: snapshot.id, time: snapshot.time, entry: showEntry(item), alsoIn }];
    }
    if (!met) throw noVersions(input.path);
  } finally {
    await vault.close();
  }
})());

export const find = os.snapshot.find.handler(({ input, context: { context, destinations }, signal }) => (async function* (): AsyncGenerator<FindBatch, void> {
  const call = shortCall(context, signal);
  const matches = nameMatch(input.text);
  const vault = await destinations.store(input.destination, call);
  try {
    const snapshots = filterSnapshots(await vault.snapshots(call), input.filter).toReversed();
    for await (const finding of new FindOnce(vault, matches, context.clock, call).search(snapshots)) yield show(finding);
  } finally {
    await vault.close();
  }
})());

const show = ({ hits, again, searched, of }: Finding): FindBatch => ({
  hits: hits.map(({ snapshot, item }) => ({ snapshot: snapshot.id, time: snapshot.time, entry: showEntry(item) })),
  again: Array.from(again, ([path, snapshots]) => ({ path: showName(path), snapshots })),
  searched, of,
});

export const keeping = os.snapshot.keeping.handler(async ({ input, context: { context, destinations }, signal }) => {
  const call = shortCall(context, signal);
  const snapshots = filterSnapshots(await destinations.withStore(input.destination, call, (vault) => vault.snapshots(call)), input.filter);
  const byId = input.plan === undefined ? keptByGroup(snapshots, input.policy, context.clock) : planKeeping(snapshots, input.policy, ownerOf(requirePlan(context.settings.read(), input.plan), context.clock));
  return snapshots.map(({ id }) => byId.get(id)!);
});

/** Each host and set of paths by itself, as forgetting takes them. */
function keptByGroup(snapshots: readonly Snapshot[], policy: RetentionPolicy | null, { now }: Clock): Map<string, Keeping> {
  const kept = groupSnapshots(snapshots, ['host', 'paths']).flatMap((group) => keepingOf(group.snapshots, policy, { now: now() }));
  return new Map(kept.map((one) => [one.snapshot, one]));
}
