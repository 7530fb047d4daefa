/** Whatever was thrown, as the three things a person needs: what happened, what to do next, and the exit code. */
import { z } from 'zod';
import { FaultData, type FaultKind } from '../../preload/contract/errors.ts';
import { ADVICE, Fault } from '../base/fault.ts';
import { EXIT, EXIT_OF_FAULT, type ExitCode } from './exit-code.ts';
import { Interrupted } from './interrupts.ts';

export interface Failure {
  code: ExitCode;
  kind: FaultKind | 'cancelled';
  message: string;
  /** '' when there is nothing to add. */
  advice: string;
  /** For --debug only. */
  stack: string | null;
}

/** What a client throws when its input does not fit the contract. */
const Refused = z.object({ issues: z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() })) });

export function failureOf(error: unknown): Failure {
  const stack = error instanceof Error ? stackOf(error) : null;
  if (isCancel(error)) return { code: EXIT.cancelled, kind: 'cancelled', message: 'Cancelled.', advice: '', stack };
  if (error instanceof Fault) return made(error.kind, error.message, error.advice, stack);
  if (!(error instanceof Error)) return made('bug', String(error), ADVICE.bug, stack);
  const data: unknown = 'data' in error ? error.data : undefined;
  const fault = FaultData.safeParse(data);
  if (fault.success) return made(fault.data.kind, error.message, fault.data.advice, stack);
  const refused = Refused.safeParse(data);
  if (refused.success) return made('invalid', refused.data.issues.map(issueText).join(' '), ADVICE.invalid, stack);
  return made('bug', error.message, ADVICE.bug, stack);
}

const made = (kind: FaultKind, message: string, advice: string, stack: string | null): Failure => ({
  code: EXIT_OF_FAULT[kind],
  kind,
  message,
  advice,
  stack,
});

const isCancel = (error: unknown): boolean => error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError');

const issueText = ({ message, path = [] }: z.infer<typeof Refused>['issues'][number]): string => `${path.join('.') || 'The input'}: ${message}.`;

/** With the causes: the first one is usually what matters. */
function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}
