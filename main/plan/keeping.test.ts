/** Until when snapshots are kept: what is reckoned is what happens when backups go on day by day. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { keeping } from './keeping.ts';
import { applyRetention, isEmptyPolicy } from './retention.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-21T15:00:00Z');
const snapshot = (time: number | string, tags: string[] = []): Snapshot => {
  const text = typeof time === 'string' ? time : new Date(time).toISOString();
  return { id: text, time: text, tree: '', paths: ['/data'], tags };
};
const policy = (rules: Partial<RetentionPolicy>): RetentionPolicy => RetentionPolicy.parse(rules);
const untilOf = (snapshots: readonly Snapshot[], rules: Partial<RetentionPolicy>): (string | null)[] => keeping(snapshots, policy(rules), { now: NOW }).map(({ until }) => until);

/** Day by day, with the real thing: the day on which each is removed. */
function simulated(snapshots: readonly Snapshot[], rules: RetentionPolicy, days: number): Map<string, string | null> {
  const gone = new Map<string, string | null>(snapshots.map(({ id }) => [id, null]));
  let present = [...snapshots];
  for (let day = 0; day <= days; day++) {
    const noon = Math.floor(NOW / DAY) * DAY + day * DAY + DAY / 2;
    if (day > 0) present.push(snapshot(noon, ['later']));
    const { keep, remove } = applyRetention(present, rules, { now: () => (day === 0 ? NOW : noon + 1), monotonic: () => 0 });
    for (const { id } of remove) if (gone.has(id)) gone.set(id, new Date(noon).toISOString().slice(0, 10));
    present = keep.map((one) => one.snapshot);
  }
  return gone;
}

const count = fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.integer({ min: 1, max: 6 }), fc.constant(-1));
const within = (unit: string, max: number) => fc.option(fc.integer({ min: 1, max }).map((number) => `${number}${unit}`), { nil: undefined, freq: 3 });
const policies = fc.record({
  last: count, hourly: count, daily: count, weekly: count, monthly: count, yearly: count,
  within: within('d', 20), withinHourly: within('h', 100), withinDaily: within('d', 20), withinWeekly: within('d', 60), withinMonthly: within('m', 3), withinYearly: within('y', 1),
  tags: fc.constantFrom([], [], [['x']]),
}).map((rules) => policy(Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined)))).filter((rules) => !isEmptyPolicy(rules));
const histories = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 23 })), { minLength: 1, maxLength: 9, selector: String })
  .map((ages) => ages.map(([days, hours]) => snapshot(NOW - days * DAY - hours * 3_600_000 - 1000, days % 7 === 0 ? ['x'] : ['later'])));

describe('keeping', () => {
  it('is what day by day comes of it', () => {
    const DAYS = 140;
    const last = new Date(Math.floor(NOW / DAY) * DAY + DAYS * DAY).toISOString().slice(0, 10);
    fc.assert(fc.property(histories, policies, (snapshots, rules) => {
      const expected = simulated(snapshots, rules, DAYS);
      for (const { snapshot: id, until } of keeping(snapshots, rules, { now: NOW })) {
        expect(until !== null && until > last ? null : until, id).toBe(expected.get(id));
      }
    }), { numRuns: 150 });
  });

  it('gives the reasons of today, and the day of today for what goes at once', () => {
    const [young, old] = [snapshot('2026-11-21T12:00:00Z'), snapshot('2026-11-20T12:00:00Z')];
    expect(keeping([old, young], policy({ last: 1 }), { now: NOW })).toEqual([
      { snapshot: old.id, keep: false, reasons: [], until: '2026-11-21' },
      { snapshot: young.id, keep: true, reasons: ['last snapshot'], until: '2026-11-22' },
    ]);
  });

  it('keeps the last of a month until so many newer months have come', () => {
    expect(untilOf([snapshot('2026-10-31T12:00:00Z'), snapshot('2026-11-21T12:00:00Z')], { monthly: 3 })).toEqual(['2027-01-01', '2026-11-22']);
  });

  it('counts a span from the newest backup', () => {
    expect(untilOf([snapshot('2026-11-20T12:00:00Z')], { within: '10d' })).toEqual(['2026-11-30']);
  });

  it('keeps for good what is tagged so, what no number limits, and what lies ten years ahead', () => {
    expect(untilOf([snapshot('2026-11-20T12:00:00Z', ['x'])], { tags: [['x']] })).toEqual([null]);
    expect(untilOf([snapshot('2026-11-20T12:00:00Z')], { daily: -1 })).toEqual([null]);
    expect(untilOf([snapshot('2026-11-20T12:00:00Z')], { daily: 4000 })).toEqual([null]);
  });

  it('keeps everything without a policy', () => {
    expect(keeping([snapshot(NOW - DAY)], null, { now: NOW })).toMatchObject([{ keep: true, until: null }]);
  });

  it('refuses a policy that keeps nothing', () => {
    expect(() => keeping([snapshot(NOW - DAY)], policy({}), { now: NOW })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it('has an answer for no snapshots, and for those from the future', () => {
    expect(keeping([], policy({ last: 1 }), { now: NOW })).toEqual([]);
    expect(keeping([snapshot(NOW + 30 * DAY)], policy({ within: '3d' }), { now: NOW })).toMatchObject([{ keep: true }]);
  });
});
