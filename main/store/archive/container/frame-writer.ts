/** Frames on their way into a container: packed several at a time, written in order, never more of them at once than memory allows. */
import { raceAbort } from '../../../base/abort.ts';
import type { Call } from '../../../base/call.ts';
import { free } from '../../../base/free.ts';
import type { ByteSink } from './container.ts';

/** Packed by that many threads at once: those Node has. */
const IN_FLIGHT = 4;

/** Told where a frame came to lie and what it takes there. */
export type FrameWritten = (offset: number, stored: number) => void;

export class FrameWriter {
  readonly #sink: ByteSink;
  readonly #most: number;
  /** Frames handed in and not written yet, oldest first. */
  #waiting: Promise<void>[] = [];
  #last: Promise<void> = Promise.resolve();
  #abandoned = false;

  /** @param threads that are to have a frame each, where they are more than those of Node. */
  constructor(sink: ByteSink, threads = IN_FLIGHT) {
    this.#sink = sink;
    this.#most = Math.max(IN_FLIGHT, threads);
  }

  /**
   * Resolves when there is room for another. @param packed the frame, once it is packed. @param isOwn nobody else has its bytes: their memory is given
   * back when they are written. @throws what packing or writing an earlier one met; the reason of a cancel, at once.
   */
  async push(packed: Promise<Uint8Array>, written: FrameWritten, { signal }: Pick<Call, 'signal'>, isOwn = false): Promise<void> {
    packed.catch(() => undefined); // told where it is waited for
    signal.throwIfAborted();
    const before = this.#last;
    this.#last = before.then(() => this.#write(packed, written, isOwn));
    this.#last.catch(() => undefined); // told where the frames are waited for
    this.#waiting.push(this.#last);
    if (this.#waiting.length >= this.#most) await raceAbort(this.#waiting.shift()!, signal);
  }

  /** Resolves when all are written. @throws as `push`. */
  async drain({ signal }: Pick<Call, 'signal'>): Promise<void> {
    this.#waiting = [];
    await raceAbort(this.#last, signal);
  }

  /** Gives up what waits; resolves when nothing goes to the sink any more. Never throws. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    await this.#last.catch(() => undefined); // why it is given up is told elsewhere
  }

  async #write(packed: Promise<Uint8Array>, written: FrameWritten, isOwn: boolean): Promise<void> {
    const bytes = await packed;
    if (this.#abandoned) return;
    const offset = this.#sink.position;
    const { length } = bytes;
    await this.#sink.write(bytes);
    if (isOwn) free(bytes as Uint8Array<ArrayBuffer>);
    written(offset, length);
  }
}
