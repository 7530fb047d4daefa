/** What a run came to, as facts the catalogue makes sentences of. One for each destination or target. */
import type { ResultOf, Run, RunResult } from '../../../preload/contract/run.ts';

export interface BackedUp {
  kind: 'backup';
  destination: string;
  dryRun: boolean;
  /** Files that are new or changed, and their bytes that were not stored before. */
  files: number;
  bytes: number;
  /** Files that were stored already. */
  safe: number;
  /** Bytes as they are stored. */
  stored: number;
  snapshots: string[];
}

export type Outcome = BackedUp | Exclude<RunResult, { kind: 'backup' }>;

/** Several sources of one plan are one result for each destination. */
export function outcomesOf(results: readonly RunResult[]): Outcome[] {
  const backups = new Map<string, BackedUp>();
  const others: Outcome[] = [];
  for (const result of results) {
    if (result.kind === 'backup') backups.set(result.destination, joined(backups.get(result.destination), result));
    else others.push(result);
  }
  return [...backups.values(), ...others];
}

function joined(so: BackedUp | undefined, { destination, dryRun, snapshotId, summary }: ResultOf<'backup'>): BackedUp {
  return {
    kind: 'backup', destination, dryRun,
    files: (so?.files ?? 0) + summary.files_new + summary.files_changed,
    bytes: (so?.bytes ?? 0) + summary.data_added,
    safe: (so?.safe ?? 0) + summary.files_unmodified,
    stored: (so?.stored ?? 0) + summary.data_added_packed,
    snapshots: [...(so?.snapshots ?? []), ...(snapshotId === null ? [] : [snapshotId])],
  };
}

/** Seconds; null while it runs, and where a time cannot be read. */
export function tookSeconds({ startedAt, endedAt }: Pick<Run, 'startedAt' | 'endedAt'>): number | null {
  const seconds = endedAt === null ? NaN : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}
