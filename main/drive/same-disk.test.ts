/** One disk or two, by a made-up sysfs around real folders. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { disksOf, onSameDisk } from './same-disk.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-disk-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const here = scratch;
/** On another file system than the scratch folder, wherever tests run on Linux. */
const there = '/dev/shm';
const elsewhere = process.platform !== 'linux' || statSync(there, { throwIfNoEntry: false })?.dev === statSync(here).dev;

/** `sda` with two partitions, `sdb`; `dm-0` over sda2, `dm-1` over that and sdb1. */
function sysfs(): string {
  const sys = mkdtempSync(join(scratch, 'sys-'));
  const device = (path: string, numbers: string, partition = false, slaves: string[] = []): void => {
    const folder = join(sys, 'devices', path);
    mkdirSync(join(folder, 'slaves'), { recursive: true });
    if (partition) writeFileSync(join(folder, 'partition'), '1\n');
    for (const slave of slaves) symlinkSync(join(sys, 'devices', slave), join(folder, 'slaves', slave.split('/').at(-1)!));
    symlinkSync(folder, join(sys, 'dev/block', numbers));
  };
  mkdirSync(join(sys, 'dev/block'), { recursive: true });
  device('sda', '8:0');
  device('sda/sda1', '8:1', true);
  device('sda/sda2', '8:2', true);
  device('sdb/sdb1', '8:17', true);
  device('dm-0', '254:7', false, ['sda/sda2']);
  device('dm-1', '254:8', false, ['dm-0', 'sdb/sdb1']);
  return sys;
}

const numbers = (path: string): string => {
  const { dev } = statSync(path);
  return `${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`;
};

describe('a device', () => {
  it.each([['8:0', ['sda']], ['8:1', ['sda']], ['8:2', ['sda']], ['8:17', ['sdb']], ['254:7', ['sda']], ['254:8', ['sda', 'sdb']], ['9:9', null]])('%s lies on %j', (device, disks) => {
    expect(disksOf(sysfs(), device)).toEqual(disks);
  });
});

describe('two folders', () => {
  it('on one file system share a disk', () => {
    mkdirSync(join(here, 'a'));
    expect(onSameDisk(here, join(here, 'a'), { sys: '/nowhere', mounts: [] })).toBe(true);
  });

  it('one of which is not there cannot be told', () => {
    expect(onSameDisk(here, join(here, 'gone'))).toBe(null);
  });

  it.skipIf(elsewhere)('of which the system tells nothing cannot be told', () => {
    expect(onSameDisk(here, there, { sys: '/nowhere', mounts: [] })).toBe(null);
  });

  it.skipIf(elsewhere)('in memory and on a disk share none', () => {
    const sys = sysfs();
    symlinkSync(join(sys, 'devices/sdb/sdb1'), join(sys, 'dev/block', numbers(here)));
    const mounts = [{ source: 'tmpfs', path: there, fileSystem: 'tmpfs', readOnly: false }];
    expect(onSameDisk(here, there, { sys, mounts })).toBe(false);
    expect(onSameDisk(there, here, { sys, mounts: [{ ...mounts[0]!, source: 'nas:/x', fileSystem: 'nfs4' }] })).toBe(false);
    expect(onSameDisk(there, here, { sys, mounts: [{ ...mounts[0]!, source: 'pool/x', fileSystem: 'zfs' }] })).toBe(null);
  });
});
