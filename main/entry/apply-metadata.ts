/** Puts an entry's owner, permissions, extended attributes and times on a file: what cannot be set is said, never thrown. */
import { chmodSync, fchmodSync, fchownSync, lchownSync, lstatSync, lutimesSync } from 'node:fs';
import { toFault } from '../base/fault.ts';
import type { Entry, RawName, RawPath } from './entry.ts';
import { fsPath, showName } from './name.ts';
import { native } from './native.ts';
import type { Native } from './native.ts';

/** What of an entry is put on a file. */
export type Metadata = Pick<Entry, 'type' | 'mode' | 'uid' | 'gid' | 'mtime' | 'atime' | 'xattrs'>;

export interface ApplyOptions {
  /** Whether this process may give files away; default: whether it runs as root. */
  isRoot?: boolean;
  /** The system's, unless a test has its own. Null: no extended attributes, times to the microsecond at best. */
  native?: Native | null;
}

/**
 * Makes the file at `path`, which has the entry's type, what the entry says. A link's own metadata is set, not that of its target.
 * @returns a sentence for everything that could not be set.
 */
export function applyMetadata(path: RawPath, entry: Metadata, options: ApplyOptions = {}): string[] {
  const calls = options.native === undefined ? native() : options.native;
  const unset: string[] = [];
  const attempt = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      unset.push(toFault(error, `${what} of "${showName(path)}" could not be set`).message);
    }
  };
  // The order matters: a new owner clears setuid and capabilities, an ACL rewrites the group bits, everything touches the times.
  attempt('The owner', () => setOwner(path, entry, options.isRoot ?? process.geteuid?.() === 0));
  if (entry.type !== 'symlink') {
    if (calls !== null) setXattrs(calls, path, entry, attempt);
    else if (entry.xattrs !== undefined) unset.push(`The extended attributes of "${showName(path)}" could not be set: this is not supported here.`);
    attempt('The permissions', () => chmodSync(fsPath(path), entry.mode));
  }
  attempt('The times', () => setTimes(calls, path, entry));
  return unset;
}

/** How a file is when this process makes it in a directory. */
export interface NewFile {
  uid: number;
  gid: number;
  /** Whether it is given attributes: `givesAttributes`. */
  inherits: boolean;
}

/** The same for a regular file this process has just made and still has open: one call each for what differs, and no look for attributes to take away. */
export function applyToNewFile(fd: number, path: RawPath, entry: Metadata, { uid, gid, inherits }: NewFile): string[] {
  const calls = native();
  if (calls === null || inherits || entry.xattrs !== undefined) return applyMetadata(path, entry);
  try {
    if (entry.uid !== uid || entry.gid !== gid) fchownSync(fd, entry.uid, entry.gid);
    fchmodSync(fd, entry.mode);
    calls.setTimesOf(fd, entry.atime, entry.mtime);
    return [];
  } catch {
    return applyMetadata(path, entry); // which sets what can be set, and says what cannot
  }
}

/** Whether the directory hands an access control list to what is made in it. */
export function givesAttributes(dir: RawPath): boolean {
  const calls = native();
  return calls !== null && namesOn(calls, dir).includes('system.posix_acl_default');
}

/** Asks first where giving away is not allowed: most files belong to whoever restores them already. */
function setOwner(path: RawPath, { uid, gid }: Metadata, isRoot: boolean): void {
  if (!isRoot) {
    if (process.platform === 'win32') return; // no owners by number there
    const now = lstatSync(fsPath(path));
    if (now.uid === uid && now.gid === gid) return;
  }
  lchownSync(fsPath(path), uid, gid);
}

type Attempt = (what: string, work: () => void) => void;

/** Only what differs is written; what the entry does not have is removed where it would grant or hold something. */
function setXattrs(calls: Native, path: RawPath, entry: Metadata, attempt: Attempt): void {
  const wanted = entry.xattrs ?? [];
  const present = namesOn(calls, path);
  for (const name of present) {
    if (!isOurs(name) || wanted.some((xattr) => xattr.name === name)) continue;
    attempt(`The absence of the extended attribute "${showName(name)}"`, () => calls.removeXattr(path, name));
  }
  for (const { name, value } of wanted) {
    const bytes = value ?? new Uint8Array(0);
    if (present.includes(name) && holds(calls, path, name, bytes)) continue;
    attempt(`The extended attribute "${showName(name)}"`, () => calls.setXattr(path, name, bytes));
  }
}

/** Attributes people set, and ACLs (a directory hands its default one to new files). Others belong to the system. */
const isOurs = (name: RawName): boolean => name.startsWith('user.') || name.startsWith('system.posix_acl_');

function namesOn(calls: Native, path: RawPath): RawName[] {
  try {
    return calls.listXattrs(path);
  } catch {
    return []; // a file system without them: setting one will say so
  }
}

function holds(calls: Native, path: RawPath, name: RawName, value: Uint8Array): boolean {
  try {
    return Buffer.compare(calls.getXattr(path, name), value) === 0;
  } catch {
    return false; // then it is written, and that will say why not
  }
}

function setTimes(calls: Native | null, path: RawPath, { atime, mtime }: Metadata): void {
  if (calls !== null) calls.setTimes(path, atime, mtime);
  else lutimesSync(fsPath(path), nodeTime(atime), nodeTime(mtime));
}

/** Node takes a negative number for "now", so times before 1970 go in as dates, to the millisecond. */
const nodeTime = (time: bigint): number | Date => (time < 0n ? new Date(Number(time / 1_000_000n)) : Number(time) / 1e9);
