/** Restore: entries of a snapshot back to a folder. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errors } from './errors.ts';
import { DestinationRef, RunStarted, SnapshotRef } from './run-id.ts';
import { SnapshotFilter } from './snapshot-filter.ts';

export const OverwriteMode = z.enum(['always', 'if-changed', 'if-newer', 'never']);
export type OverwriteMode = z.infer<typeof OverwriteMode>;

export const RestoreSpec = z.object({
  destination: DestinationRef,
  /** With `:/sub/path` only that subtree, which then is the root of what is restored. */
  snapshot: SnapshotRef,
  filter: SnapshotFilter.prefault({}),
  /** An absolute folder, or null: where everything came from. */
  into: z.string().min(1).nullable(),
  includes: z.array(z.string()).default([]),
  excludes: z.array(z.string()).default([]),
  /** Absolute path in the snapshot, absolute path it goes to instead. */
  map: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
  overwrite: OverwriteMode.default('always'),
  /** Rename what would be replaced to `NAME.before-restore-…` instead of replacing it. */
  keepExisting: z.boolean().default(false),
  /** Remove what the snapshot does not have, in the directories that are restored. */
  delete: z.boolean().default(false),
  verify: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  stopOnError: z.boolean().default(false),
  /** Tell of every entry as an `item` event. */
  items: z.boolean().default(false),
});
export type RestoreSpec = z.infer<typeof RestoreSpec>;

const { BUG, DAMAGED, DENIED, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD } = errors;

export const restore = {
  start: oc.input(RestoreSpec).output(RunStarted).errors({ BUG, DAMAGED, DENIED, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD }),
};
