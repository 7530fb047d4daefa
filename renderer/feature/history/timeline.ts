/** Runs and versions as one line of time: a version stands beside the run that made it; one that nobody here made stands alone. */
import type { Run, RunOutcome } from '../../../preload/contract/run.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { BackupSummary } from '../../../preload/contract/summary.ts';
import type { Origin } from '../../form/origin.ts';

export interface TimelineItem {
  key: string;
  /** RFC 3339. */
  at: string;
  run: Run | null;
  snapshot: Snapshot | null;
  outcome: RunOutcome | null;
  /** Bytes added to the destination; null: nothing is known of it. */
  added: number | null;
  seconds: number | null;
}

/** @param ours whether a run has to do with what is shown. @returns newest first; a run that made several versions comes once for each. */
export function timelineOf(runs: readonly Run[], snapshots: readonly Snapshot[], ours: (run: Run) => boolean): TimelineItem[] {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  for (const snapshot of snapshots) if (snapshot.original !== undefined && !byId.has(snapshot.original)) byId.set(snapshot.original, snapshot); // its tags were changed since
  const shown = new Set<string>();
  const items: TimelineItem[] = [];
  for (const run of runs) {
    const all = madeBy(run);
    const made = all.flatMap(({ id, summary }) => {
      const snapshot = byId.get(id);
      return snapshot === undefined ? [] : [{ snapshot, summary }];
    });
    if (made.length === 0 && !ours(run)) continue;
    for (const { snapshot } of made) shown.add(snapshot.id);
    const [first, ...more] = made;
    items.push(ofRun(run, run.id, first?.snapshot ?? null, (first ?? all[0])?.summary), ...more.map(({ snapshot, summary }) => ofRun(run, `${run.id} ${snapshot.id}`, snapshot, summary)));
  }
  for (const snapshot of snapshots) if (!shown.has(snapshot.id)) items.push(alone(snapshot));
  return items.map((item) => ({ item, time: Date.parse(item.at) })).sort((a, b) => b.time - a.time).map(({ item }) => item);
}

const madeBy = ({ results }: Run): { id: string; summary: BackupSummary }[] =>
  results.flatMap((result) => (result.kind === 'backup' && result.snapshotId !== null ? [{ id: result.snapshotId, summary: result.summary }] : []));

/** A version it made is not there any more. */
export const hasLostVersion = ({ run, snapshot }: TimelineItem): boolean => snapshot === null && run !== null && run.outcome !== null && madeBy(run).length > 0;

function ofRun(run: Run, key: string, snapshot: Snapshot | null, summary: BackupSummary | undefined): TimelineItem {
  const { startedAt, endedAt } = run;
  return {
    key, at: startedAt, run, snapshot, outcome: run.outcome, added: addedOf(summary),
    seconds: endedAt === null ? null : secondsBetween(startedAt, endedAt),
  };
}

function alone(snapshot: Snapshot): TimelineItem {
  const { backup_start: start, backup_end: end } = snapshot.summary ?? {};
  return {
    key: snapshot.id, at: snapshot.time, run: null, snapshot, outcome: null, added: addedOf(snapshot.summary),
    seconds: start === undefined || end === undefined ? null : secondsBetween(start, end),
  };
}

const addedOf = (summary: Partial<BackupSummary> | undefined): number | null => summary?.data_added_packed ?? summary?.data_added ?? null;
const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** A run's destinations are addresses, joined by commas. */
export const concerns = (run: Pick<Run, 'destination'>, address: string): boolean => `, ${run.destination}, `.includes(`, ${address}, `);

/** Runs of a plan, and whatever else was done with the place it goes to: restores, checks, freeing space. */
export const ours = ({ plan, address }: Pick<Origin, 'plan' | 'address'>) => (run: Pick<Run, 'plan' | 'kind' | 'destination'>): boolean =>
  concerns(run, address) && (plan === null || run.plan === plan.id || (run.plan === null && run.kind !== 'backup'));

const pathsKey = ({ paths, hostname }: Snapshot): string => JSON.stringify([hostname, ...paths.toSorted()]);

/** The version before, of the same machine and folders. @param snapshots oldest first. */
export function versionBefore(snapshot: Snapshot, snapshots: readonly Snapshot[]): Snapshot | null {
  const key = pathsKey(snapshot);
  const place = snapshots.findIndex(({ id }) => id === snapshot.id);
  return snapshots.slice(0, Math.max(0, place)).findLast((other) => pathsKey(other) === key) ?? null;
}
