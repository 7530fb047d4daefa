/** Sealing: nonce || AES-256-CTR ciphertext || Poly1305-AES tag of the ciphertext, the form of every piece in a vault. */
import { createCipheriv, timingSafeEqual, type Cipheriv } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';
import { free } from '../../../base/free.ts';
import { SCRATCH, type Kernel } from '../kernel/kernel.ts';
import { isAllZero, type MasterKeys } from './keys.ts';
import { NONCE_BYTES, NoncePool } from './nonce.ts';

const TAG_BYTES = 16;
/** What sealing adds to every piece. */
export const OVERHEAD = NONCE_BYTES + TAG_BYTES;

const BLOCK = 16;
/** Stays in the second-level cache, and below the size from which Node's allocations for `update` become slow. */
const SLICE = SCRATCH / 2;
/** From here on the ~20 µs for a counter-mode cipher object are earned back by its speed over making the counters ourselves. */
const NATIVE_FROM = 96 * 1024;

/** Places in the kernel's small scratch. */
const R = 0;
const PAD = 16;
const TAG = 32;

/**
 * Seals and opens with one set of keys. Not for two threads: one per thread, any number per kernel. Costs about 2 µs a piece plus
 * one pass over its bytes; memory does not grow with the size of a piece.
 */
export class Sealer {
  readonly #kernel: Kernel;
  readonly #keys: MasterKeys;
  /** One block function for all pieces: creating a cipher object per piece costs more than sealing a small one. */
  readonly #block: Cipheriv;
  readonly #padBlock: Cipheriv;
  readonly #nonces: NoncePool;

  constructor(keys: MasterKeys, kernel: Kernel, nonces: NoncePool = new NoncePool()) {
    this.#kernel = kernel;
    this.#keys = keys;
    this.#block = createCipheriv('aes-256-ecb', keys.encrypt, null).setAutoPadding(false);
    this.#padBlock = createCipheriv('aes-128-ecb', keys.macK, null).setAutoPadding(false);
    this.#nonces = nonces;
  }

  /**
   * Writes the sealed form into `into` from `at` on and returns its length, `plain.length + OVERHEAD`. The two may overlap only
   * where `plain` is exactly the place its ciphertext goes to, `at + 16`.
   */
  seal(plain: Uint8Array, into: Uint8Array, at: number): number {
    const nonce = this.#nonces.next();
    const body = at + NONCE_BYTES;
    into.set(nonce, at);
    this.#startTag(nonce);
    this.#crypt(plain, nonce, into, body, true);
    into.set(this.#finishTag(), body + plain.length);
    return plain.length + OVERHEAD;
  }

  /** The sealed form in a buffer of its own. */
  sealed(plain: Uint8Array): Uint8Array<ArrayBuffer> {
    const into = Buffer.allocUnsafeSlow(plain.length + OVERHEAD);
    this.seal(plain, into, 0);
    return into;
  }

  /**
   * The plain bytes, after the tag proved the ciphertext whole: written to the start of `into` and returned as a view of it, or in a
   * buffer of their own. `into` may be `sealed` itself. Throws a Fault `damaged`, and then nothing was written.
   */
  open(sealed: Uint8Array, into?: Uint8Array): Uint8Array {
    const length = sealed.length - OVERHEAD;
    if (length < 0) throw damaged(`it has only ${sealed.length} bytes`);
    const nonce = new Uint8Array(sealed.subarray(0, NONCE_BYTES));
    if (isAllZero(nonce)) throw damaged('its nonce is all zero');
    const body = sealed.subarray(NONCE_BYTES, NONCE_BYTES + length);
    this.#startTag(nonce);
    this.#absorb(body);
    if (!timingSafeEqual(this.#finishTag(), sealed.subarray(NONCE_BYTES + length))) {
      throw damaged('its bytes are not those that were sealed, or it was sealed with other keys');
    }
    const plain = into?.subarray(0, length) ?? Buffer.allocUnsafeSlow(length);
    this.#crypt(body, nonce, plain, 0, false);
    return plain;
  }

  #startTag(nonce: Uint8Array): void {
    const { small, code } = this.#kernel;
    small.bytes.set(this.#keys.macR, R);
    small.bytes.set(this.#padBlock.update(nonce), PAD);
    code.polyStart(small.offset + R);
  }

  /** A view of scratch memory. */
  #finishTag(): Uint8Array {
    const { small, code } = this.#kernel;
    code.polyFinish(small.offset + PAD, small.offset + TAG);
    return small.bytes.subarray(TAG, TAG + TAG_BYTES);
  }

  #absorb(bytes: Uint8Array): void {
    const { slice, code } = this.#kernel;
    for (let done = 0; done < bytes.length; done += SLICE) {
      const part = bytes.subarray(done, done + SLICE);
      slice.bytes.set(part);
      code.polyUpdate(slice.offset, part.length);
    }
  }

  /** XORs the key stream of `nonce` onto `from`, slice by slice, into `to` at `at`; sealing, the tag takes each slice while it is warm. */
  #crypt(from: Uint8Array, nonce: Uint8Array, to: Uint8Array, at: number, sealing: boolean): void {
    const { slice, code } = this.#kernel;
    const apply = from.length < NATIVE_FROM ? this.#ownCounter(nonce) : this.#nativeCounter(nonce);
    for (let done = 0; done < from.length; done += SLICE) {
      const part = from.subarray(done, done + SLICE);
      apply(part);
      if (sealing) code.polyUpdate(slice.offset, part.length);
      to.set(slice.bytes.subarray(0, part.length), at + done);
    }
  }

  /** Leaves a slice, en- or decrypted, in the kernel's scratch. */
  #nativeCounter(nonce: Uint8Array): (part: Uint8Array) => void {
    const cipher = createCipheriv('aes-256-ctr', this.#keys.encrypt, nonce);
    return (part) => place(cipher.update(part), this.#kernel.slice.bytes);
  }

  /** As `#nativeCounter`, from the one block cipher. */
  #ownCounter(nonce: Uint8Array): (part: Uint8Array) => void {
    const { slice, stream, code } = this.#kernel;
    const words = new DataView(nonce.buffer, nonce.byteOffset);
    let counter = (words.getBigUint64(0) << 64n) | words.getBigUint64(8);
    return (part) => {
      const blocks = Math.ceil(part.length / BLOCK);
      code.counterBlocks(stream.offset, blocks, counter >> 64n, counter);
      counter += BigInt(blocks);
      const counters = stream.bytes.subarray(0, blocks * BLOCK);
      place(this.#block.update(counters), counters);
      slice.bytes.set(part);
      code.xor(slice.offset, stream.offset, part.length);
    };
  }
}

/** What a cipher gives comes in a new buffer each time; left to the garbage collector, tens of megabytes of them would pile up. */
function place(made: Uint8Array<ArrayBuffer>, into: Uint8Array): void {
  into.set(made);
  free(made);
}

const damaged = (reason: string): Fault => new Fault('damaged', `A sealed piece of the vault cannot be opened: ${reason}.`);
