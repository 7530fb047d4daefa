/** A folder source: which paths, and what of them is left out. */
import { z } from 'zod';

/** Patterns as restic reads them: `*`, `?`, `[…]`, `**`, a leading `!` takes back, a leading `/` is absolute. */
export const Excludes = z.object({
  patterns: z.array(z.string()).default([]),
  patternsIgnoreCase: z.array(z.string()).default([]),
  /** Absolute paths of files with one pattern a line. */
  files: z.array(z.string()).default([]),
  /** Leave out what lies beside a valid CACHEDIR.TAG. */
  caches: z.boolean().default(false),
  /** `NAME[:HEADER]`: leave out what lies beside such a file. */
  ifPresent: z.array(z.string()).default([]),
  oneFileSystem: z.boolean().default(false),
  /** Bytes. */
  largerThan: z.int().positive().nullable().default(null),
});
export type Excludes = z.infer<typeof Excludes>;

export const FolderSpec = z.object({
  kind: z.literal('folder'),
  /** Absolute. */
  paths: z.array(z.string().min(1)).min(1),
  excludes: Excludes.prefault({}),
});
export type FolderSpec = z.infer<typeof FolderSpec>;

/** Any source; told apart by its kind. */
export const SourceSpec = z.discriminatedUnion('kind', [FolderSpec]);
export type SourceSpec = z.infer<typeof SourceSpec>;
