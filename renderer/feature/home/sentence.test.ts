/** The sentence on the first page must be true, and worst things come first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { Run, RunOutcome } from '../../../preload/contract/run.ts';
import type { LiveRun } from '../../client/live-runs.ts';
import { judgeAll, runningBackups, sentenceOf, type Sentence } from './sentence.ts';
import { judge, RANK, type VerdictKind } from './verdict.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-21T14:02:00Z');
const ago = (milliseconds: number): string => new Date(NOW - milliseconds).toISOString();

function runOf(outcome: RunOutcome, change: Partial<Run> = {}): Run {
  return {
    id: `run-${outcome}`, kind: 'backup', plan: 'documents', state: 'ended', outcome, startedAt: ago(2 * HOUR), endedAt: ago(HOUR), destination: '/mnt/photos', subject: '/home/a/Documents',
    fault: outcome === 'failed' ? { kind: 'full', message: 'No room left on Photos drive', advice: 'Make room.' } : null, results: [], problems: 0, ...change,
  };
}

interface Shape extends Partial<Omit<PlanStatus, 'plan' | 'destinations'>> {
  name?: string;
  remindAfterDays?: number;
  destinations?: { name?: string; lastSuccessAt?: string | null; available?: boolean | null }[];
}

function planOf({ name = 'Documents', remindAfterDays = 7, destinations = [{}], ...rest }: Shape = {}): PlanStatus {
  const lastSuccessAt = rest.lastSuccessAt === undefined ? ago(HOUR) : rest.lastSuccessAt;
  return {
    plan: {
      id: name.toLowerCase(), name, sources: [], destinations: destinations.map((one, index) => one.name ?? `Drive ${index + 1}`), transfers: [], tags: [], retention: null, remindAfterDays, createdAt: ago(100 * DAY),
    },
    running: null, lastRun: runOf('succeeded'), transfers: [], files: 10, bytes: 1000, missing: [], ...rest, lastSuccessAt,
    destinations: destinations.map((one, index) => ({ name: `Drive ${index + 1}`, address: '/mnt', available: true, lastSuccessAt, ...one })),
  };
}

const say = (plans: PlanStatus[], live: LiveRun[] = [], now = NOW): Sentence => sentenceOf(judgeAll(plans, runningBackups(live), now));
const verdictOf = (shape: Shape, running = false, now = NOW) => judge(planOf(shape), running, now);
const planNamed = (sentence: Sentence): string => (sentence.kind === 'plan' ? sentence.judged.status.plan.name : sentence.kind);

describe('one plan', () => {
  it('is safe when its last run succeeded lately', () => {
    expect(say([planOf()])).toEqual({ kind: 'all-safe', since: NOW - HOUR, plans: 1, name: 'Documents' });
  });
  it('failed, with the reason and the newest version that there is', () => {
    expect(verdictOf({ lastRun: runOf('failed'), lastSuccessAt: ago(3 * DAY) })).toEqual({
      kind: 'failed', run: 'run-failed', at: NOW - HOUR, reason: 'No room left on Photos drive', newest: NOW - 3 * DAY,
    });
  });
  it('was cut off', () => {
    expect(verdictOf({ lastRun: runOf('interrupted', { endedAt: null }) })).toMatchObject({ kind: 'interrupted', at: NOW - 2 * HOUR, newest: NOW - HOUR });
  });
  it('is overdue, because its drive is away', () => {
    expect(verdictOf({ lastSuccessAt: ago(9 * DAY), destinations: [{ name: 'Photos', available: false }] })).toEqual({ kind: 'overdue', days: 9, newest: NOW - 9 * DAY, away: 'Photos', only: null });
  });
  it('is overdue at one of two destinations', () => {
    const destinations = [{ name: 'NAS' }, { name: 'Photos', lastSuccessAt: ago(12 * DAY), available: false }];
    expect(verdictOf({ lastSuccessAt: ago(12 * DAY), destinations: [{ name: 'NAS', lastSuccessAt: ago(HOUR) }, destinations[1]!] })).toEqual({ kind: 'overdue', days: 12, newest: NOW - 12 * DAY, away: 'Photos', only: 'Photos' });
  });
  it('was never backed up, whatever else is said of it', () => {
    expect(verdictOf({ lastRun: null, lastSuccessAt: null })).toEqual({ kind: 'never', away: null });
    expect(verdictOf({ lastRun: runOf('cancelled'), lastSuccessAt: null })).toEqual({ kind: 'never', away: null });
  });
  it('has nothing in one of its destinations', () => {
    const destinations = [{ name: 'NAS', lastSuccessAt: ago(HOUR) }, { name: 'Photos', lastSuccessAt: null, available: false }];
    expect(verdictOf({ lastSuccessAt: null, destinations })).toEqual({ kind: 'incomplete', destination: 'Photos', away: true, newest: NOW - HOUR });
  });
  it('cannot reach its drive now', () => {
    expect(verdictOf({ destinations: [{}, { name: 'Photos', available: false }] })).toEqual({ kind: 'away', destination: 'Photos', newest: NOW - HOUR, others: 0 });
  });
  it('says nothing of a destination that cannot be looked at', () => {
    expect(verdictOf({ destinations: [{ available: null }] }).kind).toBe('safe');
  });
  it('misses a folder', () => {
    expect(verdictOf({ missing: ['/home/a/Pictures', '/home/a/Music'] })).toEqual({ kind: 'missing', path: '/home/a/Pictures', others: 1, newest: NOW - HOUR });
  });
  it('was backed up, but not all of it', () => {
    expect(verdictOf({ lastRun: runOf('warned', { problems: 14 }) })).toEqual({ kind: 'warned', run: 'run-warned', problems: 14, newest: NOW - HOUR });
  });
  it.each(['cancelled', 'skipped', 'missed'] as const)('is not safe when the last run was %s, however new the version before it', (outcome) => {
    expect(verdictOf({ lastRun: runOf(outcome) })).toMatchObject({ kind: 'stopped', how: outcome, newest: NOW - HOUR });
  });
  it('is being backed up', () => {
    expect(verdictOf({}, true)).toEqual({ kind: 'running', newest: NOW - HOUR });
  });
  it('stays failed while the next try runs', () => {
    expect(verdictOf({ lastRun: runOf('failed') }, true).kind).toBe('failed');
  });
});

describe('clocks', () => {
  it('turns overdue with the last moment of the last day', () => {
    const shape = { lastSuccessAt: ago(7 * DAY - 1) };
    expect(verdictOf(shape).kind).toBe('safe');
    expect(verdictOf(shape, false, NOW + 1)).toMatchObject({ kind: 'overdue', days: 7 });
  });
  it('takes a moment a little ahead for now', () => {
    expect(verdictOf({ lastSuccessAt: ago(-5 * 60_000) }).kind).toBe('safe');
  });
  it('trusts no version from the future', () => {
    expect(verdictOf({ lastSuccessAt: ago(-3 * DAY) })).toEqual({ kind: 'clock', newest: NOW + 3 * DAY });
  });
  it('trusts no time that cannot be read', () => {
    expect(verdictOf({ lastSuccessAt: 'soon' })).toEqual({ kind: 'clock', newest: null });
  });
  it('reads times with an offset', () => {
    expect(verdictOf({ lastSuccessAt: '2026-11-21T15:02:00+02:00' })).toMatchObject({ kind: 'safe', newest: NOW - HOUR });
  });
});

/** Phase two has waited too long. */
const late = { transfers: [{ from: 'Drive 1', to: 'Photos drive', address: 'drive:k', lastSuccessAt: null, lastVerifiedAt: null, available: false, waitingSince: ago(16 * DAY), due: true, overdue: true }] } satisfies Shape;

