/** What a restore is asked for, and what it reports. */
import type { Entry, RawPath } from '../entry/entry.ts';
import type { Overwrite } from '../source/target.ts';
import type { RestorePlace } from './restore-paths.ts';

export interface RestoreOptions extends RestorePlace {
  includes: readonly string[];
  excludes: readonly string[];
  /** Only these entries with all below them, absolute in the snapshot, exact; absent: everything. */
  paths?: readonly RawPath[];
  overwrite: Overwrite;
  /** Suffix under which what would be replaced is kept aside; null: replace it. */
  keepAside: string | null;
  delete: boolean;
  verify: boolean;
  dryRun: boolean;
  stopOnError: boolean;
  /** Told of every entry that was, or would be, handled. `entries`: how many a deletion takes. */
  tell?: (action: RestoreAction, path: RawPath, size: number, entries: number) => void;
  /** Remembers what is kept aside. */
  journal?: AsideJournal;
}

/** What a restore kept aside, and what it put in its place: enough to put it back. */
export interface AsideJournal {
  /** Before the file is renamed. Paths relative to the target's root. @param entry what will be at the path; null: a directory. */
  aside(path: RawPath, aside: RawPath, entry: Entry | null): void;
  /** Called now and then, and at the end. */
  flush(): void;
}

export type RestoreAction = 'created' | 'replaced' | 'kept' | 'unchanged' | 'deleted';

export interface RestoreReport {
  counts: Record<RestoreAction, number>;
  files: number;
  bytes: number;
  verified: number | null;
  /** Existing entries that were renamed instead of replaced. */
  aside: number;
}
