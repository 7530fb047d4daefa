/** What every call that can take a second is given: a way to be stopped, counters to fill, an ear for problems. */
import type { Fault } from './fault.ts';
import { Progress } from './progress.ts';
import type { Skips } from './skips.ts';

/** One thing that went wrong without ending the operation. */
export interface Problem {
  /** What it is about, as shown to people: usually a path. */
  item: string;
  /** What was being done to it: `scan`, `read`, `restore`, `check` … */
  during: string;
  fault: Fault;
  /** A note is said but does not make the outcome `warned` (something that cannot be represented, healed by itself …). */
  severity: 'warning' | 'note';
}

export interface Call {
  /** An already aborted signal means: change nothing. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  report(problem: Problem): void;
  /** Told of every entry that was handled; absent unless somebody wants to know, because it costs. `path` as shown to people. */
  item?(action: string, path: string, size: number): void;
  /** Where large items are named while they are read, for somebody who may want to pass over one; absent: nobody can. */
  readonly skips?: Skips;
}

/** A call nobody watches: for tests and short internal steps. */
export function quietCall(signal: AbortSignal = new AbortController().signal): Call {
  return { signal, progress: new Progress(), report: () => undefined };
}
