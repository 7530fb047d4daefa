/** The header at the end of a pack: what lies in it, in order. Lengths are bytes; numbers are little-endian. */
import { Fault } from '../../../base/fault.ts';

export interface PackEntry {
  type: 'data' | 'tree';
  /** SHA-256 of the plain bytes: 64 hex characters. */
  id: string;
  /** From the start of the pack. */
  offset: number;
  /** As stored: sealed, and compressed where `uncompressedLength` is not 0. */
  length: number;
  /** Plain length where the blob is compressed, else 0. */
  uncompressedLength: number;
}

const PLAIN_ENTRY = 37;
const COMPRESSED_ENTRY = 41;
/** What sealing adds. */
const SEAL = 32;
/** The length field at the very end. */
export const TAIL = 4;
/** restic reads no longer header, so it would not read the pack. */
export const MAX_HEADER = 16 * 1024 * 1024 - SEAL;
/** More entries than this never fit. */
export const MAX_ENTRIES = Math.floor(MAX_HEADER / COMPRESSED_ENTRY);
/** Nothing sealed is shorter. */
const MIN_SEALED = SEAL;
const UINT32 = 2 ** 32;

type Sized = Pick<PackEntry, 'length' | 'uncompressedLength'>;

const entrySize = ({ uncompressedLength }: Pick<Sized, 'uncompressedLength'>): number => (uncompressedLength > 0 ? COMPRESSED_ENTRY : PLAIN_ENTRY);

/** Bytes a pack adds to its blobs: sealed header and length field. */
export const headerSize = (entries: readonly Sized[]): number => entries.reduce((size, entry) => size + entrySize(entry), SEAL + TAIL);

/** Bytes of the whole pack: it can have no gaps. */
export const packSize = (entries: readonly Sized[]): number => entries.reduce((size, { length }) => size + length, headerSize(entries));

/** The plain header. Blobs must follow each other without a gap from offset 0, in this order. @throws Fault `bug` where they do not, or are too many. */
export function encodePackHeader(entries: readonly PackEntry[]): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(headerSize(entries) - SEAL - TAIL);
  if (header.length > MAX_HEADER) throw new Fault('bug', `A pack of ${entries.length} blobs has too long a header.`);
  let at = 0;
  let end = 0;
  for (const { type, id, offset, length, uncompressedLength } of entries) {
    end += length;
    if (offset + length !== end || end >= UINT32) throw new Fault('bug', `Blob ${id} has no place at ${offset} in its pack.`);
    at = header.writeUInt8((type === 'tree' ? 1 : 0) + (uncompressedLength > 0 ? 2 : 0), at);
    at = header.writeUInt32LE(length, at);
    if (uncompressedLength > 0) at = header.writeUInt32LE(uncompressedLength, at);
    if (header.write(id, at, 32, 'hex') !== 32) throw new Fault('bug', `"${id}" is no id of a blob.`);
    at += 32;
  }
  return header;
}

/** @throws Fault `damaged`. */
export function decodePackHeader(header: Uint8Array): PackEntry[] {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const entries: PackEntry[] = [];
  let offset = 0;
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at]!;
    if (kind > 3) throw damaged(at, `there is no blob of type ${kind}`);
    const size = kind < 2 ? PLAIN_ENTRY : COMPRESSED_ENTRY;
    if (at + size > bytes.length) throw damaged(at, 'it ends within an entry');
    const length = bytes.readUInt32LE(at + 1);
    if (length < MIN_SEALED) throw damaged(at, `${length} bytes are too few for a sealed blob`);
    const uncompressedLength = kind < 2 ? 0 : bytes.readUInt32LE(at + 5);
    entries.push({ type: (kind & 1) === 1 ? 'tree' : 'data', id: bytes.toString('hex', at + size - 32, at + size), offset, length, uncompressedLength });
    at += size;
    offset += length;
    if (offset >= UINT32) throw damaged(at, 'its blobs are longer than a pack can be');
  }
  return entries;
}

const damaged = (at: number, reason: string): Fault => new Fault('damaged', `The header of the pack is malformed at byte ${at}: ${reason}.`, { context: { byte: at } });
