/** A member of a tar as an entry. */
import { Fault } from '../../../../base/fault.ts';
import type { Entry, EntryType, RawPath, Xattr } from '../../../../entry/entry.ts';
import { baseRaw, fromBytes, showName } from '../../../../entry/name.ts';
import { relativePath } from '../entry-guard.ts';
import { deviceOf, unescapeKeyword } from './member.ts';
import type { Member } from './members.ts';
import { fromPaxTime } from './pax.ts';
import { aclXattrs, modeWithMask } from './posix-acl.ts';

const TYPES: Readonly<Record<string, EntryType>> = {
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'file',
  '2': 'symlink',
  '3': 'chardev',
  '4': 'dev',
  '5': 'dir',
  D: 'dir',
  '6': 'fifo',
};

export interface FoundMember {
  entry: Entry;
  path: RawPath;
  link: RawPath | null;
  unkept: string[];
}

/** @throws Fault `invalid` for a name that leads out, `unsupported` for a kind of member no file can be made of. */
export function foundMember(member: Member): FoundMember {
  const { header } = member;
  const path = relativePath(member.name);
  const type = typeOf(member);
  const link = header.flag === '1' ? relativePath(member.linkName) : null;
  const mtime = timeOf(member, 'mtime') ?? BigInt(header.mtime) * 1_000_000_000n;
  const entry: Entry = {
    name: baseRaw(path),
    type,
    mode: header.mode & 0o7777,
    uid: idOf(member, 'uid'),
    gid: idOf(member, 'gid'),
    user: member.pax.get('uname') ?? header.user,
    group: member.pax.get('gname') ?? header.group,
    mtime,
    atime: timeOf(member, 'atime') ?? mtime,
    ctime: timeOf(member, 'ctime') ?? mtime,
    inode: 0n,
    deviceId: 0n,
    links: 1,
    size: type === 'file' && link === null ? member.size : 0,
  };
  if (type === 'symlink') entry.linkTarget = member.linkName;
  if (type === 'dev' || type === 'chardev') entry.rdev = deviceOf(header.major, header.minor);
  const { xattrs, unkept } = xattrsOf(member);
  if (xattrs.length > 0) entry.xattrs = xattrs;
  entry.mode = modeWithMask(entry.mode, xattrs.find(({ name }) => name === 'system.posix_acl_access')?.value ?? null);
  return { entry, path, link, unkept };
}

function typeOf(member: Member): EntryType {
  const { flag } = member.header;
  if (flag === '0' && member.name.endsWith('/')) return 'dir'; // so it was before directories had a flag
  const type = TYPES[flag];
  if (type !== undefined) return type;
  const what =
    flag === 'M' ? 'the rest of a file that began in another volume' : `of a kind ("${showName(flag)}") only the program that made it knows`;
  throw new Fault('unsupported', `The archive's entry "${showName(member.name)}" is ${what}.`, {
    context: { path: showName(member.name) },
    advice: 'Unpack it with the program that made it, and back up the folder.',
  });
}

function timeOf({ pax }: Member, keyword: string): bigint | null {
  const value = pax.get(keyword);
  return value === undefined ? null : fromPaxTime(value);
}

function idOf({ pax, header }: Member, keyword: 'uid' | 'gid'): number {
  const value = pax.get(keyword);
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : header[keyword];
}

const SCHILY = 'SCHILY.xattr.';
const LIBARCHIVE = 'LIBARCHIVE.xattr.';

/** bsdtar tells each twice, so that every program finds one it knows. */
function xattrsOf({ pax }: Member): { xattrs: Xattr[]; unkept: string[] } {
  const found = new Map<string, Uint8Array>();
  for (const [keyword, value] of pax) {
    if (keyword.startsWith(LIBARCHIVE)) found.set(unescapeUrl(keyword.slice(LIBARCHIVE.length)), Buffer.from(value, 'base64'));
  }
  for (const [keyword, value] of pax) {
    if (keyword.startsWith(SCHILY)) found.set(unescapeKeyword(keyword.slice(SCHILY.length)), Buffer.from(value, 'latin1'));
  }
  const { xattrs, unkept } = aclXattrs(pax, new Set(found.keys()));
  return { xattrs: [...Array.from(found, ([name, value]) => ({ name, value })), ...xattrs], unkept };
}

const unescapeUrl = (name: string): string => name.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => fromBytes(Buffer.from(hex, 'hex')));
