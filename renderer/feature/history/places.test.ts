import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { ours, placeAt, placesOf } from './places.ts';

const plan = { id: 'docs', name: 'Docs', destinations: ['NAS', 'Drive'] } as Plan;
const places = placesOf([plan], [{ name: 'NAS', address: '/v/nas' }, { name: 'Drive', address: '/v/drive' }], '/own');

describe('the places a history can be of', () => {
  it('are plans by destination, destinations, and the default vault', () => {
    expect(places.map(({ key, address }) => [key, address])).toEqual([['docs@NAS', '/v/nas'], ['docs@Drive', '/v/drive'], ['@NAS', '/v/nas'], ['@Drive', '/v/drive'], ['@', '/own']]);
  });

  it('are found by what the address says, or the nearest', () => {
    const key = (...search: [string?, string?]): string | undefined => placeAt(places, search[0], search[1])?.key;
    expect([key('docs', 'Drive'), key('docs'), key(undefined, 'NAS'), key('gone'), key()]).toEqual(['docs@Drive', 'docs@NAS', '@NAS', 'docs@NAS', 'docs@NAS']);
  });

  it('hold the plan’s own runs and what else was done with the place, but no other plan’s backups', () => {
    const isOurs = ours(places[0]!);
    expect(isOurs({ plan: 'docs', kind: 'backup', destination: '/v/nas, /v/drive' })).toBe(true);
    expect(isOurs({ plan: null, kind: 'restore', destination: '/v/nas' })).toBe(true);
    expect(isOurs({ plan: 'photos', kind: 'backup', destination: '/v/nas' })).toBe(false);
    expect(isOurs({ plan: null, kind: 'backup', destination: '/v/nas' })).toBe(false);
    expect(isOurs({ plan: 'docs', kind: 'backup', destination: '/v/drive' })).toBe(false);
  });
});
