/** The throughput of a run, short or long: never more than a chart needs, from the beginning to the end. */
import { expect, it } from 'vitest';
import { Samples } from './samples.ts';

function after(seconds: number, step: number): Samples {
  const samples = new Samples();
  for (let at = 0; at <= seconds; at += step) samples.add(at, at);
  return samples;
}

it('keeps two a second of a short run', () => {
  expect(after(10, 0.125).since(-1)).toHaveLength(21);
});
it.each([200, 3600, 100_000])('keeps at most 240 of %i seconds, evenly, from beginning to end', (seconds) => {
  const kept = after(seconds, 1).since(-1);
  expect(kept.length).toBeLessThanOrEqual(240);
  expect(kept.length).toBeGreaterThan(100);
  expect(kept[0]).toEqual([0, 0]);
  expect(kept.at(-1)?.[0]).toBeGreaterThan(seconds * 0.98);
});
it('gives those that are new', () => {
  const samples = after(10, 1);
  expect(samples.since(7)).toEqual([[8, 8], [9, 9], [10, 10]]);
  expect(samples.since(10)).toEqual([]);
});
