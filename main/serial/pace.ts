/** Whether compressing on the board is worth its while: measured on this board and link, not assumed. */
import type { Clock } from '../base/clock.ts';

/** Bytes of content below which a measurement says more about the request than about the content. */
const TELLING = 2048;
/** Every so many bursts the other way gets another chance: content differs. */
const RECONSIDER = 24;

export class Pace {
  readonly #clock: Clock;
  readonly #able: boolean;
  /** Bytes a millisecond, smoothed; null until measured. */
  readonly #rates: { plain: number | null; packed: number | null } = { plain: null, packed: null };
  #bursts = 0;

  /** @param able whether the board has a compressor. */
  constructor(clock: Clock, able: boolean) {
    this.#clock = clock;
    this.#able = able;
  }

  now(): number {
    return this.#clock.monotonic();
  }

  /** True: have the board compress the next burst. */
  choose(): boolean {
    if (!this.#able) return false;
    const { plain, packed } = this.#rates;
    if (plain === null || packed === null) return plain !== null;
    const faster = packed > plain;
    return this.#bursts % RECONSIDER === RECONSIDER - 1 ? !faster : faster;
  }

  note(compressed: boolean, bytes: number, milliseconds: number): void {
    if (bytes < TELLING) return;
    this.#bursts++;
    const way = compressed ? 'packed' : 'plain';
    const rate = bytes / Math.max(milliseconds, 0.1);
    const before = this.#rates[way];
    this.#rates[way] = before === null ? rate : 0.7 * before + 0.3 * rate;
  }
}
