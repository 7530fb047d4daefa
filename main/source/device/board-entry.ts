/** A file or directory of a board as an Entry: what its file system does not keep has one fixed value. */
import type { Entry, RawName } from '../../entry/entry.ts';
import type { BoardEntry } from '../../serial/board.ts';

/** @param identity stands where other file systems have an inode: changes when the content does (see `identities.ts`). */
export function entryOf({ type, size, mtime }: BoardEntry, name: RawName, identity: bigint): Entry {
  const time = BigInt(mtime) * 1_000_000_000n;
  const isDirectory = type === 'dir';
  return {
    name,
    type: isDirectory ? 'dir' : 'file',
    mode: isDirectory ? 0o755 : 0o644,
    uid: 0,
    gid: 0,
    user: '',
    group: '',
    mtime: time,
    atime: time,
    ctime: time,
    inode: identity,
    deviceId: 0n,
    links: 1,
    size: isDirectory ? 0 : size,
  };
}
