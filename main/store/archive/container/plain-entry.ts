/** Entries of things that are not on any disk. */
import type { Entry } from '../../../entry/entry.ts';

/** A file of the container itself. */
export const plainFile = (name: string, size: number, mtime: bigint): Entry => ({
  name,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  user: '',
  group: '',
  mtime: (mtime / 1_000_000_000n) * 1_000_000_000n,
  atime: mtime,
  ctime: mtime,
  inode: 0n,
  deviceId: 0n,
  links: 1,
  size,
});
