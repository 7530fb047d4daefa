/** zstd as blobs use it: one frame, no checksum (the id is one), sized ahead so that small blobs get small windows. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** About restic's default ("auto") in ratio. */
const LEVEL = 3;

/** The compressed bytes, or null where they would not be smaller: then the blob is stored plain. */
export function compress(plain: Uint8Array): Uint8Array | null {
  if (plain.length === 0) return null; // length 0 is the format's mark for "plain"
  const packed = zstdCompressSync(plain, {
    chunkSize: Math.max(64, plain.length),
    pledgedSrcSize: plain.length,
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
  });
  return packed.length < plain.length ? packed : null;
}

/** @throws Error when the frame is broken or longer than `length` bytes. */
export function decompress(packed: Uint8Array, length: number): Uint8Array {
  const plain = zstdDecompressSync(packed, { chunkSize: Math.max(64, length), maxOutputLength: Math.max(64, length) });
  if (plain.length !== length) throw new Error(`decompresses to ${plain.length} bytes instead of ${length}`);
  return plain;
}
