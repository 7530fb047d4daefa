/** A Snapshot: one committed state of one source in one destination. */
import { z } from 'zod';
import { BackupSummary } from './summary.ts';

export { BackupSummary };

/** Every field but time, tree and paths may be missing: other programs write snapshots too. */
export const Snapshot = z.object({
  /** 64 hex characters in a vault. */
  id: z.string(),
  /** RFC 3339 with nanoseconds and the writer's offset. */
  time: z.string(),
  parent: z.string().optional(),
  tree: z.string(),
  paths: z.array(z.string()),
  hostname: z.string().optional(),
  username: z.string().optional(),
  uid: z.number().optional(),
  gid: z.number().optional(),
  excludes: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  original: z.string().optional(),
  program_version: z.string().optional(),
  summary: BackupSummary.partial().optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;
