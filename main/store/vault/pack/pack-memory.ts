/** Memory of filling packs. */
import { free } from '../../../base/free.ts';

/** Bytes of a pack that is written while it fills: what comes before they are full stays in memory, so that little becomes one pack. */
export const CHUNK = 2 * 1024 * 1024;
/** Pieces kept for the next pack: the first touch of new memory costs more than filling it. */
const SPARE = 3;

export class Chunks {
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];

  /** With room for so many bytes at least. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    return (bytes <= CHUNK ? this.#spare.pop() : undefined) ?? memory(Math.max(bytes, CHUNK));
  }

  /** Nobody uses it any more. */
  give(buffer: Uint8Array<ArrayBuffer>): void {
    if (buffer.length === CHUNK && this.#spare.length < SPARE) this.#spare.push(buffer);
    else free(buffer);
  }
}

/** Address space, of which only what is written becomes real. */
export const memory = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
