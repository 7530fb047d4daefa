/** A Plan as it is kept in the settings: what is protected, where to, and for how long. */
import { z } from 'zod';
import { DestinationName } from './destination-name.ts';
import { SourceSpec } from './folder-spec.ts';
import { RetentionPolicy } from './retention.ts';

/** Made from the name once and never changed: snapshots carry it as the tag `plan:ID`. */
export const PlanId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'must be small letters, digits and hyphens' });

export const Plan = z.strictObject({
  id: PlanId,
  name: z.string().trim().min(1).max(80),
  /** Each makes a snapshot of its own. */
  sources: z.array(SourceSpec).min(1),
  /** Names of destinations; each is written in turn. */
  destinations: z.array(DestinationName).min(1),
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
