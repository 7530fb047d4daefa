import { describe, expect, it } from 'vitest';
import { originAt, originsOf, searchOf, withOrigin, type Known } from './origin.ts';

const status = (id: string, destinations: string[], lastSuccessAt: string | null) => ({ plan: { id, name: id.toUpperCase(), destinations }, lastSuccessAt }) as Known['plans'][number];
const known: Known = {
  plans: [status('a', ['NAS'], null), status('b', ['NAS', 'Drive'], '2026-11-20T00:00:00Z')],
  destinations: [{ name: 'NAS', address: '/v/nas', isDefault: true }, { name: 'Drive', address: '/v/drive', isDefault: false }], defaultVault: '/own',
};
const origins = originsOf(known);

describe('where versions come from', () => {
  it('is every plan by destination, then the destinations, then the default vault', () => {
    expect(origins.map(({ kind, plan, destination, address }) => [kind, plan?.id ?? '', destination, address])).toEqual([
      ['plan', 'a', 'NAS', '/v/nas'], ['plan', 'b', 'NAS', '/v/nas'], ['plan', 'b', 'Drive', '/v/drive'], ['destination', '', 'NAS', '/v/nas'], ['destination', '', 'Drive', '/v/drive'], ['default', '', '/own', '/own'],
    ]);
  });

  it('is told by the address of a page, in as few words as name it', () => {
    expect(origins.map(searchOf)).toEqual([{ plan: 'a' }, { plan: 'b', destination: 'NAS' }, { plan: 'b', destination: 'Drive' }, { destination: 'NAS' }, { destination: 'Drive' }, { destination: '/own' }]);
    expect(origins.map((origin) => originAt(searchOf(origin), origins, known))).toEqual(origins);
  });

  it('is, without a word, what was backed up last, else where backups go', () => {
    expect(originAt({}, origins, known)?.key).toBe('plan b NAS');
    expect(originAt({}, originsOf({ ...known, plans: [] }), { ...known, plans: [] })?.key).toBe('destination NAS');
    expect(originAt({}, [], { plans: [], destinations: [], defaultVault: null })).toBeNull();
  });

  it('need not be saved, but a plan must be there', () => {
    const found = originAt({ destination: '/media/x' }, origins, known)!;
    expect(found).toMatchObject({ plan: null, destination: '/media/x', address: '/media/x' });
    expect(withOrigin(origins, found)).toEqual([...origins, found]);
    expect(withOrigin(origins, origins[0]!)).toBe(origins);
    expect(originAt({ destination: '/v/drive' }, origins, known)?.key).toBe('destination Drive');
    expect(originAt({ plan: 'gone' }, origins, known)).toBeNull();
    expect(originAt({ plan: 'a', destination: 'elsewhere' }, origins, known)?.key).toBe('plan a NAS');
  });
});
