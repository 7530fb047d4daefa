/** An entry as the contract shows it. */
import type { Entry } from '../../preload/contract/entry.ts';
import { showName, toBytes } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';
import type { StoredItem } from '../store/store.ts';
import { formatTime } from '../store/tree/time.ts';

export const showEntry = ({ entry, path }: StoredItem): Entry => ({
  name: showName(entry.name), path: showName(path), rawPath: textOf(path), type: entry.type, size: entry.size, mode: entry.mode, uid: entry.uid, gid: entry.gid, user: entry.user, group: entry.group,
  mtime: formatTime(entry.mtime), atime: formatTime(entry.atime), ctime: formatTime(entry.ctime), inode: String(entry.inode),
  deviceId: String(entry.deviceId), ...(entry.type === 'dir' ? {} : { links: entry.links }),
  linkTarget: entry.linkTarget === undefined ? null : showName(entry.linkTarget),
});

/** Nearly all paths are plain ASCII, and the same as bytes and as text. */
const textOf = (path: RawPath): string => (showName(path) === path ? path : toBytes(path).toString('utf8'));
