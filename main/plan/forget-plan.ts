/** What `forget` would do: snapshots in groups, the policy applied to each by itself. */
import { GroupBy, type ForgetGroup } from '../../preload/contract/forget.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { systemClock, type Clock } from '../base/clock.ts';
import { Fault } from '../base/fault.ts';
import { applyRetention, refuseEmpty } from './retention.ts';

export interface SnapshotGroup {
  /** '' when snapshots are not grouped by it. */
  host: string;
  /** Sorted; empty when snapshots are not grouped by them. */
  paths: string[];
  tags: string[];
  snapshots: Snapshot[];
}

/** Singular and plural, as people write them. */
const WORDS: ReadonlyMap<string, GroupBy> = new Map([...GroupBy.options.map((by) => [by, by] as const), ['hosts', 'host'], ['path', 'paths'], ['tag', 'tags']]);

/** @param text as after `--group-by`: `host,paths`, '' for one group of all. @throws Fault `invalid`. */
export function parseGroupBy(text: string): GroupBy[] {
  return text.split(',').filter((word) => word !== '').map((word) => {
    const by = WORDS.get(word);
    if (by === undefined) throw new Fault('invalid', `Snapshots cannot be grouped by "${word}".`, { context: { value: word }, advice: 'Use host, paths and tags, separated by commas, or "" for one group.' });
    return by;
  });
}

/** Groups in a stable order (by host, paths, tags); the order of paths and tags within a snapshot does not matter. */
export function groupSnapshots(snapshots: readonly Snapshot[], by: readonly GroupBy[]): SnapshotGroup[] {
  const groups = new Map<string, SnapshotGroup>();
  for (const snapshot of snapshots) {
    const host = by.includes('host') ? snapshot.hostname ?? '' : '';
    const paths = by.includes('paths') ? snapshot.paths.toSorted() : [];
    const tags = by.includes('tags') ? (snapshot.tags ?? []).toSorted() : [];
    const key = JSON.stringify([host, paths, tags]);
    const group = groups.get(key) ?? { host, paths, tags, snapshots: [] };
    group.snapshots.push(snapshot);
    groups.set(key, group);
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/**
 * Every group with what stays, what goes and why. Pure: nothing is removed.
 * @throws Fault `invalid` for a policy without a rule.
 */
export function planForget(snapshots: readonly Snapshot[], policy: Partial<RetentionPolicy>, by: readonly GroupBy[], clock: Clock = systemClock): ForgetGroup[] {
  refuseEmpty(policy);
  return groupSnapshots(snapshots, by).map(({ snapshots: members, ...group }) => {
    const { keep, remove } = applyRetention(members, policy, clock);
    return { ...group, keep: keep.map(({ snapshot }) => snapshot), remove, reasons: keep };
  });
}
