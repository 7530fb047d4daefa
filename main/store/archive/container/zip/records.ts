/** The records of a zip (APPNOTE 6.3), as written: local headers, data descriptors, the directory and its end, with Zip64 where numbers need it. */
import { utf8At, utf8Width, isWide } from '../../../../base/utf8.ts';
import type { RawPath } from '../../../../entry/entry.ts';

export const SIGNATURE = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
} as const;
export const METHOD = { stored: 0, deflated: 8, zstd: 93 } as const;
export const FLAG = { encrypted: 1, descriptor: 8, utf8: 0x800 } as const;
/** Extra fields. The last is ours: an entry with it is a file of the container itself. */
export const EXTRA = { zip64: 1, ntfs: 0x000a, times: 0x5455, owner: 0x7875, unicodePath: 0x7075, own: 0x4648 } as const;

/** What stands for "see the Zip64 field". */
export const IN_ZIP64 = 0xffffffff;
const MANY = 0xffff;
const UNIX = 3;
const VERSION_64 = 45;
const VERSION = 20;
const IS_DIRECTORY = 0x10;

export interface ZipMember {
  /** Raw; a directory's ends with `/`. */
  name: RawPath;
  /** With the bits of the file type. */
  mode: number;
  uid: number;
  gid: number;
  /** Nanoseconds since the epoch. */
  mtime: bigint;
  isOwn: boolean;
}

/** What of a member is known once it is written. */
export interface ZipFacts {
  method: number;
  crc: number;
  compressed: number;
  size: number;
  offset: number;
  /** Its local header told no sizes: they follow the content, eight bytes each. */
  hasDescriptor: boolean;
}

export function localHeader(member: ZipMember, facts: Omit<ZipFacts, 'offset'>): Buffer {
  const { hasDescriptor } = facts;
  const extra = [...(hasDescriptor ? [field(EXTRA.zip64, Buffer.alloc(16))] : []), ...extraFields(member)];
  const head = Buffer.alloc(30);
  head.writeUInt32LE(SIGNATURE.local, 0);
  shared(head, 4, member, facts, hasDescriptor);
  head.writeUInt32LE(hasDescriptor ? 0 : facts.crc, 14);
  head.writeUInt32LE(hasDescriptor ? IN_ZIP64 : facts.compressed, 18);
  head.writeUInt32LE(hasDescriptor ? IN_ZIP64 : facts.size, 22);
  return finished(head, 26, member.name, Buffer.concat(extra));
}

export function descriptor({ crc, compressed, size }: Pick<ZipFacts, 'crc' | 'compressed' | 'size'>): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(SIGNATURE.descriptor, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeBigUInt64LE(BigInt(compressed), 8);
  bytes.writeBigUInt64LE(BigInt(size), 16);
  return bytes;
}

export function centralHeader(member: ZipMember, facts: ZipFacts): Buffer {
  const is64 = facts.hasDescriptor || facts.offset >= IN_ZIP64;
  const sizes = Buffer.alloc(24);
  for (const [at, value] of [facts.size, facts.compressed, facts.offset].entries()) sizes.writeBigUInt64LE(BigInt(value), at * 8);
  const extra = [...(is64 ? [field(EXTRA.zip64, sizes)] : []), ...extraFields(member), ...(member.isOwn ? [field(EXTRA.own, Buffer.alloc(0))] : [])];
  const head = Buffer.alloc(46);
  head.writeUInt32LE(SIGNATURE.central, 0);
  head.writeUInt16LE((UNIX << 8) | VERSION_64, 4);
  shared(head, 6, member, facts, is64);
  head.writeUInt32LE(facts.crc, 16);
  head.writeUInt32LE(is64 ? IN_ZIP64 : facts.compressed, 20);
  head.writeUInt32LE(is64 ? IN_ZIP64 : facts.size, 24);
  head.writeUInt32LE(((member.mode << 16) | (member.name.endsWith('/') ? IS_DIRECTORY : 0)) >>> 0, 38);
  head.writeUInt32LE(is64 ? IN_ZIP64 : facts.offset, 42);
  return finished(head, 28, member.name, Buffer.concat(extra));
}

