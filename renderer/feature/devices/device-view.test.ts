import { describe, expect, it } from 'vitest';
import type { Device, DeviceChanges } from '../../../preload/contract/device.ts';
import { commandIn, deviceOf, factsOf, fileChanges, grouped, isName, isPort, offeredOf, OLD_AFTER, standingOf, titleOf } from './device-view.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const lastBackup = { at: '2026-11-20T12:00:00Z', destination: '/state/boards', snapshot: 'a', files: 4, bytes: 1000 };
const device: Device = {
  ref: 'e661', state: 'connected', id: 'e661', name: 'greenhouse', port: '/dev/ttyACM0', board: 'Raspberry Pi Pico W with RP2040', likely: true, version: '1.27.0', lastSeenAt: '2026-11-21T11:00:00Z',
  lastBackup, care: null, unfinished: null, running: null,
};
const unfinished = { startedAt: '', from: '', here: true };

describe('how a board stands', () => {
  it('is the most pressing thing that is true of it', () => {
    const old = { ...lastBackup, at: new Date(NOW - OLD_AFTER).toISOString() };
    const all: Partial<Device>[] = [{}, { lastBackup: old }, { lastBackup: null }, { unfinished }, { unfinished, state: 'away' }, { unfinished, running: 'r' }, { state: 'away', lastBackup: null }, { state: 'new', lastBackup: null }];
    expect(all.map((change) => standingOf({ ...device, ...change }, NOW))).toEqual(['safe', 'old', 'never', 'unfinished', 'unfinished', 'busy', 'away', 'new']);
  });
});

describe('what a board is called', () => {
  it('is its name, else what it is, else where it is, and the rest tells it from others', () => {
    const unnamed = { ...device, name: null };
    const unknown = { ...unnamed, board: null, id: null };
    expect([device, unnamed, { ...unnamed, board: null }, unknown, { ...unknown, port: null, ref: 'x' }].map(titleOf)).toEqual(['greenhouse', device.board, 'e661', '/dev/ttyACM0', 'x']);
    expect([device, unnamed, unknown].map(factsOf)).toEqual([[device.board, 'e661'], ['e661'], []]);
  });

  it('is refused where the engine would refuse it', () => {
    expect(['greenhouse', 'Büro 2', 'a.b_c-d'].every(isName)).toBe(true);
    expect(['', ' a', '/dev/x', 'a:b', 'a'.repeat(65)].some(isName)).toBe(false);
  });
});

describe('what is offered to be protected', () => {
  it('is what is plugged in and can be kept, and is not protected yet', () => {
    const care = { destination: null, paths: [], includes: [], excludes: [], remindAfterDays: 1, retention: null };
    const all: Device[] = [{}, { id: null, state: 'new' as const }, { id: null }, { care }, { state: 'away' as const }, { likely: false }].map((change, index) => ({ ...device, ref: String(index), ...change }));
    expect(offeredOf(all).map(({ ref }) => ref)).toEqual(['0', '1']);
  });
});

describe('the list', () => {
  const others: Device = { ...device, ref: '/dev/ttyS0', port: '/dev/ttyS0', state: 'new', likely: false };

  it('has boards that are here, boards that are away, and ports nothing speaks for', () => {
    const { here, away, others: ports } = grouped([device, { ...others, likely: true, ref: 'n' }, { ...device, ref: 'w', state: 'away' }, others]);
    expect([here, away, ports].map((group) => group.map(({ ref }) => ref))).toEqual([['e661', 'n'], ['w'], ['/dev/ttyS0']]);
  });

  it('finds a board that was opened by its port when it is known by its id', () => {
    expect([deviceOf([device], 'e661'), deviceOf([device], '/dev/ttyACM0'), deviceOf([device], '/dev/ttyACM1')]).toEqual([device, device, undefined]);
  });
});

describe('what is read and shown', () => {
  it('takes paths and COM numbers for ports', () => {
    expect(['/dev/ttyACM0', 'COM3', 'com12'].every(isPort)).toBe(true);
    expect(['', '/', 'ttyACM0', 'greenhouse', '/dev/tty x'].some(isPort)).toBe(false);
  });

  it('finds the command in advice', () => {
    expect(commandIn('Run "sudo usermod -aG dialout ann", then log out and in again.')).toBe('sudo usermod -aG dialout ann');
    expect(commandIn('Close "thonny", then run it again.')).toBeNull();
  });

  it('leaves out directories that their files speak for', () => {
    const change = (path: string, type: 'file' | 'dir'): DeviceChanges['changes'][number] => ({ change: 'added', path, type, sizeBefore: 0, sizeNow: 0 });
    expect(fileChanges([change('/lib', 'dir'), change('/lib/a.py', 'file'), change('/empty', 'dir'), change('/empty.py', 'file')]).map(({ path }) => path)).toEqual(['/lib/a.py', '/empty', '/empty.py']);
  });
});
