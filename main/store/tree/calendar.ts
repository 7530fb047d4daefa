/** Days since 1970-01-01 and dates of the Gregorian calendar, extended to years before it and below zero. */

/** Days in 400 years: after them the calendar repeats. */
export const DAYS_400 = 146_097;
/** From 0000-03-01, where the years of this computation begin (the leap day then comes last), to 1970-01-01. */
const TO_EPOCH = 719_468;

export interface CalendarDate {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

/** A day beyond the end of its month counts on into the next one. */
export function daysOfDate(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const cycle = Math.floor(marchYear / 400);
  const inCycle = marchYear - cycle * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return cycle * DAYS_400 + inCycle * 365 + Math.floor(inCycle / 4) - Math.floor(inCycle / 100) + dayOfYear - TO_EPOCH;
}

export function dateOfDays(days: number): CalendarDate {
  const shifted = days + TO_EPOCH;
  const cycle = Math.floor(shifted / DAYS_400);
  const inCycle = shifted - cycle * DAYS_400;
  const leaps = Math.floor(inCycle / 1460) - Math.floor(inCycle / 36_524) + Math.floor(inCycle / 146_096);
  const marchYear = Math.floor((inCycle - leaps) / 365);
  const dayOfYear = inCycle - (marchYear * 365 + Math.floor(marchYear / 4) - Math.floor(marchYear / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: cycle * 400 + marchYear + (month > 2 ? 0 : 1), month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
