/** Times: to the nanosecond, in any zone, in any year. What Go writes for them is compared in restic.test.ts. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDays, daysInMonth, daysOfDate } from './calendar.ts';
import { formatTime, isTime, parseTime } from './time.ts';

const SECOND = 1_000_000_000n;
const at = (iso: string, nanos = 0n): bigint => BigInt(Date.parse(iso)) * 1_000_000n + nanos;

/** Texts of times in another zone: a process only ever has one. */
function formatIn(zone: string, times: readonly bigint[]): string[] {
  const module = JSON.stringify(fileURLToPath(new URL('./time.ts', import.meta.url)));
  const program = `import { formatTime } from ${module}; console.log(JSON.stringify(JSON.parse(process.argv[1]).map((time) => formatTime(BigInt(time)))));`;
  const options = ['--input-type=module', '-e', program, JSON.stringify(times.map(String))];
  return JSON.parse(execFileSync(process.execPath, options, { env: { ...process.env, TZ: zone, NODE_OPTIONS: '' }, encoding: 'utf8' })) as string[];
}

describe('formatTime', () => {
  it('writes as many digits as it takes', () => {
    const times = [0n, 1n, -1n, 500_000_000n, SECOND + 120n, at('1969-12-31T23:59:59Z', 999_999_999n), at('2026-11-21T09:15:00Z')];
    expect(formatIn('UTC', times)).toEqual([
      '1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000000001Z', '1969-12-31T23:59:59.999999999Z', '1970-01-01T00:00:00.5Z',
      '1970-01-01T00:00:01.00000012Z', '1969-12-31T23:59:59.999999999Z', '2026-11-21T09:15:00Z',
    ]);
  });

  it('follows summer time, to the second', () => {
    const times = [at('2024-03-31T00:59:59Z', 7n), at('2024-03-31T01:00:00Z'), at('2024-10-27T00:59:59Z'), at('2024-10-27T01:00:00Z')];
    expect(formatIn('Europe/Berlin', times)).toEqual([
      '2024-03-31T01:59:59.000000007+01:00', '2024-03-31T03:00:00+02:00', '2024-10-27T02:59:59+02:00', '2024-10-27T02:00:00+01:00',
    ]);
    expect(formatIn('America/St_Johns', [at('2024-01-01T00:00:00Z')])).toEqual(['2023-12-31T20:30:00-03:30']);
  });

  it('holds years between 0 and 9999, as restic does', () => {
    const [days400, year] = [146_097n * 86_400n * SECOND, 365n * 86_400n * SECOND];
    const leapDay = at('2000-02-29T12:00:00Z');
    const times = [at('9999-12-31T23:59:59Z'), at('+010000-06-01T01:02:03Z', 4n), leapDay + 30n * days400, leapDay - 30n * days400, at('-000001-12-31T00:00:00Z'), 2n ** 63n * SECOND, -(2n ** 63n) * SECOND];
    const texts = formatIn('UTC', times);
    expect(texts.slice(0, 5)).toEqual([
      '9999-12-31T23:59:59Z', '9999-06-01T01:02:03.000000004Z', '9999-03-01T12:00:00Z', '0000-02-29T12:00:00Z', '0000-12-31T00:00:00Z',
    ]);
    for (const text of texts) expect(isTime(text)).toBe(true);
    expect(formatIn('Europe/Berlin', [at('9999-12-31T23:30:00Z'), at('0000-01-01T00:30:00Z') - year])).toEqual([
      '9999-01-01T00:30:00+01:00', expect.stringMatching(/^0000-01-0/) as string,
    ]);
  });

  it('names the same instant in every zone and century', () => {
    const times = fc.sample(fc.bigInt({ min: at('0001-01-01T00:00:00Z'), max: at('9998-12-31T00:00:00Z') }), { numRuns: 500, seed: 1 });
    for (const zone of ['UTC', 'Europe/Amsterdam', 'Africa/Monrovia', 'Pacific/Apia']) {
      expect(formatIn(zone, times).map(parseTime)).toEqual(times);
    }
  });

  it('comes back from its text', () => {
    fc.assert(fc.property(fc.bigInt({ min: at('0001-01-01T00:00:00Z'), max: at('9998-12-31T00:00:00Z') }), (time) => {
      expect(parseTime(formatTime(time))).toBe(time);
    }));
  });
});

describe('parseTime', () => {
  it.each([
    ['2024-02-29T00:00:00.1234567899999Z', at('2024-02-29T00:00:00Z', 123_456_789n)],
    ['2024-02-29t10:00:00.5z', at('2024-02-29T10:00:00Z', 500_000_000n)],
    ['2024-01-01T00:00:00+14:00', at('2023-12-31T10:00:00Z')],
    ['2024-01-01T00:00:00-00:30', at('2024-01-01T00:30:00Z')],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['2016-12-31T23:59:60Z', at('2017-01-01T00:00:00Z')],
    ['0001-01-01T00:00:00Z', at('0001-01-01T00:00:00Z')],
  ])('reads %s', (text, time) => expect(parseTime(text)).toBe(time));

  it.each([
    '', 'now', '2024-01-01', '2024-01-01T00:00:00', '2024-13-01T00:00:00Z', '2023-02-29T00:00:00Z', '2024-01-01T24:00:00Z', '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:61Z', '2024-01-01T00:00:00.Z', '2024-01-01T00:00:00+0100', '2024-01-01T00:00:00+25:00', '2024-01-01T00:00:00Zz', '2024-1-01T00:00:00.0Z', '2o24-01-01T00:00:00Z',
  ])('refuses %j', (text) => {
    expect(isTime(text)).toBe(false);
    expect(() => parseTime(text)).toThrow(/is no time/);
  });
});

it('the calendar goes both ways', () => {
  fc.assert(fc.property(fc.integer({ min: -1_000_000, max: 3_000_000 }), (days) => {
    const { year, month, day } = dateOfDays(days);
    expect(daysOfDate(year, month, day)).toBe(days);
    expect([year, month, day]).toEqual(ofDate(new Date(days * 86_400_000)));
    expect(day).toBeLessThanOrEqual(daysInMonth(year, month));
  }));
});

const ofDate = (date: Date): number[] => [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
