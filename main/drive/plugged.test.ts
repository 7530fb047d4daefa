/** One time of being plugged in told from the next. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskNumbers, mountNumbers, sessionOf } from './plugged.ts';

const TABLE = '22 27 0:21 / / rw - ext4 /dev/sda1 rw\n31 22 8:17 / /media/My\\040stick rw,nosuid - vfat /dev/sdb1 rw\n';

let sys: string;
const disk = (name: string, number: string): void => {
  mkdirSync(join(sys, 'block', name), { recursive: true });
  writeFileSync(join(sys, 'block', name, 'diskseq'), `${number}\n`);
};
beforeEach(() => void (sys = mkdtempSync(join(tmpdir(), 'holdfast-sys-'))));
afterEach(() => rmSync(sys, { recursive: true }));

describe('a drive', () => {
  const session = (disks: string[], path: string | null, table = TABLE): string => sessionOf(disks, path, diskNumbers(sys), mountNumbers(table));

  it('that was pulled and came back to the same place is another visit', () => {
    disk('sdb', '7');
    const before = session(['sdb'], '/media/My stick');
    disk('sdb', '9');
    expect([before, session(['sdb'], '/media/My stick')]).toEqual(['7 31', '9 31']);
  });

  it('that was mounted anew is one, too, as far as its mount has a number of its own', () => {
    disk('sdb', '7');
    expect(session(['sdb'], '/media/My stick', TABLE.replace('31 22', '40 22'))).toBe('7 40');
  });

  it('on several disks comes with any of them, and one that is not mounted by its disk alone', () => {
    disk('sdb', '7');
    disk('sdc', '8');
    expect([session(['sdb', 'sdc'], null), session(['sdd'], null), session([], '/elsewhere')]).toEqual(['7 8', '', '']);
  });
});

it('disks that are made of others are listed without a number, and an old kernel has none', () => {
  disk('loop3', '5');
  disk('dm-0', '6');
  mkdirSync(join(sys, 'block', 'sda'));
  expect(diskNumbers(sys)).toEqual(new Map([['dm-0', ''], ['loop3', ''], ['sda', '']]));
  expect(diskNumbers(join(sys, 'nowhere'))).toEqual(new Map());
});
