/** Disks and mounts put together: what is offered, and what never is. */
import { describe, expect, it, vi } from 'vitest';
import { arrange, arrangeByDisks } from './connected.ts';
import { asDevice, readDevices, type Device } from './devices.ts';
import { parsePlist } from './file-system.ts';
import { parseMounts } from './mounts.ts';

const device = (node: string, more: Partial<Device> = {}): Device => ({ node, description: 'Disk', removable: false, system: false, readOnly: false, totalBytes: 1000, mounted: [], swap: false, ...more });
const stick = device('/dev/sdb', { removable: true, description: 'ACME Stick', mounted: [{ path: '/media/a', label: null }] });
const disks: Record<string, string[]> = { '/dev/sda1': ['sda'], '/dev/sda2': ['sda'], '/dev/dm-0': ['sda'], '/dev/sdb1': ['sdb'], '/dev/dm-1': ['sdb'], '/dev/sdd1': ['sdd'] };
const here = (mounts: string, devices: Device[]) => arrange(devices, parseMounts(mounts), (node) => disks[node] ?? null);
const ROOT = '/dev/sda1 / ext4 rw 0 0\n';

describe('what is offered', () => {
  it('is a stick, under its first mount point, however often it is mounted', () => {
    expect(here(`${ROOT}/dev/sdb1 /media/a ext4 ro 0 0\n/dev/sdb1 /srv/again ext4 ro 0 0`, [stick])).toEqual([
      { device: '/dev/sdb1', paths: ['/media/a', '/srv/again'], fileSystem: 'ext4', label: null, description: 'ACME Stick', removable: true, readOnly: true, totalBytes: null },
    ]);
  });
  it('is an encrypted stick', () => {
    expect(here(`${ROOT}/dev/dm-1 /media/a ext4 rw 0 0`, [stick])).toMatchObject([{ device: '/dev/dm-1', removable: true, description: 'ACME Stick' }]);
  });
  it('is a second disk that is built in, as such', () => {
    expect(here(`${ROOT}/dev/sdd1 /data ext4 rw 0 0`, [device('/dev/sdd')])).toMatchObject([{ device: '/dev/sdd1', removable: false }]);
  });
  it('is a disk that is plugged in and not mounted', () => {
    expect(here(ROOT, [device('/dev/sdc', { removable: true })])).toMatchObject([{ device: '/dev/sdc', paths: [], totalBytes: 1000 }]);
  });
  it.each([
    ['another part of the system disk', '/dev/sda2 /home ext4 rw 0 0', []],
    ['a volume on the system disk', '/dev/dm-0 /media/x ext4 rw 0 0', [device('/dev/dm-0', { removable: true })]],
    ['a disk the list calls the system\'s', '/dev/sdd1 /media/x ext4 rw 0 0', [device('/dev/sdd', { system: true })]],
    ['a network folder', 'nas:/x /media/x nfs rw 0 0', []],
    ['memory', 'tmpfs /media/x tmpfs rw 0 0', []],
    ['swap', '', [device('/dev/zram0', { removable: true, swap: true })]],
    ['a reader without a card', '', [device('/dev/sdc', { removable: true, totalBytes: null })]],
  ])('is never %s', (_, mounts, devices) => {
    expect(here(`${ROOT}${mounts}`, devices)).toEqual([]);
  });
  it('is known by where desktops mount it when there is no list of disks', () => {
    expect(here(`${ROOT}/dev/sdb1 /media/a ext4 rw 0 0\n/dev/sdd1 /data ext4 rw 0 0`, [])).toMatchObject([{ device: '/dev/sdb1', removable: true }, { device: '/dev/sdd1', removable: false }]);
  });
});

it('on macOS and Windows the list of disks has the mount points', () => {
  const system = device('\\\\.\\PhysicalDrive0', { system: true, mounted: [{ path: 'D:\\', label: null }] });
  const usb = device('\\\\.\\PhysicalDrive1', { removable: true, mounted: [{ path: 'E:\\', label: 'PICS' }] });
  expect(arrangeByDisks([system, usb], ['D:\\', 'E:\\', 'F:\\'])).toMatchObject([{ paths: ['E:\\'], label: 'PICS', removable: true }, { paths: ['F:\\'], device: null, removable: false }]);
});

it('diskutil says number, kind and name', () => {
  expect(parsePlist('<dict><key>FilesystemType</key>\n\t<string>apfs</string><key>VolumeName</key><string>Photos</string><key>VolumeUUID</key><string>AB-1</string></dict>')).toEqual({ type: 'apfs', uuid: 'AB-1', label: 'Photos' });
  expect(parsePlist('')).toEqual({ type: null, uuid: null, label: null });
});

describe('the list of disks', () => {
  it('is what drivelist gives, swap told apart', () => {
    const raw = { device: '/dev/zram1', description: ' x ', isRemovable: false, isUSB: true, isCard: null, isSystem: false, isReadOnly: false, size: 5, mountpoints: [{ path: '[SWAP]', label: null }] };
    expect(asDevice(raw as Parameters<typeof asDevice>[0])).toEqual({ node: '/dev/zram1', description: 'x', removable: true, system: false, readOnly: false, totalBytes: 5, mounted: [], swap: true });
  });
  it('is empty, with a sentence, where its native part cannot be loaded', async () => {
    const load = vi.fn(async () => Promise.reject(new Error('invalid ELF header\nat x')));
    expect(await readDevices(load)).toEqual({ devices: [], note: expect.stringMatching(/cannot be read.*\(invalid ELF header\)/) });
  });
});
