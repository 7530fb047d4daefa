import { describe, expect, it } from 'vitest';
import type { Drive } from '../../../preload/contract/drive.ts';
import { fileSystemKind, grouped, lastBackupAt, standingOf, usedShare } from './drive-view.ts';

const drive: Drive = {
  key: 'k', id: 'k3v9x0q2', name: 'Photos drive', label: 'PHOTOS', description: 'Samsung T7', device: '/dev/sdb1', path: '/media/ann/PHOTOS', fileSystem: 'ext4', totalBytes: 1000, freeBytes: 400, removable: true, readOnly: false,
  state: 'known', empty: false, hardLinks: true, policy: 'ask', adoptedAt: null, lastSeenAt: null, destinations: ['Photos drive'], plans: [{ plan: 'documents', name: 'Documents', lastSuccessAt: '2026-11-12T10:00:00Z', due: false }], runs: [],
};
const due = { ...drive.plans[0]!, due: true };

describe('how a drive stands', () => {
  it('is the most pressing thing that is true of it', () => {
    const all: Partial<Drive>[] = [
      {}, { plans: [due] }, { plans: [] }, { plans: [due], readOnly: true }, { plans: [due], runs: ['r'] }, { state: 'cloned', runs: ['r'] }, { path: null }, { state: 'new', readOnly: true }, { state: 'ignored' }, { state: 'away', path: null, plans: [due] },
    ];
    expect(all.map((change) => standingOf({ ...drive, ...change }))).toEqual(['safe', 'due', 'unused', 'read-only', 'busy', 'cloned', 'unmounted', 'new', 'ignored', 'away']);
  });

  it('stands in groups that keep their order', () => {
    const named = (name: string, state: Drive['state']): Drive => ({ ...drive, name, state });
    const { here, away } = grouped([named('a', 'ignored'), named('b', 'new'), named('c', 'known'), named('d', 'away'), named('e', 'known'), named('f', 'cloned')]);
    expect([here, away].map((drives) => drives.map(({ name }) => name).join(''))).toEqual(['fceba', 'd']);
  });
});

describe('its room', () => {
  it('is a share where both numbers are known and make sense', () => {
    expect([usedShare(drive), usedShare({ totalBytes: null, freeBytes: 1 }), usedShare({ totalBytes: 0, freeBytes: 0 }), usedShare({ totalBytes: 10, freeBytes: 20 })]).toEqual([0.6, null, null, 0]);
  });
});

describe('its file system', () => {
  it('is known by what it means, and keeps its own name where that is not known', () => {
    expect(['ext4', 'exfat', 'vfat', 'NTFS', 'fuse.exfat', 'fuseblk.ntfs', 'bcachefs'].map(fileSystemKind)).toEqual(['linux', 'exfat', 'fat', 'windows', 'exfat', 'windows', null]);
  });
});

describe('its last backup', () => {
  it('is the newest of all plans, as far as their times can be read', () => {
    expect(lastBackupAt([{ lastSuccessAt: null }, { lastSuccessAt: '2026-11-12T10:00:00Z' }, { lastSuccessAt: '2026-11-12T13:00:00+02:00' }, { lastSuccessAt: 'never' }])).toBe('2026-11-12T13:00:00+02:00');
    expect(lastBackupAt([{ lastSuccessAt: null }])).toBeNull();
  });
});
