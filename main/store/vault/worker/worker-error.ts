/** Errors across threads: structured clone would lose the kind of a Fault and the code of a failed system call. */
import { Fault, toFault } from '../../../base/fault.ts';
import type { WorkerError } from './protocol.ts';

export function flat(error: unknown): WorkerError {
  if (!(error instanceof Error)) return { kind: null, code: '', message: String(error) };
  return { kind: error instanceof Fault ? error.kind : null, code: 'code' in error ? String(error.code) : '', message: error.message };
}

/** @param what names the thing for errors that are not Faults: "Cannot read x". */
export function revive(error: WorkerError, what: string): Fault {
  if (error.kind !== null) return new Fault(error.kind, error.message);
  return toFault(Object.assign(new Error(error.message), { code: error.code }), what);
}
