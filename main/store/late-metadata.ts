/** Metadata a walk leaves for later because it costs: taken from the parent snapshot where that knows the same entry, untouched since. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Entry, LateMetadata, RawPath, StoredEntry } from '../entry/entry.ts';

/** Another program, account or machine may not have seen all of it. */
export const trustsParent = (parent: Snapshot | null, uid: number, hostname: string): boolean =>
  parent?.program_version?.startsWith('holdfast ') === true && (parent.uid ?? 0) === uid && parent.hostname === hostname;

/** Fills in what is not known yet. @param late null: all of it is. */
export function complete(entry: Entry, path: RawPath, previous: StoredEntry | null, late: LateMetadata | null): void {
  if (late === null) return;
  const isSame = previous?.type === entry.type && previous.inode === entry.inode && previous.ctime === entry.ctime && previous.mtime === entry.mtime;
  if (!isSame) late.complete(entry, path);
  else if (previous.xattrs !== undefined) entry.xattrs = previous.xattrs;
}
