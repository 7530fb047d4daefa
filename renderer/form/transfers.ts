/** Phase two of plans: what one destination holds is carried on to another. As the contract has it; an engine that knows no transfers sends none. */
import type { PlanStatus } from '../../preload/contract/plan.ts';
import type { Run, RunFault } from '../../preload/contract/run.ts';

/** How a transfer stands. */
export interface TransferStatus {
  /** Names of destinations. */
  from: string;
  to: string;
  address: string;
  /** RFC 3339, all. */
  lastSuccessAt: string | null;
  /** Its folder or drive is there now; null: cannot be told without connecting. */
  available: boolean | null;
  /** Of the oldest backup that is not there yet; null: nothing waits. */
  waitingSince: string | null;
  due: boolean;
  /** It has waited for longer than the plan allows. */
  overdue: boolean;
}

export interface TransferResult {
  kind: 'transfer';
  /** Addresses. */
  from: string;
  to: string;
  state: 'succeeded' | 'nothing' | 'not-due' | 'skipped' | 'failed';
  bytes: number;
  verified: { files: number; bytes: number } | null;
  errors: string[];
  reason: RunFault | null;
}

export const transfersOf = (status: PlanStatus): readonly TransferStatus[] => (status as { transfers?: readonly TransferStatus[] }).transfers ?? [];

const isTransfer = (result: { kind: string }): boolean => result.kind === 'transfer';

export const transferResults = ({ results }: Pick<Run, 'results'>): TransferResult[] => (results as readonly { kind: string }[]).filter(isTransfer) as unknown as TransferResult[];

export const withoutTransfers = <R extends Pick<Run, 'results'>>(run: R): R => ({ ...run, results: run.results.filter((result) => !isTransfer(result)) });

const DAY = 86_400_000;

/** Whole days something has waited; 0: nothing does, or since when cannot be read. */
export function daysWaiting({ waitingSince }: Pick<TransferStatus, 'waitingSince'>, now: number): number {
  const since = waitingSince === null ? NaN : Date.parse(waitingSince);
  return Number.isNaN(since) ? 0 : Math.max(0, Math.floor((now - since) / DAY));
}
