/** What people type, read. */
import { describe, expect, it } from 'vitest';
import { parseGroupBy } from './choice.ts';
import { splitCommas } from './lists.ts';
import { policyOf } from './retention.ts';
import { parseRate, parseSize } from './size.ts';
import { parseTime } from './time.ts';

const KI = 1024;

describe('sizes and rates', () => {
  it.each([
    ['500', 500], ['500k', 500 * KI], ['10M', 10 * KI ** 2], ['10MiB', 10 * KI ** 2], ['10MB', 10_000_000], ['1.5G', 1.5 * KI ** 3], ['2t', 2 * KI ** 4], ['7b', 7], [' 3 GB ', 3e9],
  ])('size %s is %d bytes', (text, bytes) => {
    expect(parseSize(text, '--x')).toBe(bytes);
  });

  it.each(['', '0', '-1', 'M', '10X', '10 M B', '1e3', '99999999P'])('size "%s" is refused', (text) => {
    expect(() => parseSize(text, '--x')).toThrow(/^--x cannot be /);
  });

  it.each([['500', 500 * KI], ['500k', 500 * KI], ['2M', 2 * KI ** 2], ['2MB/s', 2e6], ['2MiB/s', 2 * KI ** 2], ['100b', 100]])('rate %s is %d bytes a second', (text, rate) => {
    expect(parseRate(text, '--x')).toBe(rate);
  });
});

describe('times', () => {
  it.each([
    ['2026-11-17T14:02:11Z', '2026-11-17T14:02:11Z'], ['2026-11-17T14:02:11.123456789+01:00', '2026-11-17T14:02:11+01:00'], ['2026-11-17 14:02:11 -0330', '2026-11-17T14:02:11-03:30'],
    ['17.11.2026 14:02 Z', '2026-11-17T14:02:00Z'], ['2026-11-17Z', '2026-11-17T00:00:00Z'],
  ])('%s', (text, time) => {
    expect(parseTime(text, '--time')).toBe(time);
  });

  it.each(['2026-11-17', '2026-07-17 14:02', '17.11.2026 14:02:11'])('%s, without a zone, is a time of this machine', (text) => {
    const time = parseTime(text, '--time');
    expect(time).toMatch(/^2026-\d\d-17T\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    const [, day = '', clock = ''] = /^(.*)T(.*)[+-]/.exec(time) ?? [];
    expect(Date.parse(time)).toBe(new Date(`${day}T${clock}`).getTime());
  });

  it.each(['', 'yesterday', '2026-13-01', '2026-02-30', '2026-11-17 25:00', '2026-11-17 14', '17-11-2026', '2026-11-17T14:02:11Zx'])('"%s" is refused', (text) => {
    expect(() => parseTime(text, '--time')).toThrow(/^--time cannot be /);
  });
});

describe('lists and choices', () => {
  it('splits at commas, and drops what is empty', () => {
    expect(splitCommas(['a, b', ',c,,', ''])).toEqual(['a', 'b', 'c']);
  });

  it('takes restic\'s names of groups', () => {
    expect(parseGroupBy('host,path,tag')).toEqual(['host', 'paths', 'tags']);
    expect(parseGroupBy('')).toEqual([]);
  });
});

describe('retention', () => {
  it('is nothing when no rule is given', () => {
    expect(policyOf({})).toBeNull();
    expect(policyOf({ keepDaily: '0' })).toBeNull();
  });

  it('reads every rule', () => {
    expect(policyOf({ keepLast: '1', keepHourly: 'unlimited', keepWithin: '7d1y', keepWithinMonthly: '2h', keepTag: ['a, b'] })).toEqual({
      last: 1, hourly: -1, daily: 0, weekly: 0, monthly: 0, yearly: 0, within: '1y7d', withinMonthly: '2h', tags: [['a', 'b']],
    });
  });

  it.each([{ keepLast: '-2' }, { keepLast: '1.5' }, { keepDaily: '' }, { keepWithin: '3w' }])('%o is refused', (options) => {
    expect(() => policyOf(options)).toThrow(/^--keep-/);
  });
});
