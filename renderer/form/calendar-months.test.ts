import { describe, expect, it } from 'vitest';
import { localDay, monthsOf, stretches } from './calendar-months.ts';

const kept = (...dates: string[]): { date: string; reasons: string[] }[] => dates.map((date) => ({ date, reasons: ['daily'] }));

describe('the calendar picture', () => {
  it('ends today and begins whole months before', () => {
    const months = monthsOf(kept('2026-11-21', '2025-11-30'), '2026-11-21', 13, 1);
    expect(months).toHaveLength(13);
    expect([months[0]!.id, months[0]!.days.length, months[0]!.kept]).toEqual(['2025-11', 30, 1]);
    expect([months[12]!.id, months[12]!.days.length, months[12]!.days.at(-1)]).toEqual(['2026-11', 21, { date: '2026-11-21', day: 21, kept: true }]);
  });

  it('puts the first day under its weekday, whichever day begins the week', () => {
    // 1 November 2026 is a Sunday.
    expect([monthsOf([], '2026-11-21', 1, 1)[0]!.blank, monthsOf([], '2026-11-21', 1, 0)[0]!.blank]).toEqual([6, 0]);
  });

  it('has 29 days in February of a leap year', () => {
    expect(monthsOf([], '2028-03-01', 2, 1)[0]!.days).toHaveLength(29);
  });

  it('is told in stretches, newest first', () => {
    expect(stretches(kept('2026-11-21', '2026-11-20', '2026-11-19', '2026-10-31'))).toEqual([
      { from: '2026-11-19', to: '2026-11-21', days: 3 }, { from: '2026-10-31', to: '2026-10-31', days: 1 },
    ]);
  });

  it('begins on the day the person lives in', () => {
    expect(localDay(new Date(2026, 10, 21, 0, 5))).toBe('2026-11-21');
    expect(localDay(new Date(2026, 10, 21, 23, 55))).toBe('2026-11-21');
  });
});
