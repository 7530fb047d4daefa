/** What belongs to a plan: the parent a backup is compared with, and what its policy may remove. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetentionPolicy } from '../../preload/contract/retention.ts';
import { systemClock } from '../base/clock.ts';
import { slug, unusedId } from './plan-id.ts';
import { chooseParent, planKeeping, planToForget } from './plan-snapshots.ts';

const at = (day: number, more: object = {}) => ({ id: `s${day}`, time: `2026-01-${String(day).padStart(2, '0')}T12:00:00Z`, tree: '', paths: ['/a'], hostname: 'me', tags: ['plan:p'], ...more });
const wanted = { hostname: 'me', paths: ['/a'], tag: 'plan:p', alone: true, time: Date.parse('2026-02-01T00:00:00Z') };

describe('chooseParent', () => {
  it('takes the newest of the plan, whatever its paths were, or of the same paths', () => {
    expect(chooseParent([at(1), at(2, { paths: ['/b'] })], wanted)?.id).toBe('s2');
    expect(chooseParent([at(1), at(2, { tags: [] })], wanted)?.id).toBe('s2');
  });
  it('takes none of another machine, of other paths without the tag, or from the future', () => {
    expect(chooseParent([at(1, { hostname: 'you' }), at(2, { tags: [], paths: ['/b'] })], wanted)).toBeNull();
    expect(chooseParent([at(3)], { ...wanted, time: Date.parse('2026-01-02T00:00:00Z') })).toBeNull();
  });
  it('tells the sources of a plan with several apart by their paths', () => {
    expect(chooseParent([at(1), at(2, { paths: ['/b'] })], { ...wanted, alone: false })?.id).toBe('s1');
  });
});

describe('planToForget', () => {
  const forget = (snapshots: ReturnType<typeof at>[], rules: Partial<RetentionPolicy>, more: object = {}) =>
    planToForget(snapshots, RetentionPolicy.parse(rules), { ...wanted, fresh: [], clock: systemClock, ...more });
  it('lets go of what the policy does not keep, of this plan and this machine only', () => {
    const { remove, kept } = forget([at(1), at(2), at(3), at(4, { hostname: 'you' }), at(5, { tags: ['plan:q'] })], { last: 1 });
    expect([remove.map(({ id }) => id).toSorted(), kept]).toEqual([['s1', 's2'], 1]);
  });
  it('never lets go of the newest, nor of what was just made', () => {
    expect(forget([at(1, { tags: ['plan:p', 'x'] }), at(2)], { tags: [['x']] }).remove).toEqual([]);
    expect(forget([at(1), at(2), at(3)], { last: 1 }, { fresh: ['s2'] }).remove.map(({ id }) => id)).toEqual(['s1']);
  });
  it('judges several sources each by itself', () => {
    expect(forget([at(1), at(2, { paths: ['/b'] })], { last: 1 }, { alone: false }).remove).toEqual([]);
  });
  it('refuses a policy that would remove everything', () => {
    expect(() => forget([at(1)], {})).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

describe('planKeeping', () => {
  const clock = { now: () => Date.parse('2026-01-20T15:00:00Z'), monotonic: () => 0 };
  const keeping = (snapshots: ReturnType<typeof at>[], rules: Partial<RetentionPolicy>, alone = true) => planKeeping(snapshots, RetentionPolicy.parse(rules), { ...wanted, alone, clock });
  const untilOf = (...args: Parameters<typeof keeping>) => [...keeping(...args)].map(([id, { keep, until }]) => [id, keep, until] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));

  it('counts all of a plan with one source together, whatever its folders were', () => {
    expect(untilOf([at(1), at(2, { paths: ['/b'] }), at(3, { paths: ['/b', '/c'] })], { last: 2 })).toEqual([['s1', false, '2026-01-20'], ['s2', true, '2026-01-21'], ['s3', true, '2026-01-22']]);
    expect(untilOf([at(1), at(2, { paths: ['/b'] })], { last: 1 }, false)).toEqual([['s1', true, '2026-01-21'], ['s2', true, '2026-01-21']]);
  });
  it('lets the newest stay until there is a newer one', () => {
    expect(untilOf([at(1), at(2)], { tags: [['x']] })).toEqual([['s1', false, '2026-01-20'], ['s2', true, '2026-01-21']]);
  });
  it('leaves the snapshots of others alone', () => {
    expect(untilOf([at(1, { hostname: 'you' }), at(2, { tags: [] }), at(3)], { last: 1 })).toEqual([['s1', true, null], ['s2', true, null], ['s3', true, '2026-01-21']]);
  });
  it('tells of exactly those that would be forgotten now', () => {
    const some = fc.array(fc.record({ paths: fc.constantFrom(['/a'], ['/b']), hostname: fc.constantFrom('me', 'you'), tags: fc.constantFrom(['plan:p'], ['plan:p', 'x'], ['plan:q']) }), { maxLength: 12 });
    const policies = fc.record({ last: fc.integer({ min: 0, max: 3 }), weekly: fc.integer({ min: 0, max: 2 }), tags: fc.constantFrom<string[][]>([], [['x']]) }).filter(({ last, weekly, tags }) => last + weekly + tags.length > 0);
    fc.assert(fc.property(some, policies, fc.boolean(), (parts, rules, alone) => {
      const snapshots = parts.map((part, day) => at(day + 1, part));
      const forgotten = planToForget(snapshots, RetentionPolicy.parse(rules), { ...wanted, alone, fresh: [], clock }).remove.map(({ id }) => id);
      const going = [...keeping(snapshots, rules, alone).values()].filter(({ keep }) => !keep).map((one) => one.snapshot);
      expect(going.toSorted()).toEqual(forgotten.toSorted());
    }));
  });
});

describe('slug', () => {
  it.each([['Documents', 'documents'], ['Café & Büro — 2026!', 'cafe-buro-2026'], ['写真', 'plan'], ['--', 'plan'], ['Straße', 'strasse'], ['x'.repeat(80), 'x'.repeat(50)]])('makes %s into %s', (name, id) => {
    expect(slug(name)).toBe(id);
  });
  it('is made new by a number', () => {
    expect([unusedId('a', ['b']), unusedId('a', ['a']), unusedId('a', ['a', 'a-2'])]).toEqual(['a', 'a-2', 'a-3']);
  });
});
