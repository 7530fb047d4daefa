/** Faults at the border: each becomes the contract's error of its kind; whatever is no Fault crosses as `bug` without its details. */
import { ORPCError } from '@orpc/server';
import type { errors, FaultData, FaultKind } from '../../preload/contract/errors.ts';
import { toFault } from '../base/fault.ts';

const CODE = {
  invalid: 'INVALID', missing: 'MISSING', 'no-destination': 'NO_DESTINATION', exists: 'EXISTS', denied: 'DENIED', full: 'FULL', busy: 'BUSY', offline: 'OFFLINE',
  range: 'RANGE', locked: 'LOCKED', 'wrong-password': 'WRONG_PASSWORD', newer: 'NEWER', damaged: 'DAMAGED', unsupported: 'UNSUPPORTED', changed: 'CHANGED', stale: 'STALE', bug: 'BUG',
} as const satisfies Record<FaultKind, keyof typeof errors>;

/** The error a client sees. The original stays its cause, for logs and `--debug` in the same process. */
export function toContractError(error: unknown): unknown {
  if (error instanceof ORPCError) return error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  const { kind, message, advice, context } = toFault(error, 'An unexpected error');
  const data: FaultData = { kind, advice, context: { ...context } };
  return new ORPCError(CODE[kind], { message, data, cause: error });
}

/** An iterator whose errors cross like those of a call. */
export async function* mapped<T, R>(events: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
  try {
    return yield* events;
  } catch (error) {
    throw toContractError(error);
  }
}
