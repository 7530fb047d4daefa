/** Restore: entries of a snapshot back to a folder. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errors, openingErrors, writingErrors } from './errors.ts';
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
  /** Exactly these entries with all below them, absolute in the snapshot (`rawPath`); empty: everything. */
  paths: z.array(z.string().min(1)).default([]),
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

/** What would be done with an entry. `keep-both`: what is there is renamed, not replaced. `same`: nothing to do. */
export const RestoreAction = z.enum(['create', 'replace', 'keep-both', 'skip', 'same', 'delete']);
export type RestoreAction = z.infer<typeof RestoreAction>;

const count = z.int().nonnegative();
export const RestorePreviewBatch = z.object({
  items: z.array(z.object({ action: RestoreAction, path: z.string(), size: count })),
  /** Of all entries so far. */
  counts: z.record(RestoreAction, count),
  /** To be written. */
  bytes: count,
});
export type RestorePreviewBatch = z.infer<typeof RestorePreviewBatch>;
export const RestorePreviewEnd = z.object({ token: z.string(), counts: z.record(RestoreAction, count), bytes: count, freeBytes: count.nullable() });
export type RestorePreviewEnd = z.infer<typeof RestorePreviewEnd>;

export const restore = {
  /** Every entry with what would be done; changes nothing. The token is good for this very list. Items stop at 10,000, counts do not. */
  preview: oc.input(RestoreSpec).output(eventIterator(RestorePreviewBatch, RestorePreviewEnd)).errors(writingErrors),
  /** With a token: refuses (STALE) when it would no longer do what that preview showed. */
  start: oc.input(RestoreSpec.extend({ token: z.string().optional() })).output(RunStarted).errors({ ...writingErrors, STALE: errors.STALE }),
  /** Puts back the files a restore kept aside, in place of those it wrote. What it created where nothing was stays. */
  undo: oc.input(RunStarted).output(RunStarted).errors(openingErrors),
};
