/** Throughput over time, in bounded memory: points that are too many are joined in pairs. */

/** Seconds since the start, and bytes a second then. */
export type Sample = readonly [number, number];

/** As many as a chart can show apart. */
export const MOST = 240;

/** Adds what came; points that do not come later than the last (a view sent again) replace nothing and are left out. */
export function addSamples(samples: readonly Sample[], more: readonly Sample[]): readonly Sample[] {
  const last = samples.at(-1)?.[0] ?? -1;
  const fresh = more.filter(([at], index) => at > (index === 0 ? last : Math.max(last, more[index - 1]![0])));
  if (fresh.length === 0) return samples;
  let all: readonly Sample[] = [...samples, ...fresh];
  while (all.length > MOST) all = joined(all);
  return all;
}

/** The later time of each pair, so that the last point stays where it is; the mean of their rates. */
function joined(samples: readonly Sample[]): readonly Sample[] {
  const odd = samples.length % 2;
  const half: Sample[] = odd === 1 ? [samples[0]!] : [];
  for (let index = odd; index < samples.length; index += 2) {
    const [a, b] = [samples[index]!, samples[index + 1]!];
    half.push([b[0], (a[1] + b[1]) / 2]);
  }
  return half;
}

/** The next round number: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** Index of the sample nearest in time. Samples are in the order of time. */
export function nearest(samples: readonly Sample[], at: number): number {
  let low = 0;
  let high = samples.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (samples[middle]![0] < at) low = middle;
    else high = middle;
  }
  return high >= 0 && Math.abs(samples[high]![0] - at) < Math.abs(samples[low]![0] - at) ? high : low;
}

/** At most so many, evenly spread, the last among them: rows of a table. */
export function spread(samples: readonly Sample[], most: number): readonly Sample[] {
  if (samples.length <= most) return samples;
  return Array.from({ length: most }, (_, index) => samples[Math.round((index + 1) * (samples.length / most)) - 1]!);
}
