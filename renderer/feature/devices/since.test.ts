import { describe, expect, it } from 'vitest';
import type { DeviceChanges } from '../../../preload/contract/device.ts';
import { changedFiles, comparable, FRESH } from './since.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const board = { id: 'a', state: 'connected', running: null, unfinished: null, lastBackup: { at: new Date(NOW - FRESH).toISOString(), destination: '', snapshot: '', files: 1, bytes: 1 } } as const;
const change = (path: string, type: 'file' | 'dir' = 'file'): DeviceChanges['changes'][number] => ({ change: 'added', path, type, sizeBefore: 0, sizeNow: 1 });

describe('what changed since the last backup', () => {
  it('is asked of a board that is there, idle, and was not backed up this very moment', () => {
    expect(comparable(board, NOW)).toBe(true);
    expect(comparable(board, NOW - 1)).toBe(false);
    for (const other of [{ id: null }, { state: 'away' as const }, { running: 'r' }, { lastBackup: null }, { unfinished: { startedAt: '', from: '', here: true } }]) expect(comparable({ ...board, ...other }, NOW)).toBe(false);
  });

  it('is counted in files; a directory counts when it is empty', () => {
    expect(changedFiles({ changes: [change('/lib', 'dir'), change('/lib/a.py'), change('/data', 'dir'), change('/main.py')] })).toBe(3);
  });
});
