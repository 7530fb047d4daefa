import { describe, expect, it } from 'vitest';
import { amongAlike, indexAt, movedBy, shareOf, ticksOf } from './ticks.ts';

describe('the ticks of the slider', () => {
  it('are the versions while they can be told apart', () => {
    expect(ticksOf(['mon', 'mon', 'tue'], 100)).toEqual([{ index: 0, day: true }, { index: 1, day: false }, { index: 2, day: true }]);
  });
  it('are thinned to what can be seen, and days are kept before hours', () => {
    const days = Array.from({ length: 1000 }, (_, index) => Math.floor(index / 7));
    const ticks = ticksOf(days, 500);
    expect(ticks.length).toBeLessThanOrEqual(101);
    expect(ticks.every(({ index }, at) => at === 0 || index > ticks[at - 1]!.index)).toBe(true);
    expect(ticks.filter(({ index }) => index % 7 === 0).length).toBeGreaterThan(ticks.length * 0.9);
  });
  it('are none on no track', () => expect(ticksOf(['a'], 0)).toEqual([]));
});

describe('the slider', () => {
  it('finds the version under the pointer, also beyond its ends', () => {
    expect([-1, 0, 0.5, 1, 2].map((share) => indexAt(share, 11))).toEqual([0, 0, 5, 10, 10]);
    expect(shareOf(0, 1)).toBe(1);
    expect(shareOf(5, 11)).toBe(0.5);
  });
  it('moves by keys and stays on its track', () => {
    expect(movedBy('ArrowLeft', 5, 11)).toBe(4);
    expect(movedBy('End', 5, 11)).toBe(10);
    expect(movedBy('PageDown', 5, 11)).toBe(0);
    expect(movedBy('x', 5, 11)).toBeNull();
  });
  it('tells versions of the same minute apart', () => {
    expect(amongAlike(['10:00', '10:05', '10:05'], 2)).toEqual({ number: 2, of: 2 });
    expect(amongAlike(['10:00', '10:05'], 0)).toEqual({ number: 1, of: 1 });
  });
});
