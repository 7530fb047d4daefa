/** What a restore did or would do, for people and for programs. */
import type { ResultOf } from '../../../preload/contract/run.ts';
import type { FinishedRun } from '../follow-run.ts';
import type { Output } from '../output.ts';
import { count, counted, list, shown, size, took } from './quantity.ts';

type RestoreResult = ResultOf<'restore'>;

/** Items named in a preview; the rest is counted. */
const MOST_NAMED = 20;

export const restoreResult = ({ results }: FinishedRun): RestoreResult | undefined => results.find((result) => result.kind === 'restore');

export function restoreJson(run: FinishedRun): object {
  const result = restoreResult(run);
  if (result === undefined) return {};
  const { snapshotId, target, dryRun, created, replaced, kept, unchanged, deleted, files, bytes, verified, aside } = result;
  return {
    total_files: run.progress?.totalFiles ?? files + kept + unchanged,
    files_restored: files,
    files_skipped: kept + unchanged,
    files_deleted: deleted,
    total_bytes: run.progress?.totalBytes ?? bytes,
    bytes_restored: bytes,
    snapshot_id: snapshotId,
    target,
    ...(dryRun ? { dry_run: true } : {}),
    created,
    replaced,
    kept,
    unchanged,
    ...(aside > 0 ? { kept_aside: aside } : {}),
    ...(verified === null ? {} : { files_verified: verified }),
  };
}

export function tellRestore(output: Output, run: FinishedRun): void {
  const result = restoreResult(run);
  if (run.outcome === 'cancelled') output.note('Cancelled: what was restored so far stays, no file is half-written.');
  if (result !== undefined) output.lines(restoreLines(result, run.elapsedSeconds, run.problems.some(({ severity }) => severity === 'warning')));
}

/** How to take it back: after a restore that kept files aside, also one that did not come to its end. */
export function tellUndo(output: Output, run: FinishedRun, runId: string, keepsAside: boolean): void {
  const aside = restoreResult(run)?.aside ?? (keepsAside ? null : 0);
  if (aside === 0) return;
  const what = aside === null ? 'Existing files may have been kept' : `${counted(aside, 'existing entry', 'existing entries')} kept`;
  output.note(`${what} under another name. To put them back: holdfast restore --undo ${runId}`);
}

export function tellUndone(output: Output, run: FinishedRun): void {
  const result = restoreResult(run);
  if (run.outcome === 'cancelled') output.note('Cancelled: what was put back so far stays; undo it again for the rest.');
  if (result === undefined) return;
  output.lines([`${counted(result.created + result.replaced, 'entry', 'entries')} put back ${result.target === '/' ? 'in place' : `in ${shown(result.target)}`}: ${size(result.bytes)}, took ${took(run.elapsedSeconds)}.`]);
  if (result.aside > 0) output.note(`${counted(result.aside, 'entry', 'entries')} had been changed since the restore: kept beside as NAME.before-undo-….`);
}

/** @param incomplete something could not be restored; what, is told elsewhere. */
function restoreLines(result: RestoreResult, seconds: number, incomplete: boolean): string[] {
  const { target, dryRun, files, bytes, created, replaced, deleted, verified } = result;
  const where = target === '/' ? 'in place' : `to ${shown(target)}`;
  const detail = detailOf(result);
  if (dryRun) return [`Nothing was written. Restoring ${where} would come to this: ${detail === '' ? 'nothing to do' : detail}.`];
  const compared = verified === null ? [] : [`${counted(verified, 'file')} compared with the snapshot.`];
  if (created + replaced + deleted === 0 && incomplete) return [`Nothing was restored ${where}: what could be is there already. Took ${took(seconds)}.`, ...compared];
  if (created + replaced + deleted === 0) return [`Nothing had to be restored ${where}: all is there already. Took ${took(seconds)}.`, ...compared];
  return [`${counted(files, 'file')} restored ${where}: ${size(bytes)}, took ${took(seconds)}.`, `With folders and links: ${detail}.`, ...compared];
}

function detailOf({ created, replaced, kept, unchanged, deleted }: RestoreResult): string {
  const parts = [
    [created, 'created'],
    [replaced, 'replaced'],
    [kept, 'kept as they are'],
    [unchanged, 'the same already'],
    [deleted, 'deleted'],
  ] as const;
  return list(parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`));
}

/** What would be lost, before the question. @param lost lines naming it. */
export function tellPreview(output: Output, result: RestoreResult, lost: readonly string[]): void {
  for (const line of lost.slice(0, MOST_NAMED)) output.note(`  ${line}`);
  if (lost.length > MOST_NAMED) output.note(`  … and ${count(lost.length - MOST_NAMED)} more; --dry-run -vv lists all.`);
  output.note(`In all: ${detailOf(result)}${result.deleted > 0 ? '; a folder counts as one, and goes with all in it' : ''}.`);
}
