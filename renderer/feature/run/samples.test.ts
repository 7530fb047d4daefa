/** The chart's points: bounded, in order, true to the mean. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSamples, MOST, nearest, roundUp, spread, type Sample } from './samples.ts';

const points = (count: number, from = 0): Sample[] => Array.from({ length: count }, (_, index) => [from + index + 1, index % 7]);

describe('addSamples', () => {
  it('stays bounded and in order over a thousand updates, and keeps the newest', () => {
    let all: readonly Sample[] = [];
    for (let update = 0; update < 1000; update++) all = addSamples(all, points(3, update * 3));
    expect(all.length).toBeLessThanOrEqual(MOST);
    expect(all.at(-1)![0]).toBe(3000);
    expect(all.every(([at], index) => index === 0 || at > all[index - 1]![0])).toBe(true);
  });
  it('keeps the height of what it joins', () => {
    expect(addSamples([], Array.from({ length: 1001 }, (_, index): Sample => [index, 5])).every(([, rate]) => rate === 5)).toBe(true);
  });
  it('leaves out what it has already', () => {
    const some = addSamples([], points(5));
    expect(addSamples(some, points(5))).toBe(some);
    expect(addSamples(some, points(7))).toHaveLength(7);
  });
});

describe('roundUp', () => {
  it('is a round number not below, and less than 2.5 times as much', () => {
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (value) => {
      const rounded = roundUp(value);
      expect(rounded).toBeGreaterThanOrEqual(value * 0.999999);
      expect(rounded).toBeLessThanOrEqual(value * 2.5 + 1e-9);
    }));
    expect([0, 1, 3, 51].map(roundUp)).toEqual([1, 1, 5, 100]);
  });
});

it('finds the nearest point', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1 }), fc.integer({ min: -10, max: 510 }), (times, at) => {
    const samples = times.toSorted((a, b) => a - b).map((time): Sample => [time, 0]);
    const best = Math.min(...times.map((time) => Math.abs(time - at)));
    expect(Math.abs(samples[nearest(samples, at)]![0] - at)).toBe(best);
  }));
});

it('spreads rows evenly and keeps the last', () => {
  expect(spread(points(100), 10).map(([at]) => at)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(spread(points(3), 10)).toHaveLength(3);
});
