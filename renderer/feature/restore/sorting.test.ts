import { describe, expect, it } from 'vitest';
import type { Row } from './row.ts';
import { BY_NAME, clicked, orderOf } from './sorting.ts';
import { changed } from './place.ts';
import { originAt, originsOf, placeOf, type Known } from './origin.ts';

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

describe('what can be restored from', () => {
  const status = (id: string, destinations: string[], lastSuccessAt: string | null): Known['plans'][number] => ({ plan: { id, name: id.toUpperCase(), destinations }, lastSuccessAt }) as Known['plans'][number];
  const known: Known = {
    plans: [status('a', ['NAS'], null), status('b', ['NAS', 'Drive'], '2026-11-20T00:00:00Z')],
    destinations: [{ name: 'NAS', isDefault: true }, { name: 'Drive', isDefault: false }] as unknown as Known['destinations'], defaultVault: '/state/vault',
  };
  const origins = originsOf(known);

  it('names every plan with its destinations, then the destinations', () => {
    expect(origins.map(({ name, at }) => (at === null ? name : `${name} ${at}`))).toEqual(['A', 'B NAS', 'B Drive', 'NAS', 'Drive', '']);
    expect(origins.map(placeOf)).toEqual([{ plan: 'a' }, { plan: 'b', destination: 'NAS' }, { plan: 'b', destination: 'Drive' }, { destination: 'NAS' }, { destination: 'Drive' }, { destination: '/state/vault' }]);
  });
  it('begins with what was backed up last', () => {
    expect(originAt({}, origins, known)?.key).toBe('plan b NAS');
    expect(originAt({}, originsOf({ ...known, plans: [] }), { ...known, plans: [] })?.key).toBe('destination NAS');
    expect(originAt({}, [], { plans: [], destinations: [], defaultVault: null })).toBeNull();
  });
  it('finds what the address names, saved or not', () => {
    expect(originAt({ plan: 'b', destination: 'Drive' }, origins, known)?.key).toBe('plan b Drive');
    expect(originAt({ plan: 'gone' }, origins, known)).toBeNull();
    expect(originAt({ destination: '/media/x' }, origins, known)).toMatchObject({ name: '/media/x', destination: '/media/x' });
  });
});
