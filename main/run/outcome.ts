/** How a run ended, from what happened. */
import type { RunFault, RunOutcome } from '../../preload/contract/run.ts';
import { toFault, type Fault } from '../base/fault.ts';

/** Thrown through an operation to stop it; never a fault. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** A run that ended by itself. `findings`: the operation worked, and what it found is bad (damage found by a check). */
export const outcomeOf = (warnings: number, findings: boolean): RunOutcome => (findings ? 'failed' : warnings > 0 ? 'warned' : 'succeeded');

/** A run that was ended by a throw. */
export function outcomeOfThrow(error: unknown, signal: AbortSignal): { outcome: RunOutcome; fault: Fault | null } {
  if (signal.aborted && signal.reason instanceof Cancelled) return { outcome: 'cancelled', fault: null };
  return { outcome: 'failed', fault: toFault(error, 'The run failed') };
}

export const showFault = ({ kind, message, advice }: Fault): RunFault => ({ kind, message, advice });
