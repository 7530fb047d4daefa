/** What a backup did, for people and for programs. */
import type { ResultOf } from '../../../preload/contract/run.ts';
import { shortId } from '../../base/ids.ts';
import type { FinishedRun } from '../follow-run.ts';
import type { Output } from '../output.ts';
import { counted, keptIn, shown, size, took } from './quantity.ts';

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
  if (run.outcome === 'cancelled' && results.some(({ snapshotId }) => snapshotId !== null)) output.note('Cancelled: what is named above is saved, the rest was not done.');
  else if (run.outcome === 'cancelled')
    output.note('Cancelled: no new snapshot was made. A vault keeps what was stored so far, and the next backup goes on from there.');
  else if (run.results.length === 0 && run.outcome === 'skipped') output.line('Skipped.');
}

function backupLines({ destination, snapshotId, dryRun, summary }: BackupResult, elapsed: number | null): string[] {
  const time = took(elapsed ?? seconds(summary.backup_start, summary.backup_end));
  const all = `${counted(summary.total_files_processed, 'file')}, ${size(summary.total_bytes_processed)}`;
  const where = shown(destination);
  if (dryRun) return [`${all} would be saved in ${where}: ${addedText(summary)}.`, `Nothing was stored; looking took ${time}.`];
  if (snapshotId === null) return [`Nothing changed, so no snapshot was made in ${where}.`, `${all}, took ${time}.`];
  return [`Snapshot ${shortId(snapshotId)} saved in ${where}: ${all}.`, `${capital(addedText(summary))}, took ${time}.`];
}

/** `3.2 GB new, 14 new files, 2 changed`; `nothing new` */
function addedText({ data_added, data_added_packed, files_new, files_changed }: BackupResult['summary']): string {
  if (data_added === 0 && files_new + files_changed === 0) return 'nothing new';
  const packed = data_added_packed < data_added * 0.95 ? ` (${size(data_added_packed)} compressed)` : '';
  const files = [
    [files_new, 'new'],
    [files_changed, 'changed'],
  ] as const;
  return [
    `${size(data_added)} new${packed}`,
    ...files.filter(([number]) => number > 0).map(([number, what]) => `${counted(number, 'file')} ${what}`),
  ].join(', ');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Said once, after the backup that made the default vault. */
export function tellFirstBackup(output: Output, { address, secretStore }: { address: string; secretStore: string }): void {
  output.lines([
    '',
    `This was the first backup, so a vault was made for it: ${shown(address)}`,
    'To get files back:         holdfast restore latest --into DIR',
    `To save its password:      holdfast key show    It is kept in ${keptIn(secretStore)}; without it nobody can read the vault.`,
  ]);
}

/** What the rules of a plan removed afterwards, by destination. */
export const tidiedJson = ({ results }: FinishedRun): object => ({
  forgotten: results.flatMap((result) => (result.kind === 'forget' ? [{ destination: result.destination, removed: result.removed, kept: result.kept }] : [])),
  pruned: results.flatMap((result) => (result.kind === 'prune' ? [result.statistics] : [])),
});

export function tellTidied(output: Output, { results }: FinishedRun): void {
  for (const result of results) {
    if (result.kind === 'forget' && result.removed.length > 0)
      output.line(`${counted(result.removed.length, 'older snapshot')} forgotten in ${shown(result.destination)}, ${result.kept} ${result.kept === 1 ? 'stays' : 'stay'}.`);
    if (result.kind === 'prune') output.line(`Space freed: ${size(result.remove.bytes + result.unindexed.bytes)}; ${size(result.remaining.bytes)} stays.`);
  }
}