/** Version, flags, method and time stand in the same order in both headers. */
function shared(head: Buffer, at: number, member: ZipMember, facts: Pick<ZipFacts, 'method' | 'hasDescriptor'>, is64: boolean): void {
  head.writeUInt16LE(is64 ? VERSION_64 : VERSION, at);
  head.writeUInt16LE((facts.hasDescriptor ? FLAG.descriptor : 0) | (isText(member.name) ? FLAG.utf8 : 0), at + 2);
  head.writeUInt16LE(facts.method, at + 4);
  head.writeUInt32LE(dosTime(member.mtime), at + 6);
}

function finished(head: Buffer, at: number, name: RawPath, extra: Buffer): Buffer {
  head.writeUInt16LE(name.length, at);
  head.writeUInt16LE(extra.length, at + 2);
  return Buffer.concat([head, Buffer.from(name, 'latin1'), extra]);
}

/** Beyond ASCII, and UTF-8: other bytes are left for the reader to take as they are. */
function isText(raw: RawPath): boolean {
  if (!isWide(raw)) return false;
  for (let at = 0; at < raw.length;) {
    const code = utf8At(raw, at);
    if (code < 0) return false;
    at += utf8Width(code);
  }
  return true;
}

function field(id: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(content.length, 2);
  return Buffer.concat([head, content]);
}

const SECOND = 1_000_000_000n;
/** 1601 to 1970 in the 100 ns that NTFS counts in. */
export const NTFS_EPOCH = 116_444_736_000_000_000n;

/** The time in seconds for everybody, finer for those who know it from Windows, and the owner. */
function extraFields({ mtime, uid, gid }: ZipMember): Buffer[] {
  const fields: Buffer[] = [];
  const seconds = mtime / SECOND - (mtime % SECOND < 0n ? 1n : 0n);
  if (seconds >= -(2n ** 31n) && seconds < 2n ** 31n) {
    const times = Buffer.from([1, 0, 0, 0, 0]);
    times.writeInt32LE(Number(seconds), 1);
    fields.push(field(EXTRA.times, times));
  }
  const fine = mtime / 100n + NTFS_EPOCH;
  if (mtime % SECOND !== 0n && fine > 0n && fine < 2n ** 63n) {
    const times = Buffer.alloc(32);
    times.writeUInt16LE(1, 4);
    times.writeUInt16LE(24, 6);
    for (const at of [8, 16, 24]) times.writeBigUInt64LE(fine, at);
    fields.push(field(EXTRA.ntfs, times));
  }
  const owner = Buffer.from([1, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
  owner.writeUInt32LE(uid, 2);
  owner.writeUInt32LE(gid, 7);
  fields.push(field(EXTRA.owner, owner));
  return fields;
}

/** Local time to two seconds, 1980 to 2107: what is outside is moved to the nearest. Date in the upper half. */
function dosTime(mtime: bigint): number {
  const date = new Date(Number(mtime / 1_000_000n));
  const year = date.getFullYear();
  if (year < 1980) return 0x00210000;
  if (year > 2107) return 0xff9fbf7d;
  const day = ((year - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

/** Everything after the directory. @param count of entries. @param start of the directory. @param end where these records lie. */
export function directoryEnd(count: number, start: number, end: number): Buffer {
  const is64 = count >= MANY || start >= IN_ZIP64 || end - start >= IN_ZIP64;
  const records = is64 ? [end64(count, start, end), locator64(end)] : [];
  const last = Buffer.alloc(22);
  last.writeUInt32LE(SIGNATURE.end, 0);
  last.writeUInt16LE(is64 ? MANY : count, 8);
  last.writeUInt16LE(is64 ? MANY : count, 10);
  last.writeUInt32LE(is64 ? IN_ZIP64 : end - start, 12);
  last.writeUInt32LE(is64 ? IN_ZIP64 : start, 16);
  return Buffer.concat([...records, last]);
}

function end64(count: number, start: number, end: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(SIGNATURE.end64, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE((UNIX << 8) | VERSION_64, 12);
  record.writeUInt16LE(VERSION_64, 14);
  for (const [at, value] of [count, count, end - start, start].entries()) record.writeBigUInt64LE(BigInt(value), 24 + at * 8);
  return record;
}

function locator64(end: number): Buffer {
  const record = Buffer.alloc(20);
  record.writeUInt32LE(SIGNATURE.locator64, 0);
  record.writeBigUInt64LE(BigInt(end), 8);
  record.writeUInt32LE(1, 16);
  return record;
}
