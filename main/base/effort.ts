/** What a speed means for the threads of a run. */
import { sleep } from './abort.ts';
import { Pace } from './pace.ts';
import { stepBack } from './priority.ts';

/** `full`: as every program. `low`: behind others. `gentle`: behind others, and a tenth of a core at most. */
export type Effort = 'full' | 'low' | 'gentle';

/** Of one core: a tenth, less what the end of a run takes when there is nothing left to wait for. */
const GENTLE_SHARE = 0.09;

/** This thread from now on. @returns what it has to keep to; null: nothing. */
export function apply(effort: Effort): Pace | null {
  if (effort !== 'full') stepBack(effort === 'low' ? 'low' : 'idle');
  return paceOf(effort, false);
}

/** @param first as of `Pace`: the thread that leads the run. */
export const paceOf = (effort: Effort, first: boolean): Pace | null => (effort === 'gentle' ? new Pace(GENTLE_SHARE, first) : null);

/** As long as the pace says; at once where there is none. */
export async function rested(pace: Pace | null, signal: AbortSignal): Promise<void> {
  if (pace === null) return;
  for (let rest = pace.rest(); rest > 0; rest = pace.rest()) await sleep(rest, signal);
}
