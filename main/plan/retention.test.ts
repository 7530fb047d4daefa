/** Retention by hand-counted examples; `retention-restic.test.ts` sets it beside the real restic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { parseDuration, showDuration } from './duration.ts';
import { groupSnapshots, parseGroupBy, planForget } from './forget-plan.ts';
import { applyRetention, type Policy } from './retention.ts';

const at = (time: string, more: Partial<Snapshot> = {}): Snapshot => ({ id: time, time, tree: '', paths: ['/a'], hostname: 'one', ...more });
const days = (count: number): Snapshot[] => Array.from({ length: count }, (_, day) => at(new Date(Date.UTC(2024, 0, 1 + day, 12)).toISOString()));
const clock = { now: () => Date.UTC(2030, 0, 1), monotonic: () => 0 };
const keep = (snapshots: Snapshot[], policy: Policy) => applyRetention(snapshots, policy, clock).keep.map(({ snapshot, matches }) => [snapshot.time, ...matches]);

describe('applyRetention', () => {
  it('keeps the newest ones and counts down', () => {
    const { keep: kept, remove } = applyRetention(days(4), { last: 2 }, clock);
    expect(kept).toEqual([
      { snapshot: at('2024-01-04T12:00:00.000Z'), matches: ['last snapshot'], counters: { last: 1 } },
      { snapshot: at('2024-01-03T12:00:00.000Z'), matches: ['last snapshot'], counters: {} },
    ]);
    expect(remove.map(({ time }) => time)).toEqual(['2024-01-02T12:00:00.000Z', '2024-01-01T12:00:00.000Z']);
  });

  it('keeps the newest of each month, and the oldest of all while the rule has some left', () => {
    const history = [at('2024-01-01T00:00:00Z'), at('2024-01-02T00:00:00Z'), at('2024-02-01T00:00:00Z'), at('2024-02-02T00:00:00Z')];
    expect(keep(history, { monthly: 5 })).toEqual([
      ['2024-02-02T00:00:00Z', 'monthly snapshot'], ['2024-01-02T00:00:00Z', 'monthly snapshot'], ['2024-01-01T00:00:00Z', 'oldest monthly snapshot'],
    ]);
    expect(keep(history, { monthly: 2 })).toHaveLength(2);
  });

  it('keeps all of a kind for -1, and goes on counting the others', () => {
    const { keep: kept } = applyRetention(days(3), { daily: -1, last: 1 }, clock);
    expect(kept.map(({ matches, counters }) => [matches, counters])).toEqual([
      [['last snapshot', 'daily snapshot'], { daily: -1 }], [['daily snapshot'], { daily: -1 }], [['daily snapshot'], { daily: -1 }],
    ]);
  });

  it('counts days where the snapshot was made', () => {
    const sameInstantDay = [at('2024-01-01T23:30:00-05:00'), at('2024-01-02T04:45:00Z')];
    expect(keep(sameInstantDay, { daily: 2 }).map(([, reason]) => reason)).toEqual(['daily snapshot', 'daily snapshot']);
  });

  it('counts ISO weeks across the end of a year', () => {
    const history = [at('2024-12-29T12:00:00Z'), at('2024-12-30T12:00:00Z'), at('2025-01-05T12:00:00Z'), at('2025-01-06T12:00:00Z')];
    expect(keep(history, { weekly: 3 }).map(([time]) => time?.slice(0, 10))).toEqual(['2025-01-06', '2025-01-05', '2024-12-29']);
  });

  it('measures durations from the newest snapshot that is not in the future', () => {
    const history = [...days(10), at('2031-01-01T00:00:00Z')];
    expect(keep(history, { within: '2d1h' }).map(([time, reason]) => [time?.slice(0, 10), reason])).toEqual([
      ['2031-01-01', 'within 2d1h'], ['2024-01-10', 'within 2d1h'], ['2024-01-09', 'within 2d1h'], ['2024-01-08', 'within 2d1h'],
    ]);
  });

  it('takes months off the calendar: 31 March less a month runs over into March', () => {
    const history = [at('2023-03-03T11:00:00Z'), at('2023-03-03T13:00:00Z'), at('2023-03-31T12:00:00Z')];
    expect(keep(history, { within: '1m' })).toHaveLength(2);
  });

  it('keeps the oldest within a duration in its own words', () => {
    const history = [at('2024-01-01T01:00:00Z'), at('2024-01-01T02:00:00Z')];
    expect(keep(history, { withinDaily: '1m' })).toEqual([['2024-01-01T02:00:00Z', 'daily within 1m'], ['2024-01-01T01:00:00Z', 'oldest daily within 1m']]);
  });

  it('keeps what has all tags of a list, or none for the empty tag', () => {
    const history = [at('2024-01-01T00:00:00Z', { tags: ['a', 'b'] }), at('2024-01-02T00:00:00Z', { tags: ['a'] }), at('2024-01-03T00:00:00Z')];
    expect(keep(history, { tags: [['b', 'a'], ['']] })).toEqual([['2024-01-03T00:00:00Z', 'has tags []'], ['2024-01-01T00:00:00Z', 'has tags [b, a]']]);
  });

  it('never removes the last good snapshot', () => {
    expect(keep(days(3), { tags: [['nobody']] })).toEqual([['2024-01-03T12:00:00.000Z', 'last good snapshot']]);
    expect(applyRetention(days(3), { tags: [['nobody']] }, clock).remove).toHaveLength(2);
  });

  it.each<Policy>([{}, { last: 0, tags: [] }, { within: '0d' }])('refuses a policy that keeps nothing: %j', (policy) => {
    const refusal = expect.objectContaining({ kind: 'invalid', message: expect.stringContaining('remove every snapshot') });
    expect(() => applyRetention(days(2), policy, clock)).toThrow(refusal);
    expect(() => planForget([], policy, [])).toThrow(refusal);
  });

  it('neither loses nor doubles a snapshot, and always keeps one', () => {
    const policy = fc.record({ last: fc.nat(3), daily: fc.nat(3), within: fc.constantFrom('1h', '3d'), tags: fc.constant<string[][]>([['x']]) });
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5000 })), policy, (hours, rules) => {
      const history = hours.map((hour, index) => at(new Date(Date.UTC(2024, 0, 1, hour)).toISOString(), { id: String(index) }));
      const { keep: kept, remove } = applyRetention(history, rules, clock);
      expect([...kept.map(({ snapshot }) => snapshot), ...remove].map(({ id }) => id).toSorted()).toEqual(history.map(({ id }) => id).toSorted());
      expect(kept.length > 0).toBe(history.length > 0);
    }));
  });
});

describe('groupSnapshots', () => {
  it('does not mind the order of paths and tags', () => {
    const history = [at('1', { paths: ['/b', '/a'], tags: ['y', 'x'] }), at('2', { paths: ['/a', '/b'], tags: ['x', 'y'] }), at('3', { hostname: 'two' })];
    expect(groupSnapshots(history, parseGroupBy('host,paths,tags')).map(({ snapshots, ...key }) => ({ ...key, ids: snapshots.map(({ id }) => id) }))).toEqual([
      { host: 'one', paths: ['/a', '/b'], tags: ['x', 'y'], ids: ['1', '2'] }, { host: 'two', paths: ['/a'], tags: [], ids: ['3'] },
    ]);
    expect(groupSnapshots(history, parseGroupBy(''))).toMatchObject([{ host: '', paths: [], tags: [] }]);
  });

  it('refuses what snapshots cannot be grouped by', () => {
    expect(() => parseGroupBy('host,size')).toThrow(/cannot be grouped by "size"/);
  });
});

describe('durations', () => {
  it.each([['2y5m7d3h', '2y5m7d3h'], ['3h2d', '2d3h'], ['0y1d', '1d'], [' 36h ', '36h']])('reads %s as %s', (text, shown) => {
    expect(showDuration(parseDuration(text))).toBe(shown);
  });

  it.each(['', '5', 'd', '5w', '-1d', '1d x', '1.5d'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

describe('RetentionPolicy', () => {
  it('fills in rules that are not used, and refuses what is none', () => {
    expect(RetentionPolicy.parse({ daily: 7, within: '2y5m7d3h' })).toMatchObject({ last: 0, daily: 7, tags: [], within: '2y5m7d3h' });
    for (const wrong of [{ daily: -2 }, { daily: 1.5 }, { within: '5w' }, { within: '' }, { dayly: 7 }, { tags: [[]] }]) expect(RetentionPolicy.safeParse(wrong).success).toBe(false);
  });
});
