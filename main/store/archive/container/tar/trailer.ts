/** What stands after the end of one of our tars: where its own files begin. Every other program passes over it. */
import type { Compression } from '../container.ts';

/** A tar is a multiple of that, since it was written to tapes. */
const RECORD = 10_240;
const MAGIC = 'HOLDFAST';
/** Magic and a number of 8 bytes. */
const NOTE = 16;

/** Bytes at the end that have the note, and where in them it lies. */
const SHAPE = { none: { length: 512, at: 512 - NOTE }, gzip: { length: 12 + 4 + NOTE + 10, at: 12 + 4 }, zstd: { length: 8 + NOTE, at: 8 } } as const;

/** Plain: in the last of the zeros every tar is filled up with. gzip: a member with nothing but a header. zstd: a frame to be skipped. */
export function trailer(compression: Compression, start: number, position: number): Uint8Array {
  const note = Buffer.alloc(NOTE);
  note.write(MAGIC, 'latin1');
  note.writeBigUInt64LE(BigInt(start), 8);
  if (compression === 'none') {
    const length = SHAPE.none.length + ((RECORD - ((position + SHAPE.none.length) % RECORD)) % RECORD);
    return Buffer.concat([Buffer.alloc(length - NOTE), note]);
  }
  if (compression === 'zstd') return Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, NOTE, 0, 0, 0]), note]);
  const header = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, NOTE + 4, 0]; // with an extra field of 20 bytes
  const subfield = [0x48, 0x46, NOTE, 0]; // "HF"
  return Buffer.concat([Buffer.from([...header, ...subfield]), note, Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 0])]);
}

/** Bytes to read from the end. */
export const trailerLength = (compression: Compression): number => SHAPE[compression].length;

/** Where the container's own files begin, null where this is no trailer of ours. */
export function parseTrailer(compression: Compression, end: Buffer): number | null {
  const { length, at } = SHAPE[compression];
  if (end.length !== length || end.toString('latin1', at, at + 8) !== MAGIC) return null;
  const start = Number(end.readBigUInt64LE(at + 8));
  return Number.isSafeInteger(start) ? start : null;
}
