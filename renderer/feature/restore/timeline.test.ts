import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { filterOf, namesOfPaths, nearestTo, spotOf, timelinesOf } from './timeline.ts';

const snapshot = (id: string, time: string, paths = ['/home/ann/Documents'], hostname = 'desk'): Snapshot => ({ id, time, paths, hostname, tree: 't' });
const plan = (sources: number): Plan => ({
  id: 'documents', name: 'Documents', sources: Array.from({ length: sources }, () => ({ kind: 'folder' as const, paths: ['/x'], excludes: {} as never })),
  destinations: ['NAS'], transfers: [], tags: [], retention: null, remindAfterDays: 7, createdAt: '2026-01-01T00:00:00Z',
});

describe('timelines', () => {
  const all = [snapshot('a1', '2026-11-01T10:00:00Z'), snapshot('b1', '2026-11-02T10:00:00Z', ['/etc']), snapshot('a2', '2026-11-01T12:30:00+02:00')];

  it('puts what was saved together on one line, in the order of time whatever the zone', () => {
    const [etc, documents] = timelinesOf(all, null);
    expect(etc!.versions.map(({ id }) => id)).toEqual(['b1']);
    expect(documents!.versions.map(({ id }) => id)).toEqual(['a1', 'a2']);
  });
  it('keeps a plan of one source on one line when its folders change', () => {
    expect(timelinesOf(all, plan(1))).toHaveLength(1);
    expect(timelinesOf(all, plan(2))).toHaveLength(2);
  });
  it('finds a version by the beginning of its id and takes the newest without one', () => {
    const lines = timelinesOf(all, null);
    expect(spotOf(lines, 'a1')).toMatchObject({ index: 0, timeline: { paths: ['/home/ann/Documents'] } });
    expect(spotOf(lines, undefined)).toMatchObject({ index: 0, timeline: { paths: ['/etc'] } });
    expect(spotOf(lines, 'ff')).toBeNull();
    expect(spotOf([], undefined)).toBeNull();
  });
  it('goes to the nearest version when one is gone', () => {
    const [line] = timelinesOf([snapshot('a', '2026-11-01T10:00:00Z'), snapshot('b', '2026-11-05T10:00:00Z')], null);
    expect(nearestTo(line!.versions, Date.parse('2026-11-02T10:00:00Z'))?.id).toBe('a');
    expect(nearestTo(line!.versions, null)?.id).toBe('b');
    expect(nearestTo([], null)).toBeNull();
  });
  it('asks for the plan by its tag, else for the machine and its paths', () => {
    expect(filterOf(plan(1), { host: 'desk', paths: ['/a'] })).toEqual({ tags: ['plan:documents'], hosts: ['desk'], paths: [] });
    expect(filterOf(null, { host: 'desk', paths: ['/a'] })).toEqual({ hosts: ['desk'], paths: ['/a'] });
    expect(filterOf(null, null)).toEqual({});
  });
  it('names folders by their last part', () => expect(namesOfPaths(['/home/ann/Documents', 'C:\\Users\\ann'])).toBe('Documents, ann'));
});
