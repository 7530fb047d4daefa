/** Naming snapshots: ids, prefixes, latest, sub paths, filters. */
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { isFault } from '../base/fault.ts';
import { filterSnapshots, findSnapshot } from './find-snapshot.ts';

const snapshot = (id: string, more: Partial<Snapshot> = {}): Snapshot => ({ id: id.padEnd(64, '0'), time: '2026-01-01T00:00:00Z', tree: 'f'.repeat(64), paths: ['/home'], hostname: 'one', ...more });
const all = [snapshot('aa11'), snapshot('aa22', { hostname: 'two', tags: ['x', 'y'] }), snapshot('bb33', { paths: ['/etc', '/home'] })];
const none = { hosts: [], tags: [], paths: [], ids: [] };
const faultOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('findSnapshot', () => {
  it('takes a unique prefix and the last as latest', () => {
    expect(findSnapshot(all, 'bb').snapshot).toBe(all[2]);
    expect(findSnapshot(all, 'latest').snapshot).toBe(all[2]);
  });
  it('takes the newest that the filter lets through as latest', () => {
    expect(findSnapshot(all, 'latest', { ...none, hosts: ['two'] }).snapshot).toBe(all[1]);
  });
  it('splits off a sub path', () => {
    expect(findSnapshot(all, 'latest:/a/b')).toEqual({ snapshot: all[2], path: '/a/b' });
  });
  it('keeps the bytes of a sub path that is not ASCII', () => {
    expect(findSnapshot(all, 'latest:/ü').path).toBe('/\u00c3\u00bc');
  });
  it.each([['aa', 'invalid', '2 snapshots begin with aa'], ['cc', 'missing', 'no snapshot cc'], ['xyz!', 'invalid', 'is no snapshot'], ['latest:a', 'invalid', 'begin with a slash']] as const)(
    'refuses %s as %s, saying why', (ref, kind, words) => {
      const error = faultOf(() => findSnapshot(all, ref));
      expect(isFault(error, kind)).toBe(true);
      expect((error as Error).message).toContain(words);
    });
  it('tells an empty vault from a filter that fits nothing', () => {
    expect((faultOf(() => findSnapshot([], 'latest')) as Error).message).toContain('no snapshot yet');
    expect((faultOf(() => findSnapshot(all, 'latest', { ...none, hosts: ['nobody'] })) as Error).message).toContain('fits the host');
  });
});

describe('filterSnapshots', () => {
  it('wants every condition', () => {
    expect(filterSnapshots(all, { ...none, hosts: ['one'], paths: ['/etc'] })).toEqual([all[2]]);
  });
  it('wants all tags of any list', () => {
    expect(filterSnapshots(all, { ...none, tags: ['x,y'] })).toEqual([all[1]]);
    expect(filterSnapshots(all, { ...none, tags: ['x,z', 'y'] })).toEqual([all[1]]);
    expect(filterSnapshots(all, { ...none, tags: [''] })).toEqual([all[0], all[2]]);
  });
  it('takes ids whatever the other conditions say, in time order', () => {
    expect(filterSnapshots(all, { ...none, ids: ['bb', 'aa11'] })).toEqual([all[0], all[2]]);
  });
});
