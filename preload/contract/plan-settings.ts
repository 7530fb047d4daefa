/** A Plan as it is kept in the settings: what is protected, where to, and for how long. */
import { z } from 'zod';
import { DestinationName } from './destination-name.ts';
import { SourceSpec } from './folder-spec.ts';
import { RetentionPolicy } from './retention.ts';

/** Made from the name once and never changed: snapshots carry it as the tag `plan:ID`. */
export const PlanId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'must be small letters, digits and hyphens' });

/** Phase two: what one destination of a plan holds is carried on to another, from there and not from the source. */
export const Transfer = z.strictObject({
  /** Name of a destination the plan backs up to, or that an earlier transfer of it goes to. */
  from: DestinationName,
  to: DestinationName,
  /** Days between two transfers; null: after every backup. */
  everyDays: z.int().min(1).max(365).nullable().default(null),
  /** Applied at `to` after every transfer, to this plan's snapshots; null: everything is kept. */
  retention: RetentionPolicy.nullable().default(null),
  /** Reads back what was written and compares it with what was read. */
  verify: z.boolean().default(true),
  /** Days something may wait for a place that is away before a reminder is due. */
  remindAfterDays: z.int().min(1).max(365).default(14),
});
export type Transfer = z.infer<typeof Transfer>;
export type TransferInput = z.input<typeof Transfer>;

export const Plan = z.strictObject({
  id: PlanId,
  name: z.string().trim().min(1).max(80),
  /** Each makes a snapshot of its own. */
  sources: z.array(SourceSpec).min(1),
  /** Names of destinations that are backed up to directly; each is written in turn. */
  destinations: z.array(DestinationName).min(1),
  /** Done in this order after the backup. */
  transfers: z.array(Transfer).default([]),
  tags: z.array(z.string().min(1).regex(/^[^,]+$/, { error: 'must not contain a comma' })).default([]),
  /** Applied after every run to this plan's snapshots; null: everything is kept. */
  retention: RetentionPolicy.nullable().default(null),
  /** Days without a backup after which it counts as overdue. */
  remindAfterDays: z.int().min(1).max(365).default(7),
  /** RFC 3339. */
  createdAt: z.iso.datetime({ offset: true }),
});
export type Plan = z.infer<typeof Plan>;

export const planTag = (id: string): string => `plan:${id}`;
