/** Reading a container front to back: so many bytes, past so many bytes. Where it can jump, what is passed over is not read. */
import { Fault } from '../../../base/fault.ts';

/** Jumping costs a new read: worth it past so many bytes. */
const JUMP = 1 << 20;

export class Cursor {
  /** Of the next byte. */
  position: number;
  readonly #open: (from: number) => AsyncIterable<Uint8Array>;
  readonly #end: number | null;
  #source: AsyncIterator<Uint8Array> | null = null;
  #head: Buffer = Buffer.alloc(0);

  /** @param open the bytes from a position on. @param end where it can jump: how far there are bytes. Null: only asked for those from the start. */
  constructor(open: (from: number) => AsyncIterable<Uint8Array>, { end, from = 0 }: { end: number | null; from?: number }) {
    this.#open = open;
    this.#end = end;
    this.position = from;
  }

  /** So many bytes; null at the end. @throws Fault `damaged` where there are some, but fewer. */
  async take(length: number): Promise<Buffer | null> {
    if (this.#head.length < length) {
      const parts = [this.#head];
      let size = this.#head.length;
      while (size < length) {
        const chunk = await this.#next();
        if (chunk === null) break;
        parts.push(chunk);
        size += chunk.length;
      }
      this.#head = Buffer.concat(parts);
      if (size === 0) return null;
      if (size < length) throw this.#ended();
    }
    const taken = this.#head.subarray(0, length);
    this.#advance(length);
    return taken;
  }

  /** @throws Fault `damaged` where it ends before. */
  async skip(length: number): Promise<void> {
    const left = length - this.#head.length;
    if (left > JUMP && this.#end !== null) {
      if (this.position + length > this.#end) throw new Fault('damaged', `It ends at byte ${this.#end}, in the middle of an entry.`);
      await this.close();
      this.position += length;
      return;
    }
    for await (const _passed of this.pass(length));
  }

  /** The next bytes, in pieces as they come. @throws Fault `damaged` where it ends before. */
  async *pass(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      if (this.#head.length === 0) {
        const chunk = await this.#next();
        if (chunk === null) throw this.#ended();
        this.#head = chunk;
      }
      const part = this.#head.subarray(0, left);
      this.#advance(part.length);
      left -= part.length;
      yield part;
    }
  }

  async close(): Promise<void> {
    const source = this.#source;
    [this.#source, this.#head] = [null, Buffer.alloc(0)];
    await source?.return?.();
  }

  async #next(): Promise<Buffer | null> {
    this.#source ??= this.#open(this.position)[Symbol.asyncIterator]();
    const next = await this.#source.next();
    return next.done === true ? null : Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
  }

  #advance(length: number): void {
    this.#head = this.#head.subarray(length);
    this.position += length;
  }

  #ended(): Fault {
    return new Fault('damaged', `It ends at byte ${this.position + this.#head.length}, in the middle of an entry.`);
  }
}
