import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import type { Run } from '../../../preload/contract/run.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { concerns, hasLostVersion, ours, timelineOf, versionBefore } from './timeline.ts';

const snapshot = (id: string, time: string, more: Partial<Snapshot> = {}): Snapshot => ({ id, time, tree: 't', paths: ['/a'], hostname: 'h', ...more });
const run = (id: string, startedAt: string, ...made: (string | null)[]): Run => ({
  id, kind: 'backup', plan: null, state: 'ended', outcome: 'succeeded', startedAt, endedAt: startedAt, destination: '/v', subject: 's', fault: null, problems: 0,
  results: made.map((snapshotId) => ({ kind: 'backup', destination: '/v', snapshotId, parentId: null, dryRun: false, summary: { data_added: 5, data_added_packed: 3 } as never })),
});
const NOON = '2026-11-02T12:00:00Z';

describe('the timeline', () => {
  it('puts a version beside the run that made it, newest first, and others alone', () => {
    const items = timelineOf([run('r', NOON, 's1')], [snapshot('s1', NOON), snapshot('s2', '2026-11-03T10:00:00Z')], () => false);
    expect(items.map(({ key, added }) => [key, added])).toEqual([['s2', null], ['r', 3]]);
  });

  it('shows a run once for each version it made here', () => {
    const items = timelineOf([run('r', NOON, 's1', 's2', 'elsewhere')], [snapshot('s1', NOON), snapshot('s2', NOON)], () => false);
    expect(items.map(({ snapshot: made }) => made?.id)).toEqual(['s1', 's2']);
    expect(new Set(items.map(({ key }) => key)).size).toBe(2);
  });

  it('knows a version again whose tags were changed since', () => {
    const [item] = timelineOf([run('r', NOON, 'old')], [snapshot('new', NOON, { original: 'old' })], () => false);
    expect([item?.key, item?.snapshot?.id]).toEqual(['r', 'new']);
  });

  it('leaves out runs of elsewhere', () => {
    expect(timelineOf([run('r', NOON, 'other')], [], () => false)).toEqual([]);
  });

  it('says when the version of a run is gone', () => {
    expect(timelineOf([run('r', NOON, 'gone')], [], () => true).map(hasLostVersion)).toEqual([true]);
    expect(timelineOf([run('r', NOON, null)], [], () => true).map(hasLostVersion)).toEqual([false]);
  });

  it('finds the version before, of the same folders and machine', () => {
    const all = [snapshot('a', '1'), snapshot('b', '2', { paths: ['/b'] }), snapshot('c', '3', { hostname: 'other' }), snapshot('d', '4')];
    expect(versionBefore(all[3]!, all)?.id).toBe('a');
    expect(versionBefore(all[1]!, all)).toBeNull();
  });

  it('holds the plan’s own runs and what else was done with the place, but no other plan’s backups', () => {
    const isOurs = ours({ plan: { id: 'docs' } as Plan, address: '/v/nas' });
    expect(isOurs({ plan: 'docs', kind: 'backup', destination: '/v/nas, /v/drive' })).toBe(true);
    expect(isOurs({ plan: null, kind: 'restore', destination: '/v/nas' })).toBe(true);
    expect(isOurs({ plan: 'photos', kind: 'backup', destination: '/v/nas' })).toBe(false);
    expect(isOurs({ plan: null, kind: 'backup', destination: '/v/nas' })).toBe(false);
    expect(isOurs({ plan: 'docs', kind: 'backup', destination: '/v/drive' })).toBe(false);
  });

  it('tells the destinations of a run apart', () => {
    expect(concerns({ destination: '/v/nas, /v/drive' }, '/v/drive')).toBe(true);
    expect(concerns({ destination: '/v/nas-2' }, '/v/nas')).toBe(false);
  });
});
