/** One sealed blob back to plain bytes: authenticate, decrypt, decompress, compare with its id. */
import { hash } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';
import type { Sealer } from '../crypto/seal.ts';
import { decompress } from './compression.ts';

export interface SealedBlob {
  id: Uint8Array;
  /** Plain length where compressed, else 0. */
  uncompressed: number;
}

/** The plain bytes. @throws Fault `damaged` saying which step failed. */
export function openBlob(sealer: Sealer, sealed: Uint8Array, { id, uncompressed }: SealedBlob): Uint8Array {
  const hex = Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex');
  const stored = sealer.open(sealed);
  let plain = stored;
  if (uncompressed > 0) {
    try {
      plain = decompress(stored, uncompressed);
    } catch (cause) {
      throw new Fault('damaged', `Blob ${hex} cannot be decompressed.`, { cause, context: { blob: hex } });
    }
  }
  if (hash('sha256', plain, 'buffer').compare(id) !== 0) {
    throw new Fault('damaged', `Blob ${hex} does not have the content its name promises.`, { context: { blob: hex } });
  }
  return plain;
}
