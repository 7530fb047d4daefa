import { describe, expect, it } from 'vitest';
import type { Run } from '../../../preload/contract/run.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { daysOf, monthFrom, timelineOf } from './timeline.ts';

const snapshot = (id: string, time: string): Snapshot => ({ id, time, tree: 't', paths: ['/a'] });
const run = (id: string, startedAt: string, outcome: Run['outcome'], snapshotId: string | null): Run => ({
  id, kind: 'backup', plan: null, state: 'ended', outcome, startedAt, endedAt: startedAt, destination: 'd', subject: 's', fault: null, problems: 0,
  results: [{ kind: 'backup', destination: 'd', snapshotId, parentId: null, dryRun: false, summary: { data_added: 5, data_added_packed: 3 } as never }],
});

describe('the timeline', () => {
  it('puts a version beside the run that made it, newest first, and others alone', () => {
    const items = timelineOf([run('r', '2026-11-02T10:00:00Z', 'succeeded', 's1')], [snapshot('s1', '2026-11-02T10:00:00Z'), snapshot('s2', '2026-11-03T10:00:00Z')], () => false);
    expect(items.map(({ key, added }) => [key, added])).toEqual([['s2', null], ['r', 3]]);
  });

  it('leaves out runs of elsewhere', () => {
    expect(timelineOf([run('r', '2026-11-02T10:00:00Z', 'succeeded', 'other')], [], () => false)).toEqual([]);
  });

  it('shows the worst of a day, and days without anything as holes', () => {
    const items = timelineOf([run('a', '2026-11-02T10:00:00', 'succeeded', null), run('b', '2026-11-02T12:00:00', 'failed', null)], [], () => true);
    const days = daysOf('2026-11', items, '2026-11-20');
    expect(days).toHaveLength(30);
    expect(days[1]).toEqual({ date: '2026-11-02', outcome: 'failed', count: 2, future: false });
    expect(days[2]?.outcome).toBeNull();
    expect(days[20]?.future).toBe(true);
  });

  it('counts months across years', () => {
    expect(monthFrom('2026-01', -1)).toBe('2025-12');
    expect(monthFrom('2026-12', 1)).toBe('2027-01');
  });
});
