/** Which snapshots an operation is about. */
import { z } from 'zod';
import { SnapshotRef } from './run-id.ts';

/** Which snapshots are meant: every condition given must hold. */
export const SnapshotFilter = z.object({
  hosts: z.array(z.string()).default([]),
  /** Each item is a comma-separated list of tags that must all be there; one item of several suffices. */
  tags: z.array(z.string()).default([]),
  /** Snapshots that contain all of these absolute paths. */
  paths: z.array(z.string()).default([]),
  /** Ids or prefixes; empty: all. */
  ids: z.array(SnapshotRef).default([]),
});
export type SnapshotFilter = z.infer<typeof SnapshotFilter>;
