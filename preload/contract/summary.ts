/** What a backup did, in numbers: part of a run's result and, since restic 0.17, of the snapshot itself. */
import { z } from 'zod';

const count = z.int().nonnegative();

/** What a backup did, under restic's names (summary of `restic backup --json`, since 0.17 also kept in the snapshot). */
export const BackupSummary = z.object({
  backup_start: z.string(),
  backup_end: z.string(),
  files_new: count,
  files_changed: count,
  files_unmodified: count,
  dirs_new: count,
  dirs_changed: count,
  dirs_unmodified: count,
  data_blobs: count,
  tree_blobs: count,
  /** Bytes before compression. */
  data_added: count,
  /** Bytes as stored. */
  data_added_packed: count,
  total_files_processed: count,
  total_bytes_processed: count,
});
export type BackupSummary = z.infer<typeof BackupSummary>;
