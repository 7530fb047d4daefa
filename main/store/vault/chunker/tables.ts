/** What the Rabin cutter looks up, computed once per polynomial. */
import { DEGREE, reduce, type Polynomial } from './polynomial.ts';

/** Bytes the fingerprint covers. */
export const WINDOW = 64;

/** `map` of every byte; `map` must be linear, so the eight single bits tell everything. */
function linear(map: (byte: bigint) => bigint): bigint[] {
  const table = [0n];
  for (let bit = 0; bit < 8; bit++) {
    const value = map(1n << BigInt(bit));
    for (const lower of table.slice()) table.push(lower ^ value);
  }
  return table;
}

/**
 * 512 words. First, by byte: what it adds to the fingerprint once the window has moved past it (b x^512 mod p). Then, by the byte
 * that appending pushes above degree 52: what takes it away again (b x^53, xor the same mod p).
 */
export function cutterTables(p: Polynomial): BigUint64Array {
  const leaving = linear((byte) => reduce(byte << BigInt(8 * WINDOW), p));
  const excess = linear((byte) => (byte << BigInt(DEGREE)) ^ reduce(byte << BigInt(DEGREE), p));
  return BigUint64Array.from([...leaving, ...excess]);
}
