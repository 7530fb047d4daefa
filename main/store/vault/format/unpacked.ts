/** What lies inside a sealed file that is no pack (index, snapshot, lock): JSON, since version 2 of the format compressed. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Fault } from '../../../base/fault.ts';

/** First byte of a compressed file; the others are the first byte of plain JSON. */
const COMPRESSED = 0x02;
const PLAIN = new Set([0x5b, 0x7b]);
/** About restic's default in ratio. */
const LEVEL = 3;
/** An index of a million blobs takes about 200 MB. */
const LARGEST = 512 * 1024 * 1024;

/** @param version of the repository: 1 knows no compression. */
export function encodeUnpacked(json: Uint8Array, version: number): Uint8Array {
  if (version < 2 || json.length === 0) return json;
  const frame = zstdCompressSync(json, { pledgedSrcSize: json.length, params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
  return Buffer.concat([Uint8Array.of(COMPRESSED), frame]);
}

/**
 * The JSON. Written by version 1 or 2 alike: an upgraded repository holds both.
 * @param largest bytes that are accepted: a small file may claim to unfold to any size.
 * @throws Fault `damaged`.
 */
export function decodeUnpacked(bytes: Uint8Array, largest = LARGEST): Uint8Array {
  const first = bytes[0];
  if (first === undefined || PLAIN.has(first)) return bytes;
  if (first !== COMPRESSED) throw new Fault('damaged', `The file is encoded in an unknown way (0x${first.toString(16).padStart(2, '0')}).`);
  try {
    return zstdDecompressSync(bytes.subarray(1), { maxOutputLength: largest, chunkSize: Math.min(Math.max(bytes.length * 4, 1024), 1024 * 1024) });
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw new Fault('damaged', tooLarge ? `The file unfolds to more than ${largest} bytes.` : 'The file cannot be decompressed.', { cause });
  }
}
