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
  const { snapshotId, target, dryRun, created, replaced, kept, unchanged, deleted, files, bytes, verified } = result;
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
    ...(verified === null ? {} : { files_verified: verified }),
  };
}

export function tellRestore(output: Output, run: FinishedRun): void {
  const result = restoreResult(run);
  if (run.outcome === 'cancelled') output.note('Cancelled: what was restored so far stays, no file is half-written.');
  if (result === undefined) return;
  const where = result.target === '' ? '' : ` in ${shown(result.target)}`;
  const detail = detailOf(result);
  if (result.dryRun) output.lines([`Nothing was written. A restore${where} would have these entries ${detail === '' ? 'to change: none' : detail}.`]);
  else output.lines([`${counted(result.files, 'file')} restored${where}: ${size(result.bytes)}, took ${took(run.elapsedSeconds)}.`, ...(detail === '' ? [] : [`Entries: ${detail}.`])]);
  if (result.verified !== null) output.line(`${counted(result.verified, 'file')} compared with the snapshot.`);
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
  output.note(`This restore: ${detailOf(result)}.`);
}
