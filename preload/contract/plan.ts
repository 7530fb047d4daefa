/** A Plan: sources, destinations and how. This version runs plans given whole; named ones come with schedules. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errors } from './errors.ts';
import { RunStarted, SnapshotRef } from './run-id.ts';

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

export const BackupSpec = z.object({
  source: FolderSpec,
  /** Names or addresses, each written in turn; empty: the default vault, which is made when there is none yet. */
  destinations: z.array(z.string().min(1)).default([]),
  tags: z.array(z.string()).default([]),
  /** Taken for this machine's name. */
  host: z.string().optional(),
  /** RFC 3339; default now. */
  time: z.string().optional(),
  /** Compare with this snapshot instead of the newest one of the same host and paths. */
  parent: SnapshotRef.optional(),
  /** Read everything again, whatever the parent says. */
  force: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  /** Make no snapshot when nothing changed. */
  skipIfUnchanged: z.boolean().default(false),
  limitUpload: z.int().positive().optional(),
  limitDownload: z.int().positive().optional(),
  /** Tell of every entry as an `item` event. */
  items: z.boolean().default(false),
});
export type BackupSpec = z.infer<typeof BackupSpec>;

const { BUG, DAMAGED, DENIED, EXISTS, FULL, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD } = errors;

export const plan = {
  run: oc.input(BackupSpec).output(RunStarted.extend({
    /** Set when this run is the first and made the default vault. */
    created: z.object({ address: z.string(), secretStore: z.string() }).nullable(),
  })).errors({ BUG, DAMAGED, DENIED, EXISTS, FULL, INVALID, LOCKED, MISSING, NEWER, NO_DESTINATION, OFFLINE, UNSUPPORTED, WRONG_PASSWORD }),
};

