/** Bytes being written one after the other, into memory that grows. */

export class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(room = 1024) {
    this.#buffer = Buffer.allocUnsafe(room);
  }

  get length(): number {
    return this.#length;
  }

  /** A byte string: one character (U+0000 to U+00FF) a byte. */
  write(bytes: string): void {
    this.#reserve(bytes.length);
    this.#length += this.#buffer.latin1Write(bytes, this.#length);
  }

  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written, in memory of its own and of just that size: it may be transferred or cloned to a worker. */
  finish(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer.subarray(0, this.#length));
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const wider = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    wider.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = wider;
  }
}
