import { describe, expect, it } from 'vitest';
import type { SearchHit } from '../../../preload/contract/snapshot-procedures.ts';
import { NONE_FOUND, withBatch } from './hits.ts';
import { changesOf, NOT_PLANNED, withItems, writes } from '../../ui/planned/plan-fold.ts';

const hit = (path: string): SearchHit => ({ snapshot: 's', time: '2026-11-21T00:00:00Z', entry: { name: path, path, rawPath: path } as SearchHit['entry'] });

describe('hits as they come', () => {
  it('count the older versions of each path, also those told with it', () => {
    const first = withBatch(NONE_FOUND, { hits: [hit('/a'), hit('/b')], again: [{ path: '/a', snapshots: 1 }], searched: 2, of: 5 });
    const second = withBatch(first, { hits: [], again: [{ path: '/a', snapshots: 2 }, { path: '/unknown', snapshots: 1 }], searched: 5, of: 5 });
    expect(second.hits.map(({ alsoIn }) => alsoIn)).toEqual([3, 0]);
    expect(second).toMatchObject({ searched: 5, of: 5 });
    expect(first.hits[0]!.alsoIn).toBe(1);
  });
});

describe('what a restore would do', () => {
  it('adds up batch by batch', () => {
    const planned = withItems(NOT_PLANNED, { items: [{ action: 'create', path: '/a', size: 3 }], counts: { create: 1, replace: 2, 'keep-both': 0, skip: 4, same: 1, delete: 0 }, bytes: 3 });
    expect(writes(planned)).toBe(3);
    expect(planned.items).toHaveLength(1);
  });
  it('says what is different from what was shown', () => {
    expect(changesOf({ create: 1, same: 2 }, { create: 1, same: 1, replace: 1 })).toEqual([{ action: 'replace', before: 0, after: 1 }, { action: 'same', before: 2, after: 1 }]);
  });
});
