/** Calendar durations like `2y5m7d3h`: a month is a month, however long it is. */
import { Fault } from '../base/fault.ts';
import type { LocalTime } from './local-time.ts';

export interface Duration {
  years: number;
  months: number;
  days: number;
  hours: number;
}

const PART = /(\d{1,6})([ymdh])/gy;
const UNIT = { y: 'years', m: 'months', d: 'days', h: 'hours' } as const;

/** In any order, as restic takes them; of a unit given twice the last counts. @throws Fault `invalid`. */
export function parseDuration(text: string): Duration {
  const duration: Duration = { years: 0, months: 0, days: 0, hours: 0 };
  const trimmed = text.trim();
  let end = 0;
  for (const [part, count, unit] of trimmed.matchAll(PART)) {
    duration[UNIT[unit as keyof typeof UNIT]] = Number(count);
    end += part.length;
  }
  if (end !== trimmed.length || end === 0) {
    throw new Fault('invalid', `"${text}" is not a duration.`, { context: { value: text }, advice: 'Write it as years, months, days and hours, like 2y5m7d3h.' });
  }
  return duration;
}

/** In the one order, without what is zero; '' for none at all. */
export const showDuration = ({ years, months, days, hours }: Duration): string =>
  [[years, 'y'], [months, 'm'], [days, 'd'], [hours, 'h']].map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');

/**
 * The instant this much earlier, in nanoseconds since the epoch. Years, months and days are taken off the calendar date where the
 * snapshot was made (31 March less a month is 3 March or 2 March: days that do not exist run over), hours off the clock.
 */
export function before({ instant, offsetSeconds, date }: LocalTime, { years, months, days, hours }: Duration): bigint {
  const moved = new Date(date);
  moved.setUTCFullYear(date.getUTCFullYear() - years, date.getUTCMonth() - months, date.getUTCDate() - days);
  if (Number.isNaN(moved.getTime())) return BEGINNING; // further back than dates can go
  const nanoseconds = instant % 1_000_000_000n;
  return BigInt(Math.floor(moved.getTime() / 1000) - offsetSeconds - hours * 3600) * 1_000_000_000n + (nanoseconds < 0n ? nanoseconds + 1_000_000_000n : nanoseconds);
}

/** Earlier than any date. */
export const BEGINNING = -(10n ** 30n);
