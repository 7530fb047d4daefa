/** The Audit: the journal of everything that changed data or configuration, chained by hashes so that a change to it shows. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errors } from './errors.ts';

const count = z.int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const AuditEntry = z.object({
  /** 1 for the first; no number is ever left out. */
  seq: z.int().positive(),
  /** RFC 3339, milliseconds, UTC. */
  time: z.iso.datetime(),
  /** Who: user, machine and the program's part, as `user@host cli`. */
  actor: z.string(),
  /** What was done, as noun and verb: `snapshot forget`, `destination add`. */
  action: z.string(),
  /** To what: a name, an id or an address without secrets. */
  subject: z.string(),
  detail: z.json(),
  /** `hash` of the entry before; 64 zeros before the first. */
  prevHash: hash,
  /** SHA-256 over all of the above. */
  hash,
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Where the chain ends: noted elsewhere, it later proves that nothing up to it was changed or taken away. */
export const AuditHead = AuditEntry.pick({ seq: true, hash: true });
export type AuditHead = z.infer<typeof AuditHead>;

export const AuditVerdict = z.object({
  /** Entries that were checked, up to the first broken one. */
  entries: count,
  head: AuditHead.nullable(),
  /** The first place where the journal is not what was written. */
  broken: z.object({ seq: z.int().positive(), reason: z.enum(['changed', 'removed', 'unlinked']) }).nullable(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

const { BUG, BUSY, DAMAGED, DENIED, INVALID, NEWER } = errors;

export const audit = {
  /** Newest first. */
  list: oc.input(z.object({ cursor: z.string().optional(), limit: z.int().min(1).max(1000).default(50) }))
    .output(z.object({ entries: z.array(AuditEntry), next: z.string().nullable() })).errors({ BUG, BUSY, DAMAGED, DENIED, INVALID, NEWER }),
  /** `noted`: a head seen earlier and kept elsewhere. A broken journal is an answer, not an error. */
  verify: oc.input(z.object({ noted: AuditHead.optional() })).output(AuditVerdict).errors({ BUG, BUSY, DAMAGED, DENIED, NEWER }),
};
