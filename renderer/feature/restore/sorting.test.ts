import { describe, expect, it } from 'vitest';
import type { Row } from './row.ts';
import { BY_NAME, clicked, orderOf } from './sorting.ts';
import { changed } from './place.ts';

const row = (name: string, size: number, mtime: string): Row => ({ name, path: `/${name}`, type: 'file', size, mtime, now: 'same', linkTarget: null });
const rows = [row('a', 5, '2026-01-02T00:00:00Z'), row('b', 9, '2026-01-01T00:00:00+05:00'), row('c', 5, '2026-01-03T00:00:00Z')];

describe('sorting', () => {
  it('leaves names as they come', () => expect(orderOf(rows, BY_NAME)).toBeNull());
  it('turns round, and keeps the order of names among equals', () => {
    expect([...orderOf(rows, { key: 'size', down: true })!]).toEqual([1, 0, 2]);
    expect([...orderOf(rows, { key: 'modified', down: false })!]).toEqual([1, 0, 2]);
    expect([...orderOf(rows, { key: 'name', down: true })!]).toEqual([2, 1, 0]);
  });
  it('begins with the biggest and newest', () => {
    expect(clicked(BY_NAME, 'size')).toEqual({ key: 'size', down: true });
    expect(clicked(BY_NAME, 'name')).toEqual({ key: 'name', down: true });
  });
});

describe('where somebody is', () => {
  it('loses what is taken away', () => expect(changed({ plan: 'a', find: 'x' }, { find: undefined, path: '/b' })).toEqual({ plan: 'a', path: '/b' }));
});
