/** The versions of one thing in the order of time: what the slider moves over. */
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { SnapshotFilter } from '../../../preload/contract/snapshot-filter.ts';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { nameOf, storedPath } from './paths.ts';

export interface Timeline {
  key: string;
  host: string;
  /** Of its newest version. */
  paths: readonly string[];
  /** Oldest first; never empty. */
  versions: readonly Snapshot[];
}

/** What was saved together belongs together; a plan of one source stays one thing even when its folders change. Newest first. */
export function timelinesOf(snapshots: readonly Snapshot[], plan: Plan | null): Timeline[] {
  const whole = plan?.sources.length === 1;
  const groups = new Map<string, Snapshot[]>();
  for (const snapshot of inTimeOrder(snapshots)) {
    const key = JSON.stringify([snapshot.hostname ?? '', ...(whole ? [] : snapshot.paths.toSorted())]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [snapshot]);
    else group.push(snapshot);
  }
  const timelines = Array.from(groups, ([key, versions]): Timeline => ({ key, versions, host: versions.at(-1)!.hostname ?? '', paths: versions.at(-1)!.paths }));
  return timelines.toSorted((a, b) => timeOf(b.versions.at(-1)!) - timeOf(a.versions.at(-1)!));
}

export const timeOf = ({ time }: Pick<Snapshot, 'time'>): number => Date.parse(time);

/** Offsets differ between machines and summers: text order is not time order. */
const inTimeOrder = (snapshots: readonly Snapshot[]): Snapshot[] => snapshots.toSorted((a, b) => timeOf(a) - timeOf(b));

/** Which versions the contract is asked about. */
export const filterOf = (plan: Plan | null, timeline: Pick<Timeline, 'host' | 'paths'> | null): Partial<SnapshotFilter> => ({
  ...(plan === null ? {} : { tags: [`plan:${plan.id}`] }),
  ...(timeline === null ? {} : { hosts: timeline.host === '' ? [] : [timeline.host], paths: plan?.sources.length === 1 ? [] : [...timeline.paths] }),
});

export interface Spot {
  timeline: Timeline;
  /** Into its versions. */
  index: number;
}

/** The version named by an id or the beginning of one; without a name the newest of all. Null: it is not there. */
export function spotOf(timelines: readonly Timeline[], snapshot: string | undefined): Spot | null {
  const [first] = timelines;
  if (snapshot === undefined || snapshot === 'latest') return first === undefined ? null : { timeline: first, index: first.versions.length - 1 };
  for (const timeline of timelines) {
    const index = timeline.versions.findIndex(({ id }) => id.startsWith(snapshot));
    if (index >= 0) return { timeline, index };
  }
  return null;
}

/** The version nearest in time; without a time the newest. */
export function nearestTo(versions: readonly Snapshot[], time: number | null): Snapshot | null {
  if (time === null) return versions.at(-1) ?? null;
  let best: Snapshot | null = null;
  for (const version of versions) if (best === null || Math.abs(timeOf(version) - time) <= Math.abs(timeOf(best) - time)) best = version;
  return best;
}

/** What was saved, in the names people know: the last part of every path. */
export const namesOfPaths = (paths: readonly string[]): string => paths.map((path) => nameOf(storedPath(path))).join(', ');
