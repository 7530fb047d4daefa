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

/** Bytes unfolded into one piece, at most: what a frame says of itself is only a promise. */
const LARGEST_PIECE = 16 * 1024 * 1024;

/** The content size that a zstd frame has in its header (RFC 8878, 3.1.1.1): so all of it is unfolded into one piece. Null: it has none. */
function promisedLength(frame: Uint8Array): number | null {
  if (frame.length < 18) return null; // no header is longer
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const descriptor = frame[4]!;
  const single = (descriptor & 0x20) !== 0;
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  switch (descriptor >> 6) {
    case 0: return single ? frame[at]! : null;
    case 1: return view.getUint16(at, true) + 256;
    case 2: return view.getUint32(at, true);
    default: return Number(view.getBigUint64(at, true));
  }
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
    const frame = bytes.subarray(1);
    return zstdDecompressSync(frame, { maxOutputLength: largest, chunkSize: Math.min(Math.max((promisedLength(frame) ?? bytes.length * 4) + 1, 1024), LARGEST_PIECE) });
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw new Fault('damaged', tooLarge ? `The file unfolds to more than ${largest} bytes.` : 'The file cannot be decompressed.', { cause });
  }
}
