/** Which versions get a tick on the slider when there are more of them than pixels. */

export interface Tick {
  index: number;
  /** First version of a day: drawn longer. */
  day: boolean;
}

/** Pixels between two ticks that can still be told apart. */
const APART = 5;

/**
 * @param days of each version, anything that differs between days; oldest first.
 * @param width of the track in pixels.
 */
export function ticksOf(days: readonly (string | number)[], width: number): Tick[] {
  const count = days.length;
  if (count === 0 || width <= 0) return [];
  const step = count === 1 ? width : width / (count - 1);
  const isDay = (index: number): boolean => index === 0 || days[index] !== days[index - 1];
  const every = Math.max(1, Math.ceil(APART / step));
  const ticks: Tick[] = [];
  for (let from = 0; from < count; from += every) {
    let day = -1;
    for (let index = from; day < 0 && index < Math.min(from + every, count); index++) if (isDay(index)) day = index;
    ticks.push({ index: day < 0 ? from : day, day: day >= 0 && every === 1 });
  }
  return ticks;
}

/** The version under a place on the track. @param share 0 at its beginning, 1 at its end. */
export const indexAt = (share: number, count: number): number => Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))));

/** Where a version lies on the track, 0 to 1. */
export const shareOf = (index: number, count: number): number => (count <= 1 ? 1 : index / (count - 1));

/** Where a key takes the slider; null: the key means nothing to it. */
export function movedBy(key: string, index: number, count: number): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
  const step = steps[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, index + step));
}

/** Among the versions that would be written alike (`at` names the minute): which one this is, from 1, and of how many. */
export function amongAlike(at: readonly string[], index: number): { number: number; of: number } {
  const [mine] = [at[index]];
  const first = at.findIndex((minute) => minute === mine);
  let of = 0;
  for (const minute of at) if (minute === mine) of++;
  return { number: index - first + 1, of };
}
