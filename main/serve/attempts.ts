/** Counts wrong attempts by address, so that nobody can try secrets at speed. */
import type { Clock } from '../base/clock.ts';

const WINDOW_MS = 60_000;
/** Addresses that are remembered; the oldest give way. */
const REMEMBERED = 1000;

export class Attempts {
  readonly #clock: Clock;
  readonly #allowed: number;
  readonly #wrong = new Map<string, { since: number; count: number }>();

  /** @param allowed wrong ones in a minute. */
  constructor(clock: Clock, allowed: number) {
    [this.#clock, this.#allowed] = [clock, allowed];
  }

  /** Seconds this address has to wait; 0: it may try. */
  wait(address: string): number {
    const entry = this.#wrong.get(address);
    if (entry === undefined) return 0;
    const left = entry.since + WINDOW_MS - this.#clock.monotonic();
    if (left <= 0) this.#wrong.delete(address);
    return left <= 0 || entry.count < this.#allowed ? 0 : Math.ceil(left / 1000);
  }

  failed(address: string): void {
    const entry = this.wait(address) === 0 ? this.#wrong.get(address) : undefined;
    if (entry !== undefined) entry.count++;
    else if (!this.#wrong.has(address)) this.#wrong.set(address, { since: this.#clock.monotonic(), count: 1 });
    for (const oldest of this.#wrong.keys()) {
      if (this.#wrong.size <= REMEMBERED) break;
      this.#wrong.delete(oldest);
    }
  }
}
