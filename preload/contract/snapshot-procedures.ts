/** What can be asked of snapshots. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { Freed, MergePlan } from './archive.ts';
import { ExportSpec, ImportSpec } from './archive-file.ts';
import { Entry } from './entry.ts';
import { errors, openingErrors, writingErrors } from './errors.ts';
import { ForgetGroup, GroupBy } from './forget.ts';
import { PlanId } from './plan-settings.ts';
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

/** How an entry of a snapshot compares with what lies at its place now; `unknown`: it cannot be looked at. */
export const EntryNow = z.enum(['same', 'changed', 'gone', 'unknown']);
export type EntryNow = z.infer<typeof EntryNow>;

export const ListedEntry = Entry.extend({ now: EntryNow.optional() });
export type ListedEntry = z.infer<typeof ListedEntry>;

/** One state of a file or directory, and how many more snapshots (older ones) hold the same. */
export const EntryVersion = z.object({ snapshot: z.string(), time: z.string(), entry: Entry, alsoIn: count });
export type EntryVersion = z.infer<typeof EntryVersion>;

/** `hits`: paths seen for the first time, in their newest snapshot. `again`: known paths met in so many older snapshots since the last batch. */
export const FindBatch = z.object({
  hits: z.array(SearchHit),
  again: z.array(z.object({ path: z.string(), snapshots: count })),
  searched: count, of: count,
});
export type FindBatch = z.infer<typeof FindBatch>;

/** Why a snapshot stays under a policy, and when it would go if backups continued once a day; null: it stays for good. */
export const Keeping = z.object({ snapshot: z.string(), keep: z.boolean(), reasons: z.array(z.string()), until: z.string().nullable() });
export type Keeping = z.infer<typeof Keeping>;

/** What of a file can be shown. `url`: where this host serves the bytes for a while, relative to the page; they never travel over the contract. */
export const FilePreview = z.object({
  kind: z.enum(['text', 'image', 'binary', 'too-large']),
  mime: z.string(), size: count, url: z.string().nullable(),
  /** Only the beginning is shown. */
  truncated: z.boolean(),
});
export type FilePreview = z.infer<typeof FilePreview>;

const at = z.object({ destination: DestinationRef });
const Walk = at.extend({ snapshot: SnapshotRef, filter: SnapshotFilter.prefault({}), paths: z.array(z.string()).default([]), recursive: z.boolean().default(true) });
const { STALE } = errors;

