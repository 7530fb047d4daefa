/** What can be asked of snapshots. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { Entry } from './entry.ts';
import { errors } from './errors.ts';
import { ForgetGroup, GroupBy } from './forget.ts';
import { RetentionPolicy } from './retention.ts';
import { DestinationRef, RunStarted, SnapshotRef } from './run-id.ts';
import { SnapshotFilter } from './snapshot-filter.ts';
import { Snapshot } from './snapshot.ts';

const count = z.int().nonnegative();

/** One difference: `+` added, `-` removed, `M` content, `U` metadata only, `T` type. */
export const DiffChange = z.object({ modifier: z.string(), path: z.string(), type: z.string(), sizeBefore: count, sizeAfter: count });
export type DiffChange = z.infer<typeof DiffChange>;

const DiffCounts = z.object({ files: count, dirs: count, others: count, data_blobs: count, tree_blobs: count, bytes: count });
export const DiffStatistics = z.object({ changed_files: count, added: DiffCounts, removed: DiffCounts, from: z.string(), to: z.string() });
export type DiffStatistics = z.infer<typeof DiffStatistics>;

export const SearchHit = z.object({ snapshot: z.string(), time: z.string(), entry: Entry });
export type SearchHit = z.infer<typeof SearchHit>;

const at = z.object({ destination: DestinationRef });
const { BUG, DAMAGED, DENIED, EXISTS, FULL, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, STALE, UNSUPPORTED, WRONG_PASSWORD } = errors;
const opening = { BUG, DAMAGED, DENIED, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD };
const writing = { ...opening, EXISTS, FULL };

export const snapshotProcedures = {
  /** Oldest first. `latest`: only the newest n of each host and paths. */
  list: oc.input(at.extend({ filter: SnapshotFilter.prefault({}), latest: z.int().positive().optional(), cursor: z.string().optional(), limit: z.int().min(1).max(10_000).default(1000) }))
    .output(z.object({ snapshots: z.array(Snapshot), next: z.string().nullable() })).errors(opening),
  get: oc.input(at.extend({ snapshot: SnapshotRef, filter: SnapshotFilter.prefault({}) })).output(z.object({ snapshot: Snapshot, path: z.string() })).errors(opening),
  /** One directory, a page at a time, in name order. */
  entries: oc.input(at.extend({ snapshot: SnapshotRef, path: z.string().default('/'), cursor: z.string().optional(), limit: z.int().min(1).max(5000).default(500) }))
    .output(z.object({ entries: z.array(Entry), next: z.string().nullable() })).errors(opening),
  /** Everything below a path (default: the whole snapshot), depth first, in batches. `paths`: only these, with their parents. */
  walk: oc.input(at.extend({ snapshot: SnapshotRef, filter: SnapshotFilter.prefault({}), paths: z.array(z.string()).default([]), recursive: z.boolean().default(true) }))
    .output(eventIterator(z.array(Entry))).errors(opening),
  /** Entries by name pattern (`*`, `?`, `[…]`; with a slash: by path) over all snapshots that the filter lets through, newest first. */
  search: oc.input(at.extend({
    patterns: z.array(z.string()).min(1), ignoreCase: z.boolean().default(false), filter: SnapshotFilter.prefault({}),
    type: z.string().optional(), newest: z.string().optional(), oldest: z.string().optional(),
  })).output(eventIterator(z.array(SearchHit))).errors(opening),
  diff: oc.input(at.extend({ from: SnapshotRef, to: SnapshotRef, metadata: z.boolean().default(false) }))
    .output(eventIterator(z.array(DiffChange), DiffStatistics)).errors(opening),
  tag: oc.input(at.extend({ filter: SnapshotFilter, set: z.array(z.string()).optional(), add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) }))
    .output(z.object({ changed: z.array(z.object({ from: z.string(), to: z.string() })) })).errors(writing),
  /** What a policy, or a list of ids, would forget. The token is good for this very state of the destination. */
  forgetPreview: oc.input(at.extend({ filter: SnapshotFilter.prefault({}), policy: RetentionPolicy.optional(), groupBy: z.array(GroupBy).default(['host', 'paths']), allowRemoveLast: z.boolean().default(false) }))
    .output(z.object({ token: z.string(), groups: z.array(ForgetGroup) })).errors(opening),
  forget: oc.input(at.extend({ token: z.string() })).output(z.object({ removed: z.array(z.string()) })).errors({ ...writing, STALE }),
  /** `repair`: also sends what snapshots that are there already have lost. */
  copy: oc.input(z.object({ from: DestinationRef, to: z.string().min(1), filter: SnapshotFilter.prefault({}), repair: z.boolean().default(false) })).output(RunStarted).errors(writing),
};
