/** What a backup did, for people and for programs. */
import type { ResultOf } from '../../../preload/contract/run.ts';
import { shortId } from '../../base/ids.ts';
import type { FinishedRun } from '../follow-run.ts';
import type { Output } from '../output.ts';
import { counted, shown, size, took } from './quantity.ts';

type BackupResult = ResultOf<'backup'>;

const resultsOf = ({ results }: FinishedRun): BackupResult[] => results.filter((result) => result.kind === 'backup');

/** restic's summary of the first destination, and all of them under `destinations`. */
export function backupJson(run: FinishedRun): object {
  const all = resultsOf(run).map(({ destination, snapshotId, parentId, dryRun, summary }) => ({
    ...summary,
    total_duration: seconds(summary.backup_start, summary.backup_end),
    ...(snapshotId === null ? {} : { snapshot_id: snapshotId }),
    ...(parentId === null ? {} : { parent_id: parentId }),
    ...(dryRun ? { dry_run: true } : {}),
    destination,
  }));
  return { ...all[0], destinations: all };
}

const seconds = (start: string, end: string): number => Math.max(0, Date.parse(end) - Date.parse(start)) / 1000 || 0;

export function tellBackup(output: Output, run: FinishedRun): void {
  const results = resultsOf(run);
  for (const result of results) output.lines(backupLines(result, results.length === 1 ? run.elapsedSeconds : null));
  if (run.outcome === 'cancelled') output.note('Cancelled: no new snapshot was made. What was stored is kept, and the next backup goes on from there.');
  else if (results.length === 0 && run.outcome === 'skipped') output.line('Skipped.');
}

function backupLines({ destination, snapshotId, dryRun, summary }: BackupResult, elapsed: number | null): string[] {
  const time = took(elapsed ?? seconds(summary.backup_start, summary.backup_end));
  const all = `${counted(summary.total_files_processed, 'file')}, ${size(summary.total_bytes_processed)}`;
  const changes = [
    [summary.files_new, 'new'],
    [summary.files_changed, 'changed'],
    [summary.files_unmodified, 'as before'],
  ] as const;
  const files = changes.filter(([number]) => number > 0).map(([number, what]) => `${counted(number, 'file')} ${what}`).join(', ') || 'no files';
  const added = `${size(summary.data_added)} new${summary.data_added_packed < summary.data_added ? ` (${size(summary.data_added_packed)} stored)` : ''}`;
  if (dryRun) return [`${all} would be saved in ${shown(destination)}.`, `${added}, ${files}. Nothing was stored; looking took ${time}.`];
  if (snapshotId === null) return [`Nothing changed, so no snapshot was made in ${shown(destination)}.`, `${all}, took ${time}.`];
  return [`Snapshot ${shortId(snapshotId)} saved in ${shown(destination)}: ${all}.`, `${added}, took ${time}: ${files}.`];
}

const KEPT_IN: Readonly<Record<string, string>> = { keyring: "the system's keyring", file: 'an encrypted file beside the settings' };

/** Said once, after the backup that made the default vault. */
export function tellFirstBackup(output: Output, { address, secretStore }: { address: string; secretStore: string }): void {
  output.lines([
    '',
    `This was the first backup, so a vault was made for it: ${shown(address)}`,
    'To get files back:         holdfast restore latest --into DIR',
    `To save its password:      holdfast key show    It is kept in ${KEPT_IN[secretStore] ?? shown(secretStore)}; without it nobody can read the vault.`,
  ]);
}
