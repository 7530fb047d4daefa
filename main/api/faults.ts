/** Faults at the border: each becomes the contract's error of its kind; whatever is no Fault crosses as `bug`. */
import { ORPCError, ValidationError } from '@orpc/server';
import { errors, type FaultData, type FaultKind } from '../../preload/contract/errors.ts';
import { Fault, toFault } from '../base/fault.ts';

const CODE = {
  invalid: 'INVALID', missing: 'MISSING', 'no-destination': 'NO_DESTINATION', exists: 'EXISTS', denied: 'DENIED', full: 'FULL', busy: 'BUSY', offline: 'OFFLINE',
  range: 'RANGE', locked: 'LOCKED', 'wrong-password': 'WRONG_PASSWORD', newer: 'NEWER', damaged: 'DAMAGED', unsupported: 'UNSUPPORTED', changed: 'CHANGED', stale: 'STALE', bug: 'BUG',
} as const satisfies Record<FaultKind, keyof typeof errors>;

export type ContractError = ORPCError<string, FaultData>;

/**
 * The error a client sees, whatever was thrown. The original stays its cause, for logs and `--debug` in the same process.
 * Null for a call that was cancelled by who made it: nobody waits for its answer.
 * @param signal of the call. An abort that is not this call's own (of something it shared with another) is an error like any other.
 * @param words what a client is told of an error nobody foresaw, from the sentence that says it all.
 */
export function toContractError(error: unknown, signal: AbortSignal | undefined, words: (sentence: string) => string): ContractError | null {
  if (signal?.aborted === true && (error === signal.reason || isAbort(error))) return null;
  if (isContractError(error)) return error;
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) return contractError(invalidInput(error.cause));
  const fault = toFault(error, 'An unexpected error');
  return contractError(fault.kind === 'bug' ? new Fault('bug', words(fault.message), fault) : fault, error);
}

/** Whether it is what an error nobody foresaw has become. */
export const isUnforeseen = ({ code }: ContractError): boolean => code === CODE.bug;

/** What a log is told of an error: the stack, and those of its causes. */
export function fullStack(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const issues = error instanceof ValidationError ? `\n${reasonsOf(error)}` : '';
  return `${error.stack ?? error.message}${issues}${error.cause === undefined ? '' : `\ncaused by ${fullStack(error.cause)}`}`;
}

export function contractError({ kind, message, advice, context }: Fault, cause?: unknown): ContractError {
  const code = CODE[kind];
  return new ORPCError(code, { status: errors[code].status, message, data: { kind, advice, context: { ...context } }, cause });
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** Not of the library's own codes: those say nothing to a person. */
const isContractError = (error: unknown): error is ContractError => error instanceof ORPCError && Object.hasOwn(errors, error.code);

/** Input that does not have the contract's form: which part of it, and why. */
const invalidInput = (error: ValidationError): Fault => new Fault('invalid', `The input cannot be used: ${reasonsOf(error)}.`);

const reasonsOf = ({ issues }: ValidationError): string =>
  issues.map(({ path = [], message }) => {
    const at = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return at === '' ? message : `${at}: ${message}`;
  }).join('; ');
