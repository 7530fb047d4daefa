/** Faults at the border: each becomes the contract's error of its kind; whatever is no Fault crosses as `bug` without its details. */
import { ORPCError, ValidationError } from '@orpc/server';
import { errors, type FaultData, type FaultKind } from '../../preload/contract/errors.ts';
import { Fault, toFault } from '../base/fault.ts';

const CODE = {
  invalid: 'INVALID', missing: 'MISSING', 'no-destination': 'NO_DESTINATION', exists: 'EXISTS', denied: 'DENIED', full: 'FULL', busy: 'BUSY', offline: 'OFFLINE',
  range: 'RANGE', locked: 'LOCKED', 'wrong-password': 'WRONG_PASSWORD', newer: 'NEWER', damaged: 'DAMAGED', unsupported: 'UNSUPPORTED', changed: 'CHANGED', stale: 'STALE', bug: 'BUG',
} as const satisfies Record<FaultKind, keyof typeof errors>;

/** The error a client sees. The original stays its cause, for logs and `--debug` in the same process. */
export function toContractError(error: unknown): unknown {
  if (error instanceof ORPCError) return error.cause instanceof ValidationError ? contractError(invalidInput(error.cause)) : error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  return contractError(toFault(error, 'An unexpected error'), error);
}

function contractError({ kind, message, advice, context }: Fault, cause?: unknown): ORPCError<string, FaultData> {
  const code = CODE[kind];
  return new ORPCError(code, { status: errors[code].status, message, data: { kind, advice, context: { ...context } }, cause });
}

/** Input that does not have the contract's form: which part of it, and why. */
function invalidInput({ issues }: ValidationError): Fault {
  const words = issues.map(({ path = [], message }) => {
    const at = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return at === '' ? message : `${at}: ${message}`;
  });
  return new Fault('invalid', `The input cannot be used: ${words.join('; ')}.`);
}

/** An iterator whose errors cross like those of a call. */
export async function* mapped<T, R>(events: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
  try {
    return yield* events;
  } catch (error) {
    throw toContractError(error);
  }
}
