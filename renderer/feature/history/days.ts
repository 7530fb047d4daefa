/** The days of a month, each with the outcome that must not be missed. */
import type { RunOutcome } from '../../../preload/contract/run.ts';
import type { TimelineItem } from './timeline.ts';

/** Of several outcomes, the one that a glance must not miss comes first. */
export const WORST: readonly RunOutcome[] = ['failed', 'missed', 'interrupted', 'warned', 'cancelled', 'skipped', 'succeeded'];

export interface Day {
  /** `YYYY-MM-DD`, local. */
  date: string;
  outcome: RunOutcome | null;
  count: number;
  /** `hole`: nothing happened although there was something before. `outside`: before the first entry, or still to come. */
  kind: 'filled' | 'hole' | 'outside';
}

export const dateOf = (at: string | Date): string => {
  const day = new Date(at);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
};

/** By day. A version that stands alone counts as a success. */
export function byDay(items: readonly TimelineItem[]): Map<string, { outcome: RunOutcome | null; count: number }> {
  const days = new Map<string, { outcome: RunOutcome | null; count: number }>();
  for (const { at, outcome, snapshot } of items) {
    const date = dateOf(at);
    const before = days.get(date);
    const own = outcome ?? (snapshot === null ? null : 'succeeded');
    days.set(date, { outcome: worse(before?.outcome ?? null, own), count: (before?.count ?? 0) + 1 });
  }
  return days;
}

function worse(a: RunOutcome | null, b: RunOutcome | null): RunOutcome | null {
  if (a === null || b === null) return a ?? b;
  return WORST.indexOf(a) <= WORST.indexOf(b) ? a : b;
}

/** Every day of a month. @param month `YYYY-MM`. @param today `YYYY-MM-DD`. */
export function daysOf(month: string, days: ReturnType<typeof byDay>, today: string): Day[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const length = new Date(year, number, 0).getDate();
  let first = today;
  for (const date of days.keys()) if (date < first) first = date;
  return Array.from({ length }, (_, index) => {
    const date = `${month}-${String(index + 1).padStart(2, '0')}`;
    const found = days.get(date);
    const kind = found !== undefined ? 'filled' : date > first && date < today ? 'hole' : 'outside';
    return { date, outcome: found?.outcome ?? null, count: found?.count ?? 0, kind };
  });
}

/** @param by months, may be negative. */
export function monthFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return dateOf(new Date(year, number - 1 + by, 1)).slice(0, 7);
}
