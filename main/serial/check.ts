/** The check at the end of every frame: what the board can compute fast, CRC-32 before all. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Four bytes over the parts of a frame. */
export type Check = (parts: readonly Uint8Array[]) => Uint8Array;
export type CheckName = 'crc32' | 'sha256' | 'adler32';

const littleEndian = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

function adler32(parts: readonly Uint8Array[]): Uint8Array {
  let [a, b] = [1, 0];
  for (const part of parts) {
    for (const byte of part) {
      a = (a + byte) % 65_521;
      b = (b + a) % 65_521;
    }
  }
  return Uint8Array.of(a & 255, a >> 8, b & 255, b >> 8);
}

function sha256(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest().subarray(0, 4);
}

/** In the order a board prefers them. */
export const CHECKS: Readonly<Record<CheckName, Check>> = {
  crc32: (parts) => littleEndian(parts.reduce((sum, part) => crc32(part, sum), 0)),
  sha256,
  adler32,
};
