/** What forgetting would do: groups of snapshots with what stays, what goes and why. */
import { z } from 'zod';
import { Snapshot } from './snapshot.ts';

/** What makes snapshots belong together: a policy is applied to each group by itself. */
export const GroupBy = z.enum(['host', 'paths', 'tags']);
export type GroupBy = z.infer<typeof GroupBy>;

export const ForgetGroup = z.object({
  host: z.string(), paths: z.array(z.string()), tags: z.array(z.string()),
  /** Newest first. */
  keep: z.array(Snapshot), remove: z.array(Snapshot),
  /** For each kept snapshot: why, in restic's words (`daily snapshot`, `within 5d`), and what the counting rules still had to give. */
  reasons: z.array(z.object({ snapshot: Snapshot, matches: z.array(z.string()), counters: z.record(z.string(), z.number()) })),
});
export type ForgetGroup = z.infer<typeof ForgetGroup>;
