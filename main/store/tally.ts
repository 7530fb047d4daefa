/** Counts what a backup did, under restic's names. */
import type { BackupSummary } from '../../preload/contract/snapshot.ts';
import type { Entry, StoredEntry } from '../entry/entry.ts';
import { formatTime } from './tree/time.ts';

/** What a backup stored. */
export interface Added {
  blobs: [data: number, tree: number];
  /** Bytes before compression. */
  plain: number;
  /** Bytes as stored, without pack headers. */
  stored: number;
}

type Change = 'new' | 'changed' | 'unmodified';

export class Tally {
  readonly files: Record<Change, number> = { new: 0, changed: 0, unmodified: 0 };
  readonly dirs: Record<Change, number> = { new: 0, changed: 0, unmodified: 0 };
  bytes = 0;

  summary(start: number, end: number, added: Added): BackupSummary {
    return {
      backup_start: formatTime(BigInt(start) * 1_000_000n),
      backup_end: formatTime(BigInt(end) * 1_000_000n),
      files_new: this.files.new, files_changed: this.files.changed, files_unmodified: this.files.unmodified,
      dirs_new: this.dirs.new, dirs_changed: this.dirs.changed, dirs_unmodified: this.dirs.unmodified,
      data_blobs: added.blobs[0], tree_blobs: added.blobs[1],
      data_added: added.plain, data_added_packed: added.stored,
      total_files_processed: this.files.new + this.files.changed + this.files.unmodified,
      total_bytes_processed: this.bytes,
    };
  }
}

/** Same content, as far as the file system tells without reading: restic's rule (type, size, mtime, ctime, inode). */
export const isUnchanged = (entry: Entry, previous: StoredEntry): boolean =>
  previous.type === 'file' && entry.size === previous.size && entry.mtime === previous.mtime && entry.ctime === previous.ctime && entry.inode === previous.inode;

/** Of a directory, all that counts but what is in it. */
export const isSameDirectory = (entry: Entry, previous: StoredEntry): boolean =>
  entry.mode === previous.mode && entry.mtime === previous.mtime && entry.ctime === previous.ctime && entry.uid === previous.uid && entry.gid === previous.gid;
