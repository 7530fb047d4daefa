/** Phase two of a plan, for people and for programs. */
import type { ResultOf } from '../../../preload/contract/run.ts';
import { shortId } from '../../base/ids.ts';
import type { FinishedRun } from '../follow-run.ts';
import type { Output } from '../output.ts';
import { counted, shown, size } from './quantity.ts';

type TransferResult = ResultOf<'transfer'>;

/** In one line, without its end. */
export function transferText({ state, to, copied, bytes, verified, reason }: TransferResult): string {
  const where = shown(to);
  switch (state) {
    case 'nothing':
      return `${where} has everything already`;
    case 'not-due':
      return `the transfer to ${where} is not due yet`;
    case 'skipped':
      return `the transfer to ${where} is skipped: ${shown(reason?.message ?? 'it is away')}`;
    case 'failed':
      return `the transfer to ${where} failed: ${shown(reason?.message ?? '')}`;
    case 'succeeded': {
      const proof = verified === null ? 'not read back' : verified.files === 0 ? 'no content in it was new there' : `${counted(verified.files, 'file')} read back and compared`;
      return `${copied.map(({ to: id }) => shortId(id)).join(' and ')} brought to ${where}: ${size(bytes)}, ${proof}`;
    }
  }
}

export function tellTransfers(output: Output, { results }: FinishedRun): void {
  for (const result of results) {
    if (result.kind !== 'transfer') continue;
    const line = transferText(result).replace(/\.$/, '');
    output.line(`${result.state === 'succeeded' ? `Snapshot ${line}` : line.charAt(0).toUpperCase() + line.slice(1)}.`);
    if (result.state === 'skipped') output.note(`  ${shown(result.reason?.advice ?? '')} What waits is carried on when it is there: by "holdfast transfer", or the next run of the plan.`);
    for (const error of result.errors) output.note(`  ${shown(error)}`);
  }
}

/** What was collected, and what became of each transfer. */
export function phasesJson({ results }: FinishedRun): object {
  const snapshots = results.flatMap((result) => (result.kind === 'backup' ? [{ destination: result.destination, snapshot_id: result.snapshotId }] : []));
  const transfers = results.flatMap((result) => (result.kind === 'transfer' ? [transferJson(result)] : []));
  return { phases: [...(snapshots.length === 0 ? [] : [{ phase: 'collect', snapshots }]), ...transfers] };
}

const transferJson = ({ from, to, state, copied, bytes, verified, errors, reason }: TransferResult): object => ({
  phase: 'transfer', from, to, state, copied, bytes_copied: bytes, verified, errors, ...(reason === null ? {} : { reason }),
});