describe('a copy that is to be carried on', () => {
  it('is a reminder once it has waited for too long, and says whether its drive is away', () => {
    expect(verdictOf(late)).toEqual({ kind: 'waiting', destination: 'Photos drive', days: 16, away: true, newest: NOW - HOUR });
  });
  it('is nothing to speak of before', () => {
    const early = { transfers: [{ ...late.transfers[0]!, overdue: false }] };
    expect(verdictOf(early).kind).toBe('safe');
  });
});

describe('several plans', () => {
  const shapes: Record<Exclude<VerdictKind, 'running'>, Shape> = {
    failed: { lastRun: runOf('failed') }, interrupted: { lastRun: runOf('interrupted') }, overdue: { lastSuccessAt: ago(30 * DAY) }, never: { lastSuccessAt: null, lastRun: null },
    incomplete: { lastSuccessAt: null, destinations: [{ lastSuccessAt: ago(HOUR) }, { lastSuccessAt: null }] }, clock: { lastSuccessAt: ago(-DAY) }, away: { destinations: [{ available: false }] },
    waiting: late, missing: { missing: ['/gone'] }, warned: { lastRun: runOf('warned') }, stopped: { lastRun: runOf('cancelled') }, safe: {},
  };
  it('says the worst first, in whatever order they come', () => {
    const kinds = Object.keys(shapes) as (keyof typeof shapes)[];
    fc.assert(fc.property(fc.shuffledSubarray(kinds, { minLength: 1 }), (some) => {
      const worst = some.toSorted((a, b) => RANK[a] - RANK[b])[0]!;
      const sentence = say(some.map((kind) => planOf({ ...shapes[kind], name: kind })));
      expect(planNamed(sentence)).toBe(worst === 'safe' ? 'all-safe' : worst);
    }));
  });
  it('is all safe only when every one is, since the one that is longest ago', () => {
    expect(say([planOf(), planOf({ name: 'Photos', lastSuccessAt: ago(2 * DAY) })])).toMatchObject({ kind: 'all-safe', since: NOW - 2 * DAY, plans: 2 });
    expect(say([planOf(), planOf({ name: 'Photos', lastRun: runOf('cancelled') })])).toMatchObject({ kind: 'plan', others: 0 });
  });
  it('names the one that is longest without, and counts the others', () => {
    const sentence = say([planOf({ name: 'A', lastSuccessAt: ago(9 * DAY) }), planOf({ name: 'B', lastSuccessAt: ago(12 * DAY) }), planOf({ name: 'C', missing: ['/gone'] }), planOf({ name: 'D' })]);
    expect(sentence).toMatchObject({ kind: 'plan', alike: 1, others: 2 });
    expect(planNamed(sentence)).toBe('B');
  });
  it('has its cards with trouble first, then by name, and a card stays when its backup begins', () => {
    const plans = [planOf({ name: 'Zoo', lastRun: runOf('failed') }), planOf({ name: 'b 10' }), planOf({ name: 'b 9' }), planOf({ name: 'a', running: 'r1' })];
    expect(judgeAll(plans, [], NOW).map(({ status }) => status.plan.name)).toEqual(['Zoo', 'a', 'b 9', 'b 10']);
    expect(judgeAll(plans.map((plan) => ({ ...plan, running: null })), [], NOW).map(({ status }) => status.plan.name)).toEqual(['Zoo', 'a', 'b 9', 'b 10']);
  });
  it('knows of a running backup from either side, and takes no restore for one', () => {
    const live = (kind: Run['kind']): LiveRun[] => [{ run: { ...runOf('succeeded'), id: 'live', kind, state: 'running', outcome: null, endedAt: null }, progress: null }];
    expect(judgeAll([planOf()], runningBackups(live('backup')), NOW)[0]!.running).toBe('live');
    expect(judgeAll([planOf()], runningBackups(live('restore')), NOW)[0]!.running).toBeNull();
    expect(say([planOf()], live('backup'))).toMatchObject({ kind: 'plan', judged: { verdict: { kind: 'running' } } });
  });
  it('is empty without plans', () => {
    expect(say([])).toEqual({ kind: 'empty' });
  });
});
