/** Throughput over the time of a run, thinned so that any run fits: full, every second sample goes and the next ones come half as often. */

/** Samples kept at most. */
const MOST = 240;
/** Seconds between two samples at first. */
const APART = 0.5;

/** Seconds since the start, bytes a second then. */
export type Sample = [seconds: number, bytesPerSecond: number];

export class Samples {
  #kept: Sample[] = [];
  #apart = APART;

  add(seconds: number, bytesPerSecond: number): void {
    const last = this.#kept.at(-1);
    if (last !== undefined && seconds - last[0] < this.#apart) return;
    this.#kept.push([Math.round(seconds * 1000) / 1000, bytesPerSecond]);
    if (this.#kept.length <= MOST) return;
    this.#kept = this.#kept.filter((_, place) => place % 2 === 0);
    this.#apart *= 2;
  }

  /** Those later than that many seconds. */
  since(seconds: number): Sample[] {
    const first = this.#kept.findIndex(([at]) => at > seconds);
    return first < 0 ? [] : this.#kept.slice(first);
  }
}
