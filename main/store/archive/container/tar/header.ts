/** The 512-byte block before every member of a tar: POSIX ustar as written, and what ustar, GNU and older programs wrote as read. */
import { Fault } from '../../../../base/fault.ts';
import type { RawName, RawPath } from '../../../../entry/entry.ts';

export const BLOCK = 512;

export interface Header {
  /** Raw. */
  name: RawPath;
  linkName: RawPath;
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of content that follow. */
  size: number;
  /** Seconds since the epoch. */
  mtime: number;
  /** One character. */
  flag: string;
  user: RawName;
  group: RawName;
  major: number;
  minor: number;
}

/** Bytes that fill the last block of `size` bytes. */
export const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** What the fields can hold; beyond it an extended header must tell the value. */
export const MOST = { name: 100, prefix: 155, link: 100, id: 0o7777777, size: 0o77777777777, mtime: 0o77777777777, owner: 31 } as const;

/** The name in two parts, or null where it fits no header. */
export function splitName(name: RawPath): { prefix: RawPath; name: RawPath } | null {
  if (name.length <= MOST.name) return { prefix: '', name };
  for (let cut = name.indexOf('/', name.length - MOST.name - 1); cut > 0 && cut < name.length - 1; cut = name.indexOf('/', cut + 1)) {
    if (cut <= MOST.prefix) return { prefix: name.slice(0, cut), name: name.slice(cut + 1) };
    return null;
  }
  return null;
}

/** As it was read: with the block itself, where GNU's sparse files have more fields. */
export interface ReadHeader extends Header {
  block: Buffer;
}

/** Values that do not fit are cut: an extended header before it has them whole. */
export function encodeHeader(header: Header): Buffer {
  const block = Buffer.allocUnsafe(BLOCK).fill(0); // of the common pool: a piece of memory of its own a file is much to clean up
  const { prefix, name } = splitName(header.name) ?? { prefix: '', name: header.name.slice(0, MOST.name) };
  block.write(name, 0, 'latin1');
  octal(block, 100, 7, header.mode);
  octal(block, 108, 7, header.uid);
  octal(block, 116, 7, header.gid);
  octal(block, 124, 11, header.size);
  octal(block, 136, 11, Math.max(0, header.mtime));
  block.write(header.flag, 156, 'latin1');
  block.write(header.linkName.slice(0, MOST.link), 157, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.write(header.user.slice(0, MOST.owner), 265, 'latin1');
  block.write(header.group.slice(0, MOST.owner), 297, 'latin1');
  octal(block, 329, 7, header.major);
  octal(block, 337, 7, header.minor);
  block.write(prefix, 345, 'latin1');
  block.write(`${sum(block, false).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function octal(block: Buffer, at: number, digits: number, value: number): void {
  const text = value.toString(8);
  block.write(text.length > digits ? '0'.repeat(digits) : text.padStart(digits, '0'), at, 'latin1');
}

/** Sum of all bytes, with the checksum's own field read as spaces. Some old programs took bytes as signed. */
function sum(block: Buffer, signed: boolean): number {
  let total = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) {
    if (at >= 148 && at < 156) continue;
    const byte = block[at]!;
    total += signed && byte > 0x7f ? byte - 256 : byte;
  }
  return total;
}

export const isZero = (block: Buffer): boolean => block.every((byte) => byte === 0);

/** Whether the checksum in the block is that of the block. */
export function isHeader(block: Buffer): boolean {
  const told = number(block, 148, 8);
  return told === sum(block, false) || told === sum(block, true);
}

/** @throws Fault `damaged` when it is no header. @param place for the message: where in the tar. */
export function decodeHeader(block: Buffer, place: number): ReadHeader {
  if (!isHeader(block)) throw new Fault('damaged', `At byte ${place} of the tar there is no valid header.`, { context: { offset: place } });
  const magic = block.toString('latin1', 257, 263);
  const isUstar = magic === 'ustar\0';
  const isKnown = isUstar || magic === 'ustar ';
  const prefix = isUstar ? text(block, 345, 155) : ''; // elsewhere other fields lie there
  const name = text(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: text(block, 157, 100),
    mode: number(block, 100, 8),
    uid: number(block, 108, 8),
    gid: number(block, 116, 8),
    size: number(block, 124, 12),
    mtime: number(block, 136, 12),
    flag: block[156] === 0 ? '0' : String.fromCharCode(block[156]!),
    user: isKnown ? text(block, 265, 32) : '',
    group: isKnown ? text(block, 297, 32) : '',
    major: isKnown ? number(block, 329, 8) : 0,
    minor: isKnown ? number(block, 337, 8) : 0,
    block,
  };
}

function text(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString('latin1', at, end < 0 || end > at + length ? at + length : end);
}

/** Octal digits between spaces and NULs, or, with the top bit set, a big-endian number in two's complement. NaN for anything else. */
export function number(block: Buffer, at: number, length: number): number {
  const first = block[at]!;
  if ((first & 0x80) !== 0) {
    let value = BigInt(first & 0x7f);
    for (let next = at + 1; next < at + length; next++) value = (value << 8n) | BigInt(block[next]!);
    return Number(BigInt.asIntN(length * 8 - 1, value));
  }
  const digits = text(block, at, length).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}
