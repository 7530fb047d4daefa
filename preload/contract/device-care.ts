/** How a board is protected: what of it, where to, how often, for how long. Kept with the board, whatever port it has. */
import { z } from 'zod';
import { RetentionPolicy } from './retention.ts';

export const BoardPath = z.string().startsWith('/', { error: 'must begin with a slash' });

export const DeviceCare = z.strictObject({
  /** Name or address of a destination; null: the one for boards in the state folder, which the first backup makes. */
  destination: z.string().min(1).nullable().default(null),
  /** Absolute paths on the board, mounts among them; empty: all of it. */
  paths: z.array(BoardPath).default([]),
  /** Patterns; empty: everything. */
  includes: z.array(z.string().min(1)).default([]),
  excludes: z.array(z.string().min(1)).default([]),
  /** Days without a backup after which one is asked for when the board is plugged in. */
  remindAfterDays: z.int().min(1).max(365).default(1),
  /** Applied after every backup there, to this board's snapshots; null: everything is kept. */
  retention: RetentionPolicy.nullable().default(null),
});
export type DeviceCare = z.infer<typeof DeviceCare>;
