import { describe, expect, it } from 'vitest';
import type { Drive } from '../../../preload/contract/drive.ts';
import type { Landmark } from '../../../preload/contract/source-procedures.ts';
import { offeredPlaces, onlyPlace } from './offered.ts';

const drive = (change: Partial<Drive>): Drive => ({
  key: change.path ?? 'away', id: null, name: 'STICK', label: null, description: null, device: '/dev/sdb1', path: '/media/ann/STICK', fileSystem: 'exfat', totalBytes: 2, freeBytes: 1, removable: true, readOnly: false, state: 'new', empty: true,
  hardLinks: false, policy: null, adoptedAt: null, lastSeenAt: null, destinations: [], plans: [], runs: [], ...change,
});
const volume = (path: string): Landmark => ({ kind: 'volume', name: path, path, freeBytes: null, totalBytes: null, fileSystem: null });
const home: Landmark = { ...volume('/home/ann'), kind: 'home' };

describe('what a backup can go to', () => {
  it('is every drive that is there, and each other volume, once', () => {
    const offered = offeredPlaces([drive({}), drive({ state: 'away', path: null })], [home, volume('/media/ann/STICK'), volume('/mnt/nas')]);
    expect(offered.map(({ name, drive: own }) => [name, own !== null])).toEqual([['STICK', true], ['/mnt/nas', false]]);
  });

  it('says why one cannot be chosen', () => {
    const obstacles = offeredPlaces([drive({ state: 'cloned', path: '/a' }), drive({ path: null }), drive({ readOnly: true, path: '/c' }), drive({ state: 'known' })], []).map(({ obstacle }) => obstacle);
    expect(obstacles).toEqual(['cloned', 'unmounted', 'read-only', null]);
  });

  it('is preselected when there is only one that will do', () => {
    const at = (...drives: Drive[]) => onlyPlace(offeredPlaces(drives, []), ['/home/ann']);
    expect(at(drive({}), drive({ state: 'ignored', path: '/b' }), drive({ state: 'cloned', path: '/c' }))).toEqual({ kind: 'place', address: '/media/ann/STICK', volume: '/media/ann/STICK', asIs: false });
    expect([at(), at(drive({}), drive({ path: '/b' })), at(drive({ path: '/home' }))]).toEqual([null, null, null]);
  });
});
