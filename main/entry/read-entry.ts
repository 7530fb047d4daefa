/** A file of this machine as an Entry: all that can be known without opening it. */
import { lstatSync, readlinkSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { Problem } from '../base/call.ts';
import { toFault } from '../base/fault.ts';
import type { Entry, EntryType, RawName, RawPath, Xattr } from './entry.ts';
import { fsPath, showName } from './name.ts';
import { native, SystemError } from './native.ts';
import type { Native } from './native.ts';
import { systemOwners } from './owners.ts';
import type { Owners } from './owners.ts';

export interface ReadOptions {
  /** Told of extended attributes that could not be read; the entry comes without them. */
  report(problem: Problem): void;
  /** The system's, unless a test has its own. Null: no extended attributes are read. */
  native?: Native | null;
  owners?: Owners;
}

const TYPES: Readonly<Record<number, EntryType | undefined>> = {
  0o100000: 'file',
  0o040000: 'dir',
  0o120000: 'symlink',
  0o060000: 'dev',
  0o020000: 'chardev',
  0o010000: 'fifo',
  0o140000: 'socket',
};

/** What an entry of the file system is; null for types no POSIX system has. */
export const typeOf = (stats: BigIntStats): EntryType | null => TYPES[Number(stats.mode) & 0o170000] ?? null;

/**
 * The entry at a path, links not followed.
 * @param name its name in the snapshot: that of the path, except for `/`.
 * @throws the system's error when it cannot be looked at.
 */
export function readEntry(path: RawPath, name: RawName, options: ReadOptions): Entry {
  return entryFromStats(path, name, lstatSync(fsPath(path), { bigint: true }), options);
}

/** The same, for a caller that has the stats already. */
export function entryFromStats(path: RawPath, name: RawName, stats: BigIntStats, options: ReadOptions): Entry {
  const { ino, dev, rdev, mtimeNs, atimeNs, ctimeNs } = stats;
  const [mode, uid, gid, nlink, size] = [Number(stats.mode), Number(stats.uid), Number(stats.gid), Number(stats.nlink), Number(stats.size)];
  const entry = entryOf({ mode, uid, gid, nlink, size, ino, dev, rdev, mtimeNs, atimeNs, ctimeNs }, name, options.owners);
  if (entry.type === 'symlink') entry.linkTarget = readlinkSync(fsPath(path), 'latin1');
  completeEntry(entry, path, options);
  return entry;
}

/** Fills in the extended attributes, which take a system call of their own. */
export function completeEntry(entry: Entry, path: RawPath, options: ReadOptions): void {
  const xattrs = entry.type === 'symlink' ? undefined : readXattrs(path, entry.deviceId, options);
  if (xattrs !== undefined) entry.xattrs = xattrs;
}

/** What the system tells of a file: the members of Node's stats that count. */
export interface FileStatus extends Pick<BigIntStats, 'ino' | 'dev' | 'rdev' | 'mtimeNs' | 'atimeNs' | 'ctimeNs'> {
  mode: number;
  uid: number;
  gid: number;
  nlink: number;
  size: number;
}

/** An entry without the target of a link and extended attributes. */
export function entryOf(stats: FileStatus, name: RawName, owners: Owners = systemOwners()): Entry {
  const { mode, uid, gid } = stats;
  const type = TYPES[mode & 0o170000];
  if (type === undefined) throw new Error(`File type ${(mode >> 12).toString(8)} is unknown`);
  const entry: Entry = {
    name,
    type,
    mode: mode & 0o7777,
    uid,
    gid,
    user: owners.user(uid),
    group: owners.group(gid),
    mtime: stats.mtimeNs,
    atime: stats.atimeNs,
    ctime: stats.ctimeNs,
    inode: BigInt.asUintN(64, stats.ino),
    deviceId: BigInt.asUintN(64, stats.dev),
    links: HAS_LINKS.has(type) ? stats.nlink : 0,
    size: type === 'file' ? stats.size : 0,
  };
  if (type === 'dev' || type === 'chardev') entry.rdev = BigInt.asUintN(64, stats.rdev);
  return entry;
}

/** Types whose link count is kept: those that can have a second name worth restoring. */
const HAS_LINKS = new Set<EntryType>(['file', 'symlink', 'dev', 'chardev']);

/** File systems found to have no extended attributes: not asked again for each of their files. */
const without = new Set<bigint>();

function readXattrs(path: RawPath, deviceId: bigint, options: ReadOptions): Xattr[] | undefined {
  const calls = options.native === undefined ? native() : options.native;
  if (calls === null || without.has(deviceId)) return undefined;
  let names: RawName[];
  try {
    names = calls.listXattrs(path);
  } catch (error) {
    if (error instanceof SystemError && NO_XATTRS.has(error.code)) without.add(deviceId);
    else options.report(unreadable(path, 'The extended attributes', error));
    return undefined;
  }
  if (names.length === 0) return undefined;
  const xattrs = names.map((name) => readXattr(calls, path, name, options)).filter((xattr) => xattr !== null);
  return xattrs.length === 0 ? undefined : xattrs;
}

function readXattr(calls: Native, path: RawPath, name: RawName, options: ReadOptions): Xattr | null {
  try {
    return { name, value: calls.getXattr(path, name) };
  } catch (error) {
    options.report(unreadable(path, `The extended attribute "${showName(name)}"`, error));
    return null;
  }
}

/** One error, two names, depending on the system's headers. */
const NO_XATTRS = new Set(['ENOTSUP', 'EOPNOTSUPP']);

function unreadable(path: RawPath, what: string, error: unknown): Problem {
  const item = showName(path);
  return { item, during: 'scan', severity: 'warning', fault: toFault(error, `${what} of "${item}" cannot be read`, { path: item }) };
}
