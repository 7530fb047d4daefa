/** Numbers as people write them. */
import { describe, expect, it } from 'vitest';
import { daysBetween, formatFor } from './format.ts';

const NOW = new Date(2026, 10, 21, 14, 2).getTime();
const english = formatFor('en-GB', () => NOW);
const german = formatFor('de', () => NOW);
/** Languages put narrow and no-break spaces between numbers and units. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('sizes', () => {
  it.each([[0, '0 B'], [999, '999 B'], [1000, '1 kB'], [1540, '1.5 kB'], [99_400, '99.4 kB'], [345_000, '345 kB'], [3_240_000_000, '3.2 GB'], [41_000_000_000_000, '41 TB']])('%i bytes', (bytes, expected) => {
    expect(plain(english.bytes(bytes))).toBe(expected);
  });
  it('has the comma of the language', () => {
    expect(plain(german.bytes(3_240_000_000))).toBe('3,2 GB');
  });
});

describe('durations', () => {
  it.each([[0, '0 s'], [0.2, '1 s'], [41, '41 s'], [119, '119 s'], [121, '2 min'], [3600, '60 min'], [7800, '2 h 10 min'], [90_000, '25 h']])('%d seconds', (seconds, expected) => {
    expect(plain(english.duration(seconds))).toBe(expected);
  });
});

describe('moments', () => {
  it.each([[0, 'today at 14:02'], [1, 'yesterday at 14:02'], [2, 'Thursday at 14:02'], [9, '12 Nov 2026']])('%i days ago', (days, expected) => {
    expect(plain(english.when(NOW - days * 86_400_000))).toBe(expected);
  });
  it('has the words of the language', () => {
    expect(plain(german.when(NOW))).toBe('heute um 14:02');
    expect(german.ago(NOW - 9 * 86_400_000)).toBe('vor 9 Tagen');
  });
  it.each([['en-US', '1:07 PM', '12:07 AM'], ['en-GB', '13:07', '00:07'], ['de', '13:07', '00:07'], ['hi', '1:07 pm', '12:07 am']])('has no zero before the hour where the day has two halves (%s)', (locale, noon, night) => {
    const { time, when } = formatFor(locale, () => NOW);
    expect([13, 0].map((hour) => plain(time(new Date(2026, 10, 21, hour, 7).getTime())))).toEqual([noon, night]);
    expect(plain(when(new Date(2026, 10, 21, 13, 7).getTime()))).toMatch(new RegExp(`[^0]${noon}$`));
  });
  it('counts days by the calendar, not by hours', () => {
    expect(daysBetween(new Date(2026, 2, 28, 23, 59), new Date(2026, 2, 29, 0, 1))).toBe(1);
    expect(daysBetween(new Date(2026, 2, 29, 0, 1), new Date(2026, 2, 30, 23, 59))).toBe(1);
  });
});
