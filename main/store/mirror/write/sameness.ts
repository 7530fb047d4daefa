/** Whether an entry is what the previous snapshot has: only then may it be the same file there. */
import { isUnchanged } from '../../tally.ts';
import type { Entry, StoredEntry, Xattr } from '../../../entry/entry.ts';

/** Content as far as the file system tells without reading, and every bit of metadata: a link shares both. */
export function isSameFile(entry: Entry, previous: StoredEntry): boolean {
  return isUnchanged(entry, previous) && hasSameMetadata(entry, previous);
}

/** Of entries without content. */
export const isSameSpecial = (entry: Entry, previous: StoredEntry): boolean =>
  entry.type === previous.type && entry.inode !== 0n && entry.inode === previous.inode && entry.ctime === previous.ctime && entry.linkTarget === previous.linkTarget && entry.rdev === previous.rdev && hasSameMetadata(entry, previous);

/** All that a link would share besides the content. */
export const hasSameMetadata = (entry: Entry, previous: StoredEntry): boolean =>
  entry.mode === previous.mode && entry.uid === previous.uid && entry.gid === previous.gid && entry.mtime === previous.mtime && hasSameXattrs(entry.xattrs ?? [], previous.xattrs ?? []);

/**
 * A file whose inode or ctime is another may still be the previous version. Where that had several names, only if it is that very file:
 * else two files would become one.
 */
export const mayBeSame = (entry: Entry, previous: StoredEntry): boolean =>
  previous.type === 'file' && entry.size === previous.size && entry.size > 0 && previous.content?.length === 1 && hasSameMetadata(entry, previous)
  && (previous.links <= 1 || (entry.inode !== 0n && entry.inode === previous.inode));

function hasSameXattrs(a: readonly Xattr[], b: readonly Xattr[]): boolean {
  if (a.length !== b.length) return false;
  const others = new Map(b.map(({ name, value }) => [name, value]));
  return a.every(({ name, value }) => others.has(name) && Buffer.compare(value ?? new Uint8Array(0), others.get(name) ?? new Uint8Array(0)) === 0);
}
