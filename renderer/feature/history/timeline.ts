/** Runs and versions as one line of time: a version stands beside the run that made it; one that nobody here made stands alone. */
import type { Run, RunOutcome } from '../../../preload/contract/run.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';

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

/** @param ours whether a run has to do with the destination that is shown. @returns newest first. */
export function timelineOf(runs: readonly Run[], snapshots: readonly Snapshot[], ours: (run: Run) => boolean): TimelineItem[] {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const shown = new Set<string>();
  const items: TimelineItem[] = runs.filter((run) => ours(run) || run.results.some((result) => result.kind === 'backup' && result.snapshotId !== null && byId.has(result.snapshotId))).map((run) => {
    const made = run.results.flatMap((result) => (result.kind === 'backup' && result.snapshotId !== null ? [result.snapshotId] : [])).find((id) => byId.has(id));
    if (made !== undefined) shown.add(made);
    const result = run.results.find((one) => one.kind === 'backup' && one.snapshotId === made);
    return {
      key: run.id, at: run.startedAt, run, snapshot: made === undefined ? null : byId.get(made)!, outcome: run.outcome,
      added: result?.kind === 'backup' ? (result.summary.data_added_packed ?? result.summary.data_added ?? null) : null,
      seconds: run.endedAt === null ? null : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000,
    };
  });
  for (const snapshot of snapshots) {
    if (shown.has(snapshot.id)) continue;
    const { backup_start: start, backup_end: end } = snapshot.summary ?? {};
    items.push({
      key: snapshot.id, at: snapshot.time, run: null, snapshot, outcome: null,
      added: snapshot.summary?.data_added_packed ?? snapshot.summary?.data_added ?? null,
      seconds: start === undefined || end === undefined ? null : (Date.parse(end) - Date.parse(start)) / 1000,
    });
  }
  return items.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** Of several outcomes, the one that a glance must not miss. */
const WORST: readonly RunOutcome[] = ['failed', 'missed', 'interrupted', 'warned', 'cancelled', 'skipped', 'succeeded'];

export interface Day {
  /** `YYYY-MM-DD`, local. */
  date: string;
  outcome: RunOutcome | null;
  count: number;
  future: boolean;
}

export const dateOf = (at: string | Date): string => {
  const day = new Date(at);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
};

/** Every day of a month. A version that stands alone counts as a success. @param month `YYYY-MM`. */
export function daysOf(month: string, items: readonly TimelineItem[], today: string): Day[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const length = new Date(year, number, 0).getDate();
  const byDay = Map.groupBy(items, ({ at }) => dateOf(at));
  return Array.from({ length }, (_, index) => {
    const date = `${month}-${String(index + 1).padStart(2, '0')}`;
    const found = byDay.get(date) ?? [];
    const outcomes = new Set(found.map(({ outcome, snapshot }) => outcome ?? (snapshot === null ? null : 'succeeded')));
    return { date, outcome: WORST.find((outcome) => outcomes.has(outcome)) ?? null, count: found.length, future: date > today };
  });
}

/** @param by months, may be negative. */
export function monthFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return dateOf(new Date(year, number - 1 + by, 1)).slice(0, 7);
}
