/** Content-defined chunking as restic does it: the same bytes and the same polynomial give the same chunks, hence the same blobs. */
import type { Kernel, Region } from '../kernel/kernel.ts';
import type { Polynomial } from './polynomial.ts';
import { cutterTables, WINDOW } from './tables.ts';

export interface ChunkLimits {
  /** Bytes; no chunk but the last is smaller. At least 128. */
  readonly min: number;
  /** Bytes; no chunk is larger. */
  readonly max: number;
  /** A cut is where these bits of the fingerprint are all zero. */
  readonly mask: number;
}

/** The vault format's: 512 KiB to 8 MiB, one byte in 2^20 beyond the minimum is a cut. */
export const VAULT_LIMITS: ChunkLimits = { min: 512 * 1024, max: 8 * 1024 * 1024, mask: 0xfffff };

/**
 * Finds where chunks end in bytes that pass through the kernel's memory. A chunk always starts with an empty fingerprint, and no cut
 * is looked for below the minimum, by when the window holds the chunk's own bytes only. So what is hashed are the last 63 bytes before
 * the minimum and all from there on, and nothing but the last 64 bytes carries over between calls.
 */
export class Chunker {
  readonly #kernel: Kernel;
  readonly #tables: BigUint64Array;
  readonly #limits: ChunkLimits;
  /** The chunk's last 64 bytes, then room for 64 that follow: where a window spans two calls. */
  readonly #seam: Region;
  /** Bytes of the current chunk seen so far. */
  #count = 0;

  constructor(kernel: Kernel, polynomial: Polynomial, limits: Partial<ChunkLimits> = {}) {
    this.#kernel = kernel;
    this.#tables = cutterTables(polynomial);
    this.#limits = { ...VAULT_LIMITS, ...limits };
    this.#seam = kernel.reserve(2 * WINDOW);
  }

  /** Begins a new chunk, and with it a new file. */
  reset(): void {
    this.#count = 0;
  }

  /**
   * Takes the next `length` bytes, at `offset` in the kernel's memory. Returns how many of them belong to the current chunk if it ends
   * among them: then a new one begins, and the rest is to be handed in again. Else -1. What is left at the end of a file is its last chunk.
   */
  next(offset: number, length: number): number {
    const { min, max } = this.#limits;
    const first = Math.max(0, min - 1 - this.#count);
    const end = Math.min(length, max - this.#count);
    const cut = first < end ? this.#search(offset, first, end) : -1;
    if (cut === -1 && this.#count + end < max) {
      this.#remember(offset, length);
      this.#count += length;
      return -1;
    }
    this.#count = 0;
    return cut === -1 ? end : cut;
  }

  /** Bytes up to and with the first cut at `first` to `end` of the bytes at `offset`, or -1. */
  #search(offset: number, first: number, end: number): number {
    this.#kernel.useTables(this.#tables);
    let from = first;
    if (from < WINDOW) {
      const near = Math.min(end, WINDOW);
      const { view } = this.#kernel;
      view.copyWithin(this.#seam.offset + WINDOW, offset, offset + near);
      const cut = this.#scan(this.#seam.offset + WINDOW, from, near);
      if (cut !== -1) return cut;
      from = near;
    }
    return from < end ? this.#scan(offset, from, end) : -1;
  }

  #scan(base: number, from: number, end: number): number {
    // Addresses come back as signed 32-bit numbers.
    const after = this.#kernel.code.scan(base + from, base + end, this.#limits.mask) >>> 0;
    return after === 0 ? -1 : after - base;
  }

  #remember(offset: number, length: number): void {
    const { view } = this.#kernel;
    const seam = this.#seam.offset;
    const kept = Math.max(0, WINDOW - length);
    view.copyWithin(seam, seam + WINDOW - kept, seam + WINDOW);
    view.copyWithin(seam + kept, offset + length - (WINDOW - kept), offset + length);
  }
}
