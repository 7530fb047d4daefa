/** The directory of a zip, whoever made it: found from the end, with Zip64, and read entry by entry. */
import { crc32 } from 'node:zlib';
import { Fault } from '../../../../base/fault.ts';
import type { Call } from '../../../../base/call.ts';
import type { RawPath } from '../../../../entry/entry.ts';
import { fromBytes, rawFromText, showName } from '../../../../entry/name.ts';
import { utf8At, utf8Width } from '../../../../base/utf8.ts';
import type { ByteSource } from '../container.ts';
import { cp437 } from './cp437.ts';
import { EXTRA, FLAG, IN_ZIP64, NTFS_EPOCH, SIGNATURE } from './records.ts';

export interface ZipRecord {
  /** Raw, with `/` between names. */
  name: RawPath;
  isOwn: boolean;
  flags: number;
  method: number;
  crc: number;
  compressed: number;
  size: number;
  /** Of its local header. */
  offset: number;
  /** Unix mode with the type's bits; 0 where the program that made it told none. */
  mode: number;
  /** Attributes of DOS. */
  attributes: number;
  uid: number;
  gid: number;
  mtime: bigint;
}

const END = 22;
const MOST_COMMENT = 0xffff;
const damaged = (reason: string): Fault => new Fault('damaged', `The zip is damaged: ${reason}.`);

/** In the order of the directory. @throws Fault `damaged`, and `unsupported` for a zip in several parts. */
export async function readDirectory(source: ByteSource, call: Pick<Call, 'signal'>): Promise<ZipRecord[]> {
  const { start, size, count, shift } = await findDirectory(source, call);
  const bytes = await readBytes(source, start, start + size, call);
  const records: ZipRecord[] = [];
  let at = 0;
  while (records.length < count) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== SIGNATURE.central)
      throw damaged(`of ${count} entries in its directory ${records.length} are there`);
    const length = 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (at + length > bytes.length) throw damaged('its directory ends in the middle of an entry');
    records.push(parseRecord(bytes.subarray(at, at + length), shift));
    at += length;
  }
  assertApart(records, start);
  return records;
}

export async function readBytes(source: ByteSource, start: number, end: number, call: Pick<Call, 'signal'>): Promise<Buffer> {
  if (start < 0 || end > source.size || end < start) throw damaged('it points to a place that is not there');
  const parts: Uint8Array[] = [];
  for await (const bytes of source.read(start, end, call)) parts.push(bytes);
  return Buffer.concat(parts);
}

/** @returns `shift`: bytes before the zip itself, as in a program that unpacks itself. */
async function findDirectory(source: ByteSource, call: Pick<Call, 'signal'>): Promise<{ start: number; size: number; count: number; shift: number }> {
  const from = Math.max(0, source.size - END - MOST_COMMENT);
  const tail = await readBytes(source, from, source.size, call);
  const at = endAt(tail);
  if (at < 0) throw damaged('its directory is missing at the end; it was cut off, or is no zip');
  const [disk, count, size, start] = [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  const locator = await readBytes(source, Math.max(0, from + at - 20), from + at, call);
  if (locator.length === 20 && locator.readUInt32LE(0) === SIGNATURE.locator64) return findDirectory64(source, locator, from + at - 20, call);
  if (disk !== 0 && disk !== 0xffff) throw inParts();
  const shift = from + at - size - start;
  if (shift < 0) throw damaged('its directory is not where it should be');
  return { start: start + shift, size, count, shift };
}

/** Where the comment after it fits exactly; else the last that looks like one, with other bytes after it. */
function endAt(tail: Buffer): number {
  let last = -1;
  for (let at = tail.length - END; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== SIGNATURE.end) continue;
    const end = at + END + tail.readUInt16LE(at + 20);
    if (end === tail.length) return at;
    if (last < 0 && end < tail.length) last = at;
  }
  return last;
}

async function findDirectory64(source: ByteSource, locator: Buffer, place: number, call: Pick<Call, 'signal'>): ReturnType<typeof findDirectory> {
  if (locator.readUInt32LE(16) > 1) throw inParts();
  const told = Number(locator.readBigUInt64LE(8));
  for (const at of [told, place - 56]) {
    if (at < 0 || at + 56 > place) continue;
    const record = await readBytes(source, at, at + 56, call);
    if (record.readUInt32LE(0) !== SIGNATURE.end64) continue;
    const [count, size, start] = [32, 40, 48].map((offset) => Number(record.readBigUInt64LE(offset))) as [number, number, number];
    const shift = at - told;
    return { start: start + shift, size, count, shift };
  }
  throw damaged('the end of its directory (Zip64) is not where it should be');
}

