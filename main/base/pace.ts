/** Keeps the processor time of this process to a share of one core: whoever works asks now and then how long to rest. */
import { systemClock, type Clock } from './clock.ts';

/** Milliseconds of rest that can be saved up: after a pause there is no burst. */
const SAVED = 500;
/** Milliseconds of computing before it begins that are counted, too: what a program needs to start. */
const STARTED = 700;
/** A shorter rest is not worth going to sleep for. */
const LEAST = 5;
/** A longer one is taken in parts, so that whoever rests hears when it is told to stop. */
export const LONGEST_REST = 250;

/** Milliseconds all threads of this process have computed. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export class Pace {
  readonly #share: number;
  readonly #clock: Clock;
  readonly #used: () => number;
  #since: number;
  #usedThen: number;

  /**
   * @param share of one core, above 0.
   * @param first of this run: what the program needed to start is its to pay for.
   */
  constructor(share: number, first: boolean, clock: Clock = systemClock, used: () => number = processorTime) {
    [this.#share, this.#clock, this.#used] = [share, clock, used];
    [this.#since, this.#usedThen] = [clock.monotonic(), used() - (first ? Math.min(used(), STARTED) : 0)];
  }

  /** Milliseconds to rest now; 0: go on. To be asked again after the rest, because other threads may have gone on. */
  rest(): number {
    const now = this.#clock.monotonic();
    const due = this.#since + (this.#used() - this.#usedThen) / this.#share;
    if (due < now - SAVED) this.#since += now - SAVED - due;
    const rest = due - now;
    return rest < LEAST ? 0 : Math.min(rest, LONGEST_REST);
  }
}
