/** The closed set of reasons something can fail, and the error every procedure declares for each. */
import { z } from 'zod';

/**
 * Why an operation failed. Retry class, advice, exit code and HTTP status are derived from the kind and from nothing else.
 * `bug` is the only kind nobody throws on purpose: it is what an unforeseen error becomes at the border.
 */
export const FaultKind = z.enum([
  'invalid', // the input cannot be used as it is
  'missing', // a named thing is not there
  'no-destination', // there is no backup at this address
  'exists', // it is there already, and would have been overwritten
  'denied', // the system refuses access
  'full', // no room left, or a quota or size limit reached
  'busy', // in use by something else
  'offline', // the place cannot be reached
  'range', // a read beyond the end of what is stored
  'locked', // another run holds the store's lock
  'wrong-password', // no key opens with this password
  'newer', // written by a newer version than this one
  'damaged', // stored bytes are not what was written
  'unsupported', // this build or platform cannot do it
  'changed', // the thing changed while it was being worked on
  'stale', // the state is no longer what the preview showed
  'bug', // unforeseen
]);
export type FaultKind = z.infer<typeof FaultKind>;

/** What crosses the border with every failure: three parts, none of them secret. */
export const FaultData = z.object({
  kind: FaultKind,
  /** The next step, as a sentence. */
  advice: z.string(),
  /** Names the message speaks of: paths, ids, hosts. */
  context: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type FaultData = z.infer<typeof FaultData>;

const data = FaultData;

/** oRPC error map, one code a kind. A procedure lists the ones it can end with. */
export const errors = {
  INVALID: { status: 400, data },
  MISSING: { status: 404, data },
  NO_DESTINATION: { status: 404, data },
  EXISTS: { status: 409, data },
  DENIED: { status: 403, data },
  FULL: { status: 507, data },
  BUSY: { status: 409, data },
  OFFLINE: { status: 503, data },
  RANGE: { status: 416, data },
  LOCKED: { status: 423, data },
  WRONG_PASSWORD: { status: 401, data },
  NEWER: { status: 422, data },
  DAMAGED: { status: 422, data },
  UNSUPPORTED: { status: 501, data },
  CHANGED: { status: 409, data },
  STALE: { status: 409, data },
  BUG: { status: 500, data },
} as const;

const { BUG, BUSY, DAMAGED, DENIED, EXISTS, FULL, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD } = errors;

/** What settings can end with. */
export const settingsErrors = { BUG, BUSY, DENIED, EXISTS, FULL, INVALID, MISSING, NEWER } as const;
/** What opening and reading a destination can end with. */
export const openingErrors = { BUG, DAMAGED, DENIED, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD } as const;
/** What writing to one can. */
export const writingErrors = { ...openingErrors, BUSY, EXISTS, FULL } as const;
