/** A board's own "no", and what it means for somebody who wanted something with a path. */
import { Fault, REASON, type FaultKind } from '../base/fault.ts';

/** Never leaves this room: `refused` makes a Fault of it. */
export class Refusal extends Error {
  readonly reason: 'errno' | 'error' | 'memory';
  /** The number, or what Python said. */
  readonly detail: string;

  constructor(reason: 'errno' | 'error' | 'memory', detail: string) {
    super(`The board refused: ${reason} ${detail}`);
    this.name = 'Refusal';
    this.reason = reason;
    this.detail = detail;
  }
}

/** Error numbers of MicroPython (those of Linux). */
const ERRNO: Readonly<Record<string, FaultKind>> = {
  1: 'denied', 2: 'missing', 5: 'damaged', 12: 'full', 13: 'denied', 16: 'busy', 17: 'exists', 19: 'missing', 20: 'missing', 21: 'invalid',
  22: 'invalid', 27: 'full', 28: 'full', 30: 'denied', 36: 'invalid', 39: 'exists', 84: 'damaged', 95: 'unsupported',
};

/** The number as a Fault about a path on the board. */
export function errnoFault(path: string, errno: string, port: string): Fault {
  const kind = ERRNO[errno] ?? 'unsupported';
  const advice = kind === 'full' ? 'Remove files from the board, then run it again.' : kind === 'damaged' ? 'The file system of the board may be damaged: check or reformat it.' : undefined;
  return new Fault(kind, `${path} on the board: ${errno === '39' ? 'it is not empty' : REASON[kind]} (error ${errno}).`, {
    context: { path, port, errno }, ...(advice === undefined ? {} : { advice }),
  });
}

/** Any error as what is thrown to callers: a Refusal becomes a Fault about the path, everything else stays. */
export function refused(error: unknown, path: string, port: string): unknown {
  if (!(error instanceof Refusal)) return error;
  if (error.reason === 'errno') return errnoFault(path, error.detail, port);
  if (error.reason === 'memory') return new Fault('full', `${path}: the board on ${port} has too little free memory.`, { context: { path, port }, advice: 'Free memory on the board, then run it again.' });
  return new Fault('unsupported', `${path} on the board: ${error.detail}.`, { context: { path, port } });
}
