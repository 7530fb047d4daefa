/** One sealed blob back to plain bytes: authenticate, decrypt, decompress, compare with its id. */
import { hash } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';
import type { Sealer } from '../crypto/seal.ts';
import { decompress, Decompressor } from '../../worker/compression.ts';

export interface SealedBlob {
  id: Uint8Array;
  /** Plain length where compressed, else 0. */
  uncompressed: number;
}

/** The plain bytes, in memory of their own. @throws Fault `damaged` saying which step failed. */
export function openBlob(sealer: Sealer, sealed: Uint8Array, blob: SealedBlob): Uint8Array {
  return verified(unfolded(sealer.open(sealed), blob, decompress), blob);
}

/** Opens many blobs one after the other, in memory it uses again and again. */
export class BlobOpener {
  readonly #sealer: Sealer;
  readonly #decompressor = new Decompressor();
  readonly #decompress = (stored: Uint8Array, length: number): Uint8Array => this.#decompressor.decompress(stored, length);

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /**
   * The plain bytes: a view, good until the next call.
   * @param into where the blob is decrypted; without it the sealed bytes are overwritten.
   * @throws Fault `damaged` saying which step failed.
   */
  open(sealed: Uint8Array, blob: SealedBlob, into: Uint8Array = sealed): Uint8Array {
    return verified(unfolded(this.#sealer.open(sealed, into), blob, this.#decompress), blob);
  }
}

function unfolded(stored: Uint8Array, { id, uncompressed }: SealedBlob, decompress: (stored: Uint8Array, length: number) => Uint8Array): Uint8Array {
  if (uncompressed === 0) return stored;
  try {
    return decompress(stored, uncompressed);
  } catch (cause) {
    throw new Fault('damaged', `Blob ${hex(id)} cannot be decompressed.`, { cause, context: { blob: hex(id) } });
  }
}

function verified(plain: Uint8Array, { id }: SealedBlob): Uint8Array {
  if (hash('sha256', plain, 'hex') === hex(id)) return plain; // as strings: a buffer for each hash costs more
  throw new Fault('damaged', `Blob ${hex(id)} does not have the content its name promises.`, { context: { blob: hex(id) } });
}

const hex = (id: Uint8Array): string => Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex');
