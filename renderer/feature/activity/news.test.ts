/** The number at the bell. */
import { expect, it } from 'vitest';
import type { Run, RunOutcome } from '../../../preload/contract/run.ts';
import { newsOf, readSeen, seenBy } from './news.ts';

const run = (endedAt: string | null, outcome: RunOutcome | null = 'succeeded'): Run => ({
  id: `${endedAt}`, kind: 'backup', plan: null, state: endedAt === null ? 'running' : 'ended', outcome, startedAt: '2026-11-20T00:00:00Z', endedAt, destination: '', subject: '', fault: null, results: [], problems: 0,
});
const runs = [run(null, null), run('2026-11-21T14:00:00+01:00', 'failed'), run('2026-11-21T12:30:00Z'), run('2026-11-20T12:00:00Z')];

it('counts what ended since, whatever offset its time has', () => {
  expect(newsOf(runs, '2026-11-21T12:45:00Z')).toEqual({ count: 1, trouble: true });
  expect(newsOf(runs, '2026-11-21T13:00:00Z')).toEqual({ count: 0, trouble: false });
});

it('is all new to who never looked', () => {
  expect(newsOf(runs, null).count).toBe(3);
});

it('has seen all once looked', () => {
  expect(newsOf(runs, seenBy(runs))).toEqual({ count: 0, trouble: false });
  expect(seenBy([run(null, null)])).toBeNull();
});

it('takes nothing from settings that it cannot read', () => {
  expect([undefined, null, 5, {}, { seen: 5 }, { seen: 'soon' }].map(readSeen)).toEqual([null, null, null, null, null, null]);
  expect(readSeen({ seen: '2026-11-21T12:45:00Z' })).toBe('2026-11-21T12:45:00Z');
});
