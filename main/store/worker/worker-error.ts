/** Errors across threads: structured clone would lose the kind of a Fault and the code of a failed system call. */
import { Fault, toFault, type FaultKind } from '../../base/fault.ts';

export interface WorkerError {
  /** Of a Fault; null for anything else. */
  kind: FaultKind | null;
  /** Of the operating system; '' where there is none. */
  code: string;
  message: string;
}

export function flat(error: unknown): WorkerError {
  if (!(error instanceof Error)) return { kind: null, code: '', message: String(error) };
  return { kind: error instanceof Fault ? error.kind : null, code: 'code' in error ? String(error.code) : '', message: error.message };
}

/** @param what names the thing for errors that are not Faults: "Cannot read x". */
export function revive(error: WorkerError, what: string): Fault {
  if (error.kind !== null) return new Fault(error.kind, error.message);
  return toFault(Object.assign(new Error(error.message), { code: error.code }), what);
}
