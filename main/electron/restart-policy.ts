/** How often something that keeps crashing is started again: at once, then ever later, and not at all when it is hopeless. */
import type { Clock } from '../base/clock.ts';

/** Milliseconds. */
const WINDOW = 60_000;
const MOST = 5;
const FIRST_PAUSE = 250;

export class RestartPolicy {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #crashes: number[] = [];

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** It crashed. @returns milliseconds until it is to be started again; null: it crashed five times within a minute, leave it. */
  crashed(): number | null {
    const now = this.#clock.monotonic();
    this.#crashes = [...this.#crashes.filter((at) => now - at < WINDOW), now];
    const count = this.#crashes.length;
    if (count >= MOST) return null;
    return count === 1 ? 0 : FIRST_PAUSE * 2 ** (count - 2);
  }

  /** Somebody wants it tried again. */
  forget(): void {
    this.#crashes = [];
  }
}
