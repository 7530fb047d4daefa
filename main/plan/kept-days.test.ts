/** The picture of a policy: days as people count them, and rules they can read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetentionPolicy } from '../../preload/contract/retention.ts';
import { keptDays, rulesInWords } from './kept-days.ts';

const policy = (rules: Partial<RetentionPolicy>): RetentionPolicy => RetentionPolicy.parse(rules);
const today = '2026-11-21';
const datesOf = (rules: Partial<RetentionPolicy>, days = 400): string[] => keptDays(policy(rules), { today, days }).map(({ date }) => date);

describe('keptDays', () => {
  it('keeps the days, weeks and months that are asked for', () => {
    expect(datesOf({ daily: 3 })).toEqual(['2026-11-21', '2026-11-20', '2026-11-19']);
    expect(datesOf({ weekly: 3 })).toEqual(['2026-11-21', '2026-11-15', '2026-11-08']);
    expect(datesOf({ monthly: 2 })).toEqual(['2026-11-21', '2026-10-31']);
  });
  it('says why', () => {
    expect(keptDays(policy({ daily: 1, monthly: 2 }), { today, days: 60 })).toEqual([
      { date: '2026-11-21', reasons: ['daily snapshot', 'monthly snapshot'] }, { date: '2026-10-31', reasons: ['monthly snapshot'] },
    ]);
  });
  it('keeps every day without a policy', () => {
    expect(keptDays(null, { today, days: 5 }).map(({ date }) => date)).toEqual(['2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17']);
  });
  it('refuses a policy that keeps nothing', () => {
    expect(() => keptDays(policy({}), { today, days: 5 })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
  it('always keeps today, and never a day twice or one that is not there', () => {
    const count = fc.integer({ min: 0, max: 12 });
    fc.assert(fc.property(fc.record({ last: count, daily: count, weekly: count, monthly: count, yearly: count }), fc.integer({ min: 1, max: 1100 }), (rules, days) => {
      fc.pre(Object.values(rules).some((number) => number > 0));
      const dates = datesOf(rules, days);
      expect(dates[0]).toBe(today);
      expect(new Set(dates).size).toBe(dates.length);
      expect(dates.length).toBeLessThanOrEqual(Math.min(days, Object.values(rules).reduce((sum, number) => sum + number, 0) + 1));
    }), { numRuns: 50 });
  });
});

describe('rulesInWords', () => {
  it('says each rule in one sentence', () => {
    expect(rulesInWords(policy({ last: 10, within: '7d', daily: 7, weekly: 1, yearly: -1, withinMonthly: '1y6m', tags: [['keep'], ['']] }))).toEqual([
      'The 10 newest backups.', 'Every backup of the last 7 days.', 'The last backup of each day, for 7 days.', 'The last backup of the newest week.',
      'The last backup of each year, for good.', 'The last backup of each month of the last year and 6 months.', 'Every backup tagged “keep”.', 'Every backup without tags.',
    ]);
  });
  it('has one for no policy at all', () => {
    expect(rulesInWords(null)).toEqual(['Every backup is kept.']);
  });
});
