/** The days of a policy's picture, laid out as months of weeks. Days are `YYYY-MM-DD` and have no time zone. */
import type { KeptDay } from '../../preload/contract/plan.ts';

export interface CalendarDay {
  date: string;
  /** 1 to 31. */
  day: number;
  kept: boolean;
}

export interface CalendarMonth {
  /** `YYYY-MM`. */
  id: string;
  /** Empty cells before the first day. */
  blank: number;
  days: CalendarDay[];
  kept: number;
}

const DAY = 86_400_000;
const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
/** Noon, in UTC: no change of clocks moves a day. */
export const noonOf = (date: string): number => Date.parse(`${date}T12:00:00Z`);

/** The calendar day of here and now. */
export function localDay(now: Date): string {
  return isoDay(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate(), 12));
}

/**
 * Oldest month first, the current one whole up to today.
 * @param weekStart 0 for Sunday, 1 for Monday.
 */
export function monthsOf(kept: readonly KeptDay[], today: string, months: number, weekStart: number): CalendarMonth[] {
  const keptDates = new Set(kept.map(({ date }) => date));
  const [year, month] = today.split('-').map(Number) as [number, number];
  return Array.from({ length: months }, (_, index) => monthOf(Date.UTC(year, month - months + index, 1, 12), today, keptDates, weekStart));
}

function monthOf(first: number, today: string, kept: ReadonlySet<string>, weekStart: number): CalendarMonth {
  const id = isoDay(first).slice(0, 7);
  const days: CalendarDay[] = [];
  for (let at = first; isoDay(at).startsWith(id) && isoDay(at) <= today; at += DAY) {
    const date = isoDay(at);
    days.push({ date, day: days.length + 1, kept: kept.has(date) });
  }
  return { id, days, blank: (new Date(first).getUTCDay() - weekStart + 7) % 7, kept: days.filter((day) => day.kept).length };
}

/** The kept days in stretches of neighbours, newest first: what a screen reader hears. */
export function stretches(kept: readonly KeptDay[]): { from: string; to: string; days: number }[] {
  const dates = kept.map(({ date }) => date).toSorted().toReversed();
  const found: { from: string; to: string; days: number }[] = [];
  for (const date of dates) {
    const last = found.at(-1);
    if (last !== undefined && noonOf(last.from) - noonOf(date) === DAY) {
      last.from = date;
      last.days++;
    } else found.push({ from: date, to: date, days: 1 });
  }
  return found;
}
