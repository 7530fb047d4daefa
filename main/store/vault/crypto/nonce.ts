/** Random 16-byte nonces, drawn from the system in larger portions: a call per nonce would cost more than sealing a small blob. */
import { randomFillSync } from 'node:crypto';
import { isAllZero } from './keys.ts';

export const NONCE_BYTES = 16;
const POOL_BYTES = 4096;

export class NoncePool {
  readonly #pool = new Uint8Array(POOL_BYTES);
  readonly #fill: (pool: Uint8Array) => unknown;
  #next = POOL_BYTES;

  /** @param fill tests hand in their own randomness. */
  constructor(fill: (pool: Uint8Array) => unknown = randomFillSync) {
    this.#fill = fill;
  }

  /** A nonce never given out before, valid until the next call. The vault format forbids the all-zero one. */
  next(): Uint8Array {
    for (;;) {
      if (this.#next === POOL_BYTES) {
        this.#fill(this.#pool);
        this.#next = 0;
      }
      const nonce = this.#pool.subarray(this.#next, this.#next + NONCE_BYTES);
      this.#next += NONCE_BYTES;
      if (!isAllZero(nonce)) return nonce;
    }
  }
}