export const snapshotProcedures = {
  /** Oldest first. `latest`: only the newest n of each host and paths. */
  list: oc.input(at.extend({ filter: SnapshotFilter.prefault({}), latest: z.int().positive().optional(), cursor: z.string().optional(), limit: z.int().min(1).max(10_000).default(1000) }))
    .output(z.object({ snapshots: z.array(Snapshot), next: z.string().nullable() })).errors(openingErrors),
  get: oc.input(at.extend({ snapshot: SnapshotRef, filter: SnapshotFilter.prefault({}) })).output(z.object({ snapshot: Snapshot, path: z.string() })).errors(openingErrors),
  /**
   * One directory, a page at a time, in name order. `cursor`: how many entries to pass over, in digits, so that any part can be looked at first.
   * `compare`: each entry with what lies at its place now. `total`: entries of the directory.
   */
  entries: oc.input(at.extend({
    snapshot: SnapshotRef, path: z.string().default('/'), cursor: z.string().optional(), limit: z.int().min(1).max(5000).default(500),
    compare: z.boolean().default(false), directoriesOnly: z.boolean().default(false),
  })).output(z.object({ entries: z.array(ListedEntry), next: z.string().nullable(), total: count })).errors(openingErrors),
  /** All states one path had, newest first, each once. */
  versions: oc.input(at.extend({ path: z.string().min(1), filter: SnapshotFilter.prefault({}) })).output(eventIterator(z.array(EntryVersion))).errors(openingErrors),
  /** Like search, but each path comes once, and then only counts. Case is ignored; a word without wildcards is looked for anywhere in the name. */
  find: oc.input(at.extend({ text: z.string().min(1), filter: SnapshotFilter.prefault({}) })).output(eventIterator(FindBatch)).errors(openingErrors),
  preview: oc.input(at.extend({ snapshot: SnapshotRef, path: z.string().min(1) })).output(FilePreview).errors(openingErrors),
  /**
   * What a policy means for every snapshot that the filter lets through; null: everything is kept. With a plan: as that plan's own runs
   * apply it, to its own snapshots and to no others; without: to each host and set of paths by itself.
   */
  keeping: oc.input(at.extend({ filter: SnapshotFilter.prefault({}), policy: RetentionPolicy.nullable(), plan: PlanId.optional() })).output(z.array(Keeping)).errors(openingErrors),
  /** Everything below a path (default: the whole snapshot), depth first, in batches. `paths`: only these, with their parents. */
  walk: oc.input(Walk)
    .output(eventIterator(z.array(Entry))).errors(openingErrors),
  /** The same, only the paths, which is several times as fast. */
  paths: oc.input(Walk).output(eventIterator(z.array(z.string()))).errors(openingErrors),
  /** Entries by name pattern (`*`, `?`, `[…]`; with a slash: by path) over all snapshots that the filter lets through, newest first. */
  search: oc.input(at.extend({
    patterns: z.array(z.string()).min(1), ignoreCase: z.boolean().default(false), filter: SnapshotFilter.prefault({}),
    type: z.string().optional(), newest: z.string().optional(), oldest: z.string().optional(),
  })).output(eventIterator(z.array(SearchHit))).errors(openingErrors),
  diff: oc.input(at.extend({ from: SnapshotRef, to: SnapshotRef, metadata: z.boolean().default(false) }))
    .output(eventIterator(z.array(DiffChange), DiffStatistics)).errors(openingErrors),
  tag: oc.input(at.extend({ filter: SnapshotFilter, set: z.array(z.string()).optional(), add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) }))
    .output(z.object({ changed: z.array(z.object({ from: z.string(), to: z.string() })) })).errors(writingErrors),
  /** What a policy, or a list of ids, would forget. The token is good for this very state of the destination. `needsPrune`: forgetting alone frees no space there. */
  forgetPreview: oc.input(at.extend({ filter: SnapshotFilter.prefault({}), policy: RetentionPolicy.optional(), groupBy: z.array(GroupBy).default(['host', 'paths']), allowRemoveLast: z.boolean().default(false) }))
    .output(z.object({
      token: z.string(), groups: z.array(ForgetGroup), needsPrune: z.boolean(),
      /** Of archives: what goes at once. Null for formats that free space in another step. */
      freed: Freed.nullable(),
    })).errors(openingErrors),
  forget: oc.input(at.extend({ token: z.string() })).output(z.object({ removed: z.array(z.string()) })).errors({ ...writingErrors, STALE }),
  /** Of archives: what folding a chain up to a snapshot into one full archive would do. The token is good for this very state. */
  mergePreview: oc.input(at.extend({ snapshot: SnapshotRef, filter: SnapshotFilter.prefault({}) })).output(z.object({ token: z.string(), plan: MergePlan })).errors(writingErrors),
  merge: oc.input(at.extend({ token: z.string() })).output(RunStarted).errors({ ...writingErrors, STALE }),
  /** `repair`: also sends what snapshots that are there already have lost. */
  /** One archive of a snapshot of any format. */
  export: oc.input(ExportSpec).output(RunStarted).errors(writingErrors),
  /** A snapshot of an archive; nothing that is damaged or leads out of it becomes one. */
  import: oc.input(ImportSpec).output(RunStarted).errors(writingErrors),
  copy: oc.input(z.object({ from: DestinationRef, to: z.string().min(1), filter: SnapshotFilter.prefault({}), repair: z.boolean().default(false) })).output(RunStarted).errors(writingErrors),
};
