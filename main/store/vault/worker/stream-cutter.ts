/** Content that arrives in messages (a dump, a board) cut like a file. One stream at a time a worker: they share its buffer. */
import { STEP, type Cutter } from './cutter.ts';

export class StreamCutter {
  readonly #cutter: Cutter;

  constructor(cutter: Cutter) {
    this.#cutter = cutter;
    cutter.begin();
  }

  feed(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += STEP) {
      const slice = bytes.subarray(from, from + STEP);
      this.#cutter.feed((into) => {
        into.set(slice);
        return slice.length;
      });
    }
  }

  end(): { ids: Uint8Array<ArrayBuffer>; size: number } {
    return this.#cutter.end();
  }
}
