/** Calls of short operations, which are no runs: nobody samples their progress, and what is reported goes to the log and the host. */
import type { Call } from '../base/call.ts';
import { Progress } from '../base/progress.ts';
import type { Context } from './context.ts';

export function shortCall(context: Context, signal: AbortSignal = new AbortController().signal): Call {
  return {
    signal, progress: new Progress(),
    report: (problem) => {
      const { item, during, fault } = problem;
      void context.log().then((log) => log.warn(fault.message, { item, during }));
      context.options.onProblem?.(problem);
    },
  };
}
