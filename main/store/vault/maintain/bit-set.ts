/** One bit an index entry: what is used, kept, damaged. */

export class BitSet {
  readonly #words: Uint32Array;

  /** @param size numbers from 0 up to, not including, this. */
  constructor(size: number) {
    this.#words = new Uint32Array(Math.ceil(size / 32));
  }

  has(number: number): boolean {
    return (this.#words[number >>> 5] & (1 << (number & 31))) !== 0;
  }

  /** Returns whether it was new. */
  add(number: number): boolean {
    if (this.has(number)) return false;
    this.#words[number >>> 5] |= 1 << (number & 31);
    return true;
  }

  delete(number: number): void {
    this.#words[number >>> 5] &= ~(1 << (number & 31));
  }
}
