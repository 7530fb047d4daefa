/** Whether an entry is what the link before has: then it is not stored again. */
import type { Entry, StoredEntry, Xattr } from '../../../entry/entry.ts';

/** All that is kept of an entry besides its content. */
export const hasSameMetadata = (entry: Entry, previous: StoredEntry): boolean =>
  entry.type === previous.type && entry.mode === previous.mode && entry.uid === previous.uid && entry.gid === previous.gid && entry.mtime === previous.mtime && hasSameXattrs(entry.xattrs ?? [], previous.xattrs ?? []);

/** Of entries without content. */
export const isSameSpecial = (entry: Entry, previous: StoredEntry): boolean => hasSameMetadata(entry, previous) && entry.linkTarget === previous.linkTarget && entry.rdev === previous.rdev;

function hasSameXattrs(a: readonly Xattr[], b: readonly Xattr[]): boolean {
  if (a.length !== b.length) return false;
  const others = new Map(b.map(({ name, value }) => [name, value]));
  return a.every(({ name, value }) => others.has(name) && Buffer.compare(value ?? new Uint8Array(0), others.get(name) ?? new Uint8Array(0)) === 0);
}
