/**
 * What one worker shares with the main thread: room for sealed blobs on their way into packs, and the word to stop. The room is memory that
 * both see, so nothing is allocated, copied between threads or left to a garbage collector; a worker that has none waits. Only workers wait.
 */
import type { Pace } from '../../../base/pace.ts';
import { Stopped, StopSign } from '../../worker/stop.ts';

/** Bytes of a slot: many small blobs, or one that is not large. */
export const SLOT = 512 * 1024;
const SLOTS = 4;
/** Blobs too large for a slot travel by themselves; a worker waits when so many KiB of them are under way. */
const LARGE_KIB = 6 * 1024;

const BUSY = 0; // one bit a slot
const LARGE = 1; // KiB
/** Counts every change a worker may be waiting for: it waits for this number to move, so no change is ever missed. */
const BELL = 2;

export interface SharedControl {
  readonly sign: SharedArrayBuffer;
  readonly cells: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
}

export class Control {
  readonly shared: SharedControl;
  readonly #sign: StopSign;
  readonly #cells: Int32Array;
  readonly #pace: Pace | null;

  /**
   * Memory counts from when it is first written to.
   * @param pace what the worker keeps to; null: nothing.
   */
  constructor(shared: SharedControl = { sign: new StopSign().shared, cells: new SharedArrayBuffer(12), slots: new SharedArrayBuffer(SLOTS * SLOT) }, pace: Pace | null = null) {
    this.shared = shared;
    this.#sign = new StopSign(shared.sign);
    this.#pace = pace;
    this.#cells = new Int32Array(shared.cells);
  }

  /** The bytes of a slot. */
  slot(number: number): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.shared.slots, number * SLOT, SLOT);
  }

  /** Worker side: the number of a slot nobody uses, which is the worker's until the main thread frees it. @throws Stopped. */
  takeSlot(): number {
    let free = 0;
    this.#wait(() => {
      const busy = Atomics.load(this.#cells, BUSY);
      for (free = 0; free < SLOTS; free++) if ((busy & (1 << free)) === 0) return true;
      return false;
    });
    Atomics.or(this.#cells, BUSY, 1 << free);
    return free;
  }

  /** Main side. */
  freeSlot(number: number): void {
    Atomics.and(this.#cells, BUSY, ~(1 << number));
    this.#ring();
  }

  /** Worker side: before a large blob is sent. @throws Stopped. */
  acquireLarge(bytes: number): void {
    this.#wait(() => Atomics.load(this.#cells, LARGE) < LARGE_KIB);
    Atomics.add(this.#cells, LARGE, kib(bytes));
  }

  /** Main side: the blob was packed. */
  releaseLarge(bytes: number): void {
    Atomics.sub(this.#cells, LARGE, kib(bytes));
    this.#ring();
  }

  stop(): void {
    this.#sign.stop();
    this.#ring();
  }

  get stopped(): boolean {
    return this.#sign.stopped;
  }

  /** Main side: the file with this ticket is to be left out, if it is still being read. */
  skip(ticket: number): void {
    this.#sign.skip(ticket);
  }

  /** Worker side. */
  isSkipped(ticket: number): boolean {
    return this.#sign.isSkipped(ticket);
  }

  /** Worker side: sleeps as long as its pace says, or until it is told to stop. */
  rest(): void {
    this.#sign.rest(this.#pace);
  }

  #wait(ready: () => boolean): void {
    for (;;) {
      const bell = Atomics.load(this.#cells, BELL);
      if (this.stopped) throw new Stopped('stopped');
      if (ready()) return;
      Atomics.wait(this.#cells, BELL, bell);
    }
  }

  #ring(): void {
    Atomics.add(this.#cells, BELL, 1);
    Atomics.notify(this.#cells, BELL);
  }
}

const kib = (bytes: number): number => Math.ceil(bytes / 1024);
