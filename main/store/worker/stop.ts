/** The word to stop, and which file to leave out: said by the main thread, heard by a worker in the middle of its work. */
import type { Pace } from '../../base/pace.ts';

const STOP = 0;
/** The ticket of the file to be left out. */
const SKIP = 1;

/** A worker was told to stop, and does. */
export class Stopped extends Error {}

export class StopSign {
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(shared = new SharedArrayBuffer(8)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
  }

  stop(): void {
    Atomics.store(this.#cells, STOP, 1);
    Atomics.notify(this.#cells, STOP);
  }

  /** Worker side: until the time is over, or it is told to stop. @param time milliseconds. */
  sleep(time: number): void {
    Atomics.wait(this.#cells, STOP, 0, time);
  }

  /** Worker side: sleeps as long as the pace says, or until it is told to stop. Null: goes on at once. */
  rest(pace: Pace | null): void {
    if (pace === null) return;
    for (let rest = pace.rest(); rest > 0 && !this.stopped; rest = pace.rest()) this.sleep(rest);
  }

  /** Worker side, now and then: rests as long as the pace says. @throws Stopped once it is told to stop, in the middle of a rest, too. */
  goOn(pace: Pace | null): void {
    this.rest(pace);
    if (this.stopped) throw new Stopped('stopped');
  }

  get stopped(): boolean {
    return Atomics.load(this.#cells, STOP) === 1;
  }

  /** Main side: the file with this ticket is to be left out, if it is still being read. */
  skip(ticket: number): void {
    Atomics.store(this.#cells, SKIP, ticket);
  }

  /** Worker side. */
  isSkipped(ticket: number): boolean {
    return Atomics.load(this.#cells, SKIP) === ticket;
  }
}
