/** One run, for people. */
import type { Run, RunResult } from '../../../preload/contract/run.ts';
import { shortId } from '../../base/ids.ts';
import { counted, list, shown, size, took, when } from './quantity.ts';
import { transferText } from './transfer-report.ts';

export function runLines({ id, kind, plan, state, outcome, startedAt, endedAt, destination, subject, fault, results, problems }: Run): string[] {
  const seconds = endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const rows = [
    ['Run', id],
    ['What', `${kind}${subject === '' ? '' : ` of ${shown(subject)}`}`],
    ['Plan', plan ?? ''],
    ['Destination', shown(destination)],
    ['Started', when(startedAt)],
    ['Ended', endedAt === null ? 'not yet' : `${when(endedAt)}, took ${took(seconds ?? 0)}`],
    ['Outcome', outcome ?? state],
    ['Problems', problems === 0 ? '' : String(problems)],
    ['Reason', fault === null ? '' : shown(fault.message)],
    ['Next step', fault === null ? '' : shown(fault.advice)],
    ...results.map((result) => ['Result', resultText(result)]),
  ];
  return rows.filter(([, value]) => value !== '').map(([name = '', value = '']) => `${name.padEnd(12)}  ${value}`);
}

function resultText(result: RunResult): string {
  switch (result.kind) {
    case 'backup': {
      const { snapshotId, summary } = result;
      const what = snapshotId === null ? 'no snapshot' : `snapshot ${shortId(snapshotId)}`;
      return `${what}: ${counted(summary.total_files_processed, 'file')}, ${size(summary.total_bytes_processed)}, ${size(summary.data_added)} new`;
    }
    case 'restore':
      return `${counted(result.files, 'file')}, ${size(result.bytes)} to ${shown(result.target)}`;
    case 'device-restore':
      return result.takenBack ? `the board on ${shown(result.port)} holds what it held before` : `${counted(result.files, 'file')}, ${size(result.bytes)} to the board on ${shown(result.port)}`;
    case 'check':
      return `${counted(result.errors.length, 'error')}, ${counted(result.snapshots, 'snapshot')}, ${size(result.bytesRead)} read`;
    case 'repair':
      return list(result.changes.map(shown)) || `${counted(result.snapshots.length, 'snapshot')} written anew`;
    case 'prune':
      return `${size(result.remaining.bytes)} stays`;
    case 'forget':
      return `${counted(result.removed.length, 'snapshot')} forgotten, ${result.kept} ${result.kept === 1 ? 'stays' : 'stay'}`;
    case 'transfer':
      return transferText(result);
    case 'merge':
      return `${counted(result.folded.length, 'archive')} merged into snapshot ${shortId(result.snapshotId)}, ${size(result.bytes)}`;
    case 'copy':
      return `${counted(result.copied.length, 'snapshot')} copied, ${size(result.bytes)}`;
  }
}
