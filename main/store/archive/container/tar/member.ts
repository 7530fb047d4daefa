/** An entry as the headers of a tar member. Everything but content: names in bytes, times to the nanosecond, attributes, owners, devices. */
import { Fault } from '../../../../base/fault.ts';
import { utf8At, utf8Width, isWide } from '../../../../base/utf8.ts';
import type { Entry, EntryType, RawPath } from '../../../../entry/entry.ts';
import { showName, toBytes } from '../../../../entry/name.ts';
import { BLOCK, encodeHeader, MOST, padding, splitName } from './header.ts';
import type { Header } from './header.ts';
import { ACL_KEYWORD, aclText } from './posix-acl.ts';
import { encodePax, paxTime } from './pax.ts';

const FLAG = { file: '0', dir: '5', symlink: '2', chardev: '3', dev: '4', fifo: '6', socket: null } as const satisfies Record<
  EntryType,
  string | null
>;

/**
 * All blocks before the content. What a ustar header cannot hold goes into an extended header before it; a long name that is no
 * (composed) UTF-8, which those may not hold, into GNU's member for long names.
 * @param size bytes of content. @throws Fault `unsupported` for a socket.
 */
export function memberHeader(entry: Entry, path: RawPath, size: number, link: RawPath | null): Buffer {
  const flag = link === null ? FLAG[entry.type] : '1';
  if (flag === null) throw new Fault('unsupported', `"${showName(path)}" is a socket: a tar cannot hold one.`, { context: { path: showName(path) } });
  const [major, minor] = deviceNumbers(entry.rdev ?? 0n);
  const header: Header = {
    name: entry.type === 'dir' ? `${path}/` : path,
    linkName: link ?? entry.linkTarget ?? '',
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    size,
    mtime: Number(entry.mtime / 1_000_000_000n),
    flag,
    user: entry.user,
    group: entry.group,
    major,
    minor,
  };
  const before = [...longNames(header), ...extended(header, entry)];
  return Buffer.concat([...before, encodeHeader(header)]);
}

/** Whether every program that takes the bytes for UTF-8 gives the same bytes back: bsdtar composes what is not composed. */
function isText(raw: string): boolean {
  for (let at = 0; at < raw.length;) {
    const code = utf8At(raw, at);
    if (code < 0) return false;
    at += utf8Width(code);
  }
  const text = toBytes(raw).toString();
  return text.normalize() === text;
}

/** Whether a name has to be told by an extended header: too long, or for a reader that would take its bytes for something else. */
const isExtended = (raw: string, fits: boolean): boolean => (isWide(raw) ? isText(raw) : !fits);

function longNames({ name, linkName }: Header): Buffer[] {
  const long: Buffer[] = [];
  if (splitName(name) === null && !isExtended(name, false)) long.push(longName('L', name));
  if (linkName.length > MOST.link && !isExtended(linkName, false)) long.push(longName('K', linkName));
  return long;
}

const longName = (flag: string, name: string): Buffer => special('././@LongLink', flag, Buffer.from(`${name}\0`, 'latin1'), 0);

/** A member that tells about the next one. */
function special(name: string, flag: string, content: Buffer, mtime: number): Buffer {
  const size = content.length;
  const header = encodeHeader({ name, flag, size, mtime, linkName: '', mode: 0o644, uid: 0, gid: 0, user: '', group: '', major: 0, minor: 0 });
  return Buffer.concat([header, content], header.length + size + padding(size));
}

function extended(header: Header, entry: Entry): Buffer[] {
  const records: [string, string][] = [];
  if (isExtended(header.name, splitName(header.name) !== null)) records.push(['path', header.name]);
  if (isExtended(header.linkName, header.linkName.length <= MOST.link)) records.push(['linkpath', header.linkName]);
  if (header.size > MOST.size) records.push(['size', String(header.size)]);
  if (header.uid > MOST.id) records.push(['uid', String(header.uid)]);
  if (header.gid > MOST.id) records.push(['gid', String(header.gid)]);
  if (isExtended(header.user, header.user.length <= MOST.owner)) records.push(['uname', header.user]);
  if (isExtended(header.group, header.group.length <= MOST.owner)) records.push(['gname', header.group]);
  if (entry.mtime % 1_000_000_000n !== 0n || header.mtime < 0 || header.mtime > MOST.mtime) records.push(['mtime', paxTime(entry.mtime)]);
  for (const { name, value } of entry.xattrs ?? []) {
    const acl = isAcl(name) ? aclText(value ?? new Uint8Array(0)) : null;
    if (isAcl(name) && acl !== null) records.push([ACL_KEYWORD[name], acl]);
    records.push([`SCHILY.xattr.${escapeKeyword(name)}`, Buffer.from(value ?? []).toString('latin1')]);
  }
  if (records.length === 0) return [];
  return [special(`PaxHeaders/${entry.name.slice(0, MOST.name - 11)}`, 'x', encodePax(records), Math.max(0, header.mtime))];
}

const isAcl = (name: string): name is keyof typeof ACL_KEYWORD => Object.hasOwn(ACL_KEYWORD, name);

/** As GNU tar has it: a keyword ends at the first `=`. */
const escapeKeyword = (name: string): string => name.replaceAll('%', '%25').replaceAll('=', '%3D');
export const unescapeKeyword = (name: string): string => name.replaceAll('%3D', '=').replaceAll('%25', '%');

/** As Linux has them: 12 bits of the major number and 20 of the minor, in pieces; more of the major above. */
export function deviceNumbers(rdev: bigint): [major: number, minor: number] {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn & 0xffffffffn);
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & ~0xffn & 0xffffffffn);
  return [Number(major), Number(minor)];
}

export function deviceOf(major: number, minor: number): bigint {
  const [high, low] = [BigInt(major), BigInt(minor)];
  return ((high & 0xfffn) << 8n) | ((high & ~0xfffn) << 32n) | (low & 0xffn) | ((low & ~0xffn) << 12n);
}

/** Two blocks of zeros end a tar. */
export const endBlocks = (): Buffer => Buffer.alloc(2 * BLOCK);
