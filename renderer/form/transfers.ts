/** Phase two of plans: what one destination holds is carried on to another. */
import type { Transfer } from '../../preload/contract/plan-settings.ts';
import type { TransferStatus } from '../../preload/contract/plan.ts';
import type { ResultOf, Run } from '../../preload/contract/run.ts';

/** After every backup, read back, and all of it kept: as the contract fills it in. */
export const newTransfer = (from: string, to: string): Transfer => ({ from, to, everyDays: null, retention: null, verify: true, remindAfterDays: 14 });

export type TransferResult = ResultOf<'transfer'>;

export const transferResults = ({ results }: Pick<Run, 'results'>): TransferResult[] => results.filter((result) => result.kind === 'transfer');

export const withoutTransfers = <R extends Pick<Run, 'results'>>(run: R): R => ({ ...run, results: run.results.filter(({ kind }) => kind !== 'transfer') });

const DAY = 86_400_000;

/** Whole days something has waited; 0: nothing does, or since when cannot be read. */
export function daysWaiting({ waitingSince }: Pick<TransferStatus, 'waitingSince'>, now: number): number {
  const since = waitingSince === null ? NaN : Date.parse(waitingSince);
  return Number.isNaN(since) ? 0 : Math.max(0, Math.floor((now - since) / DAY));
}
