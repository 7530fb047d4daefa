/** A source that is read from front to back in small parts: each time a little more is fetched than was asked for. */
import type { Call } from '../../../../base/call.ts';
import type { ByteSource } from '../container.ts';

const AHEAD = 1 << 20;
/** Larger parts are read as they are. */
const SMALL = 1 << 18;

export class ReadAhead implements ByteSource {
  readonly #source: ByteSource;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  async *read(start: number, end: number, call: Pick<Call, 'signal'>): AsyncGenerator<Uint8Array> {
    if (end - start > SMALL) return yield* this.#source.read(start, end, call);
    if (start < this.#start || end > this.#start + this.#bytes.length) {
      const parts: Uint8Array[] = [];
      for await (const bytes of this.#source.read(start, Math.min(start + AHEAD, this.size), call)) parts.push(bytes);
      [this.#start, this.#bytes] = [start, Buffer.concat(parts)];
    }
    yield this.#bytes.subarray(start - this.#start, end - this.#start);
  }
}