const inParts = (): Fault =>
  new Fault('unsupported', 'The zip is one of several parts, which are not read here.', {
    advice: 'Join the parts first ("zip -s 0 IN.zip --out OUT.zip").',
  });

function parseRecord(bytes: Buffer, shift: number): ZipRecord {
  const host = bytes[5]!;
  const isUnix = host === 3 || host === 19;
  const flags = bytes.readUInt16LE(8);
  const nameEnd = 46 + bytes.readUInt16LE(28);
  const extra = extraFields(bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(30)));
  const external = bytes.readUInt32LE(38);
  const name = nameOf(bytes.subarray(46, nameEnd), (flags & FLAG.utf8) !== 0 || isUnix, extra.get(EXTRA.unicodePath));
  const sizes = zip64([bytes.readUInt32LE(24), bytes.readUInt32LE(20), bytes.readUInt32LE(42)], extra.get(EXTRA.zip64), name);
  return {
    name: isUnix ? name : name.replaceAll('\\', '/'),
    isOwn: extra.has(EXTRA.own),
    flags,
    method: bytes.readUInt16LE(10),
    crc: bytes.readUInt32LE(16),
    size: sizes[0]!,
    compressed: sizes[1]!,
    offset: sizes[2]! + shift,
    mode: isUnix ? external >>> 16 : 0,
    attributes: external & 0xff,
    ...ownerOf(extra.get(EXTRA.owner)),
    mtime: timeOf(extra, bytes.readUInt32LE(12)),
  };
}

function extraFields(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (end > bytes.length) break; // padding some programs leave there
    fields.set(bytes.readUInt16LE(at), bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** The field has only those values the record itself has not, in that order. */
function zip64(values: readonly number[], field: Buffer | undefined, name: RawPath): number[] {
  let at = 0;
  return values.map((value) => {
    if (value !== IN_ZIP64 || field === undefined) return value;
    if (at + 8 > field.length) throw damaged(`the sizes of "${showName(name)}" are missing`);
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  });
}

function nameOf(bytes: Buffer, isAsItIs: boolean, unicode: Buffer | undefined): RawPath {
  if (unicode !== undefined && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === crc32(bytes))
    return fromBytes(unicode.subarray(5));
  const raw = fromBytes(bytes);
  return isAsItIs || isUtf8(raw) ? raw : rawFromText(cp437(bytes));
}

function isUtf8(raw: RawPath): boolean {
  for (let at = 0; at < raw.length;) {
    const code = utf8At(raw, at);
    if (code < 0) return false;
    at += utf8Width(code);
  }
  return true;
}

function ownerOf(field: Buffer | undefined): { uid: number; gid: number } {
  const none = { uid: 0, gid: 0 };
  if (field === undefined || field.length < 3 || field[0] !== 1) return none;
  const uidSize = field[1]!;
  const gidSize = field[2 + uidSize];
  if (gidSize === undefined || uidSize > 6 || gidSize > 6 || field.length < 3 + uidSize + gidSize || uidSize === 0 || gidSize === 0) return none;
  return { uid: field.readUIntLE(2, uidSize), gid: field.readUIntLE(3 + uidSize, gidSize) };
}

/** The finest there is. DOS tells local time. */
function timeOf(extra: ReadonlyMap<number, Buffer>, dos: number): bigint {
  const ntfs = extra.get(EXTRA.ntfs);
  if (ntfs !== undefined && ntfs.length >= 16 && ntfs.readUInt16LE(4) === 1) return (ntfs.readBigUInt64LE(8) - NTFS_EPOCH) * 100n;
  const times = extra.get(EXTRA.times);
  if (times !== undefined && times.length >= 5 && (times[0]! & 1) === 1) return BigInt(times.readInt32LE(1)) * 1_000_000_000n;
  const [day, time] = [dos >>> 16, dos & 0xffff];
  const date = new Date((day >> 9) + 1980, ((day >> 5) & 15) - 1, day & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2);
  return BigInt(date.getTime()) * 1_000_000n;
}

/** Entries that share their bytes are how a small zip unpacks to more than any disk holds. */
function assertApart(records: readonly ZipRecord[], end: number): void {
  const order = records.toSorted((a, b) => a.offset - b.offset);
  for (const [at, { name, offset, compressed }] of order.entries()) {
    const next = order[at + 1]?.offset ?? end;
    if (offset + 30 + compressed > next)
      throw new Fault('damaged', `The zip's entry "${showName(name)}" lies over another one, or over the directory.`, {
        context: { path: showName(name) },
      });
  }
}
