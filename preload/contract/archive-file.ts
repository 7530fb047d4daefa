/** A snapshot as one archive file, and an archive file as a snapshot. */
import { z } from 'zod';
import { DestinationRef, SnapshotRef } from './run-id.ts';
import { SnapshotFilter } from './snapshot-filter.ts';

export const ArchiveFileFormat = z.enum(['tar', 'tar.gz', 'tar.zst', 'zip', 'blb']);
export type ArchiveFileFormat = z.infer<typeof ArchiveFileFormat>;

export const ExportSpec = z.object({
  destination: DestinationRef,
  snapshot: SnapshotRef,
  filter: SnapshotFilter.prefault({}),
  /** Path of the archive to be made, never written over; `-`: the output of a command line. */
  file: z.string().min(1),
  /** Absent: what the file's ending says. */
  format: ArchiveFileFormat.optional(),
  /** Patterns, as for restores. */
  includes: z.array(z.string().min(1)).default([]),
  excludes: z.array(z.string().min(1)).default([]),
});
export type ExportSpec = z.infer<typeof ExportSpec>;

export const ImportSpec = z.object({
  /** Path of a tar, zip or blb anybody made, or of its first volume. */
  file: z.string().min(1),
  to: DestinationRef,
  /** Passphrase or secret key, where it is encrypted. */
  secret: z.string().min(1).optional(),
  /** In place of what the archive says: RFC 3339, this machine's name, where its entries lie. */
  time: z.string().optional(),
  host: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
  tags: z.array(z.string().min(1)).default([]),
});
export type ImportSpec = z.infer<typeof ImportSpec>;
