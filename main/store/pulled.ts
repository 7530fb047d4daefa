/** What a store says of an error while it writes: that its drive is gone, when it is, for what the system says then is anything but that. */
import { lstatSync } from 'node:fs';
import { Fault, isFault, toFault } from '../base/fault.ts';

export interface Pullable {
  /** As it is shown. */
  readonly address: string;
  /** Absolute path of what every such store has: without it, the drive is not there. */
  readonly mark: string;
  /** In words: `The mirror at …`. */
  readonly what: string;
}

/** The error as it is to be told. One that says what to do already stays itself, and so does the reason of a cancel. */
export function blamed(error: unknown, { address, mark, what }: Pullable): unknown {
  if (isFault(error, 'locked') || isFault(error, 'full') || !(error instanceof Error)) return error;
  if (!(error instanceof Fault) && !('code' in error && typeof error.code === 'string')) return error; // the reason of a cancel, whose code, if it has any, is a number
  if (isGone(mark)) return new Fault('offline', `${address}: the drive it was on is not there any more.`, { context: { address }, cause: error });
  return toFault(error, `${what} cannot be written`);
}

/** A drive that fails answers anything at all; being refused a look says nothing of the drive. */
function isGone(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    const { kind } = toFault(error, path);
    return kind === 'offline' || kind === 'missing'; // a file where a folder was
  }
}
