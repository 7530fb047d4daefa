/** Shared switches of one worker: how many sealed bytes it has under way, and whether to stop. Blocks the worker, never the main thread. */

const OUTSTANDING = 0; // KiB sent to the main thread and not yet packed
const STOP = 1;

/** A worker waits above this: sealed bytes a worker may have under way, in KiB. */
const LIMIT_KIB = 8 * 1024;

export class Control {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
  }

  /** Worker side: before sending. Waits while too much is under way; returns at once when told to stop. */
  acquire(bytes: number): void {
    for (;;) {
      const outstanding = Atomics.load(this.#cells, OUTSTANDING);
      if (this.stopped || outstanding < LIMIT_KIB) break;
      Atomics.wait(this.#cells, OUTSTANDING, outstanding);
    }
    Atomics.add(this.#cells, OUTSTANDING, kib(bytes));
  }

  /** Main side: the bytes were packed. */
  release(bytes: number): void {
    Atomics.sub(this.#cells, OUTSTANDING, kib(bytes));
    Atomics.notify(this.#cells, OUTSTANDING);
  }

  stop(): void {
    Atomics.store(this.#cells, STOP, 1);
    Atomics.sub(this.#cells, OUTSTANDING, 1 << 30); // whatever it waits for has come
    Atomics.notify(this.#cells, OUTSTANDING);
  }

  get stopped(): boolean {
    return Atomics.load(this.#cells, STOP) === 1;
  }
}

const kib = (bytes: number): number => Math.ceil(bytes / 1024);
