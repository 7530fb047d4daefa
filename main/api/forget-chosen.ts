/** Forgetting snapshots by name, and the rule that the last one of a group stays. */
import type { ForgetGroup, GroupBy } from '../../preload/contract/forget.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { Fault } from '../base/fault.ts';
import { groupSnapshots } from '../plan/forget-plan.ts';

/** Groups of all snapshots, with those chosen to be removed. Groups that lose nothing are left out. */
export function groupChosen(all: readonly Snapshot[], chosen: readonly Snapshot[], by: readonly GroupBy[]): ForgetGroup[] {
  const going = new Set(chosen.map(({ id }) => id));
  return groupSnapshots(all, by)
    .map(({ snapshots, ...group }) => ({
      ...group, reasons: [],
      keep: snapshots.filter(({ id }) => !going.has(id)).toReversed(), remove: snapshots.filter(({ id }) => going.has(id)).toReversed(),
    }))
    .filter(({ remove }) => remove.length > 0);
}

/** @throws Fault `invalid` when a group would lose its last snapshot. */
export function keptLast(groups: readonly ForgetGroup[]): void {
  const emptied = groups.find(({ keep, remove }) => keep.length === 0 && remove.length > 0);
  if (emptied === undefined) return;
  const what = emptied.paths.length > 0 ? emptied.paths.join(', ') : emptied.host || 'all snapshots';
  throw new Fault('invalid', `That would remove the last snapshot of ${what}: nothing of it would be left to restore.`, {
    advice: 'Keep at least one. To remove them all is possible on a command line only, with --unsafe-allow-remove-all.',
  });
}
