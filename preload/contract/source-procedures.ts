/** What can be asked of sources before anything is backed up. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errors } from './errors.ts';
import { SourceSpec } from './folder-spec.ts';

const count = z.int().nonnegative();
const { BUG, DENIED, INVALID, MISSING, OFFLINE, UNSUPPORTED } = errors;

/** Somewhere to begin looking: a well-known folder or a mounted volume. */
export const Landmark = z.object({
  kind: z.enum(['home', 'documents', 'pictures', 'music', 'videos', 'desktop', 'downloads', 'root', 'volume']),
  name: z.string(), path: z.string(),
  /** Of volumes. */
  freeBytes: count.nullable(), totalBytes: count.nullable(), fileSystem: z.string().nullable(),
});
export type Landmark = z.infer<typeof Landmark>;

/** Why a pattern is offered; the window has the words. */
export const ExcludeReason = z.enum(['caches', 'trash', 'dependencies', 'temporary', 'virtual-machines', 'downloads']);
export type ExcludeReason = z.infer<typeof ExcludeReason>;

/** Something to leave out that most people would; `preselected`: can always be made again. */
export const ExcludeSuggestion = z.object({ patterns: z.array(z.string()).min(1), reason: ExcludeReason, preselected: z.boolean() });
export type ExcludeSuggestion = z.infer<typeof ExcludeSuggestion>;

const Size = z.object({ files: count, bytes: count });

/** What has been counted so far; the last one has `done`. */
export const Measure = z.object({
  /** What would be backed up. */
  kept: Size,
  excluded: Size,
  /** For each path and each pattern asked about, in that order. */
  paths: z.array(Size.extend({ path: z.string() })),
  patterns: z.array(Size.extend({ pattern: z.string() })),
  unreadable: count,
  done: z.boolean(),
});
export type Measure = z.infer<typeof Measure>;

export const FolderListing = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  /** In name order. `readable`: it can be entered. */
  folders: z.array(z.object({ name: z.string(), path: z.string(), hidden: z.boolean(), readable: z.boolean() })),
  /** There are more than were listed (10,000). */
  more: z.boolean(),
});
export type FolderListing = z.infer<typeof FolderListing>;

export const source = {
  /** What people usually want protected on this machine, and what they usually leave out. */
  list: oc.output(z.object({ folders: z.array(Landmark), landmarks: z.array(Landmark), excludes: z.array(ExcludeSuggestion) })).errors({ BUG }),
  /** The folders in one folder (default: the home folder), for choosing one. */
  browse: oc.input(z.object({ path: z.string().min(1).optional() })).output(FolderListing).errors({ BUG, DENIED, INVALID, MISSING, OFFLINE }),
  /** Counts what a source holds and what its excludes take away, at most 5 times a second. Reads no file. */
  measure: oc.input(z.object({ source: SourceSpec })).output(eventIterator(Measure)).errors({ BUG, DENIED, INVALID, MISSING, OFFLINE, UNSUPPORTED }),
};
