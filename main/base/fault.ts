/** The one error type that crosses rooms: a kind from a closed set, a sentence, named context, and advice derived from the kind. */
import type { FaultKind } from '../../preload/contract/errors.ts';

export type { FaultKind };
export type FaultContext = Readonly<Record<string, string | number>>;

export interface FaultOptions {
  context?: FaultContext;
  cause?: unknown;
  /** The next step, where more is known than the kind alone tells. */
  advice?: string;
}

/** What to do next, by kind. Shown after the sentence whenever the thrower knew nothing better. */
export const ADVICE = {
  invalid: 'Correct the value and try again; on a command line, --help shows what it takes.',
  missing: 'Check the name: it may have been renamed, moved or deleted.',
  'no-destination': 'Check the address, or create the destination first (on a command line: "holdfast init").',
  exists: 'Choose another place, or remove what is there first.',
  denied: 'Check the permissions, or run Holdfast as a user who may access it.',
  full: 'Free some space, or choose another place, and run it again: what is stored already is kept.',
  busy: 'Wait until the other program is done, then run it again.',
  offline: 'Check that the drive is plugged in or the server can be reached, then run it again.',
  range: 'The stored file is shorter than it should be: check the destination (on a command line: "holdfast check").',
  locked: 'Wait for the other run to end. If it was cut off, remove its lock: in the settings, at the destination, or with "holdfast unlock".',
  'wrong-password': 'Check the password, its file or its variable; every key of the destination was tried.',
  newer: 'Update Holdfast to the version that wrote it.',
  damaged: 'Check the destination with all its data ("holdfast check --read-data") to see what is affected, then repair it ("holdfast repair").',
  unsupported: 'Choose another way, or another machine, for this.',
  changed: 'Run it again when nothing writes to it.',
  stale: 'Look at the new preview and confirm again.',
  bug: 'This is a fault in Holdfast. Report it with what the log says of it; a command line with --debug prints that, too.',
} as const satisfies Record<FaultKind, string>;

export class Fault extends Error {
  readonly kind: FaultKind;
  readonly context: FaultContext;
  readonly advice: string;

  /** @param message a whole sentence: the thing, then the reason. */
  constructor(kind: FaultKind, message: string, { context = {}, cause, advice = ADVICE[kind] }: FaultOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.kind = kind;
    this.context = context;
    this.advice = advice;
  }
}

/** Kinds that may pass by themselves: worth another try. */
const TRANSIENT = new Set<FaultKind>(['offline', 'busy']);

export const isTransient = (error: unknown): boolean => error instanceof Fault && TRANSIENT.has(error.kind);

export const isFault = (error: unknown, kind?: FaultKind): error is Fault =>
  error instanceof Fault && (kind === undefined || error.kind === kind);

/** Operating-system error codes as kinds; a code that is not here is a `bug` until somebody has thought about it. */
const ERRNO: Readonly<Record<string, FaultKind>> = {
  ENOENT: 'missing', ENOTDIR: 'missing', EEXIST: 'exists', ENOTEMPTY: 'exists',
  EACCES: 'denied', EPERM: 'denied', EROFS: 'denied',
  ENOSPC: 'full', EDQUOT: 'full', EFBIG: 'full', EMFILE: 'full', ENFILE: 'full',
  EBUSY: 'busy', ETXTBSY: 'busy', EAGAIN: 'busy',
  EIO: 'offline', ENXIO: 'offline', ENODEV: 'offline', ESTALE: 'offline', ENOTCONN: 'offline', ETIMEDOUT: 'offline',
  ECONNREFUSED: 'offline', ECONNRESET: 'offline', EHOSTUNREACH: 'offline', ENETUNREACH: 'offline', EPIPE: 'offline',
  EINVAL: 'invalid', ENAMETOOLONG: 'invalid', EISDIR: 'invalid', ELOOP: 'invalid', ENOTSUP: 'unsupported', ENOSYS: 'unsupported', EOPNOTSUPP: 'unsupported',
};

/** Reasons in words, for messages: `ENOENT` says nothing to most people. */
export const REASON = {
  invalid: 'it cannot be used as it is', missing: 'it does not exist', 'no-destination': 'there is no backup there', exists: 'it exists already',
  denied: 'permission denied', full: 'no room left', busy: 'it is in use', offline: 'it cannot be read or reached', range: 'it is shorter than expected',
  locked: 'it is locked', 'wrong-password': 'the password is wrong', newer: 'it is from a newer version', damaged: 'it is damaged',
  unsupported: 'this is not supported here', changed: 'it changed meanwhile', stale: 'the state has changed', bug: 'an unexpected error',
} as const satisfies Record<FaultKind, string>;

/** Any thrown value as a Fault: a Fault stays itself, an OS error gets its kind by code, anything else is a `bug`. */
export function toFault(error: unknown, what: string, context: FaultContext = {}): Fault {
  if (error instanceof Fault) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const kind = ERRNO[code] ?? 'bug';
  const detail = kind === 'bug' ? (error instanceof Error ? error.message : String(error)) : REASON[kind];
  return new Fault(kind, `${what}: ${detail}${code === '' ? '' : ` (${code})`}.`, { context, cause: error });
}
