/** Exit codes: one table for code, help and documentation. Scripts rely on it, so numbers are only ever added. */
import type { FaultKind } from '../../preload/contract/errors.ts';
import type { RunOutcome } from '../../preload/contract/run.ts';

export const EXIT = { ok: 0, failed: 1, usage: 2, warned: 3, noDestination: 10, locked: 11, wrongPassword: 12, cancelled: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, as the help shows it. */
export const EXIT_MEANING = {
  0: 'succeeded',
  1: 'failed',
  2: 'wrong usage or configuration',
  3: 'done, but some entries could not be handled',
  10: 'there is no destination at the address',
  11: 'the destination is locked',
  12: 'the password is wrong',
  130: 'cancelled',
} as const satisfies Record<ExitCode, string>;

export const EXIT_OF_FAULT = {
  invalid: EXIT.usage,
  missing: EXIT.failed,
  'no-destination': EXIT.noDestination,
  exists: EXIT.failed,
  denied: EXIT.failed,
  full: EXIT.failed,
  busy: EXIT.failed,
  offline: EXIT.failed,
  range: EXIT.failed,
  locked: EXIT.locked,
  'wrong-password': EXIT.wrongPassword,
  newer: EXIT.failed,
  damaged: EXIT.failed,
  unsupported: EXIT.failed,
  changed: EXIT.failed,
  stale: EXIT.failed,
  bug: EXIT.failed,
} as const satisfies Record<FaultKind, ExitCode>;

export const EXIT_OF_OUTCOME = {
  succeeded: EXIT.ok,
  warned: EXIT.warned,
  failed: EXIT.failed,
  cancelled: EXIT.cancelled,
  interrupted: EXIT.failed,
  skipped: EXIT.ok,
  missed: EXIT.failed,
} as const satisfies Record<RunOutcome, ExitCode>;
