/** Bytes being written one after the other, into memory that grows. Numbers are written as digits without making a string of them. */
import { free } from '../../base/free.ts';

/** From here on the call into the runtime is cheaper than a loop. */
const LONG = 48;
const [QUOTE, ZERO] = [0x22, 0x30];

export class ByteWriter {
  #buffer: Buffer<ArrayBuffer>;
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
    if (bytes.length >= LONG) {
      this.#length += this.#buffer.write(bytes, this.#length, 'latin1');
      return;
    }
    let to = this.#length;
    for (let at = 0; at < bytes.length; at++) this.#buffer[to++] = bytes.charCodeAt(at);
    this.#length = to;
  }

  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The byte string between double quotes, as it is. */
  writeQuoted(bytes: string): void {
    this.writeByte(QUOTE);
    this.write(bytes);
    this.writeByte(QUOTE);
  }

  writeByte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = byte;
  }

  /** A whole number from 0 up, exact to 2^53, in decimal. */
  writeNumber(number: number): void {
    let width = 1;
    for (let above = 10; above <= number; above *= 10) width++;
    this.writeDigits(number, width);
  }

  /** The lowest digits of a whole number from 0 up. */
  writeDigits(number: number, width: number): void {
    this.#reserve(width);
    let rest = number;
    for (let to = this.#length + width - 1; to >= this.#length; to--) {
      const tens = Math.floor(rest / 10);
      this.#buffer[to] = ZERO + (rest - tens * 10);
      rest = tens;
    }
    this.#length += width;
  }

  /** Writes once more what stands from `from` to `to`. */
  repeat(from: number, to: number): void {
    this.#reserve(to - from);
    for (let at = from; at < to; at++) this.#buffer[this.#length++] = this.#buffer[at]!;
  }

  /** Whether just what was written stands in `bytes` from `at` on. */
  standsIn(bytes: Uint8Array, at: number): boolean {
    const end = at + this.#length;
    return end <= bytes.length && this.#buffer.compare(bytes, at, end, 0, this.#length) === 0;
  }

  /** Forgets what was written, and keeps the memory. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written, as a byte string. */
  text(): string {
    return this.#buffer.toString('latin1', 0, this.#length);
  }

  /** What was written, in memory of its own and of just that size: it may be transferred or cloned to a worker. */
  finish(): Uint8Array<ArrayBuffer> {
    const written = new Uint8Array(this.#buffer.subarray(0, this.#length));
    this.#replace(Buffer.alloc(0));
    this.#length = 0;
    return written;
  }

  #reserve(more: number): void {
    if (this.#length + more > this.#buffer.length) this.#grow(this.#length + more);
  }

  #grow(needed: number): void {
    const wider = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    wider.set(this.#buffer.subarray(0, this.#length));
    this.#replace(wider);
  }

  /** Large buffers are not left to the garbage collector, which sees no hurry. */
  #replace(buffer: Buffer<ArrayBuffer>): void {
    free(this.#buffer);
    this.#buffer = buffer;
  }
}
