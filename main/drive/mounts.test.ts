/** The table of mounts as real machines show it, and what a person sees of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMemory, isNetwork, isPseudo, isVolume, mountOf, parseMounts, readMounts } from './mounts.ts';

/** Captured from a desktop (names changed): an encrypted system disk, two drives, a server, containers, snaps, one mount over another. */
const DESKTOP = `sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0
proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
udev /dev devtmpfs rw,nosuid,relatime,size=8086560k,nr_inodes=2021640,mode=755,inode64 0 0
devpts /dev/pts devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000 0 0
tmpfs /run tmpfs rw,nosuid,nodev,noexec,relatime,size=1625236k,mode=755,inode64 0 0
/dev/mapper/vg-root / ext4 rw,relatime,errors=remount-ro 0 0
securityfs /sys/kernel/security securityfs rw,nosuid,nodev,noexec,relatime 0 0
cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime,nsdelegate,memory_recursiveprot 0 0
systemd-1 /proc/sys/fs/binfmt_misc autofs rw,relatime,fd=29,pgrp=1,timeout=0,minproto=5,maxproto=5,direct,pipe_ino=17542 0 0
/dev/loop0 /snap/core20/1974 squashfs ro,nodev,relatime,errors=continue 0 0
/dev/nvme0n1p1 /boot/efi vfat rw,relatime,fmask=0077,dmask=0077,codepage=437,iocharset=iso8859-1,shortname=mixed,errors=remount-ro 0 0
overlay /var/lib/docker/overlay2/3f1/merged overlay rw,relatime,lowerdir=/var/lib/docker/overlay2/l/A 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw,nosuid,nodev,relatime,user_id=1000,group_id=1000 0 0
nas.local:/export/home /mnt/nas nfs4 rw,relatime,vers=4.2,addr=192.168.1.5 0 0
systemd-1 /mnt/auto autofs rw,relatime,fd=42 0 0
/dev/sdb1 /media/ada/Photos\\040\\0432 exfat rw,nosuid,nodev,relatime,uid=1000,gid=1000 0 0
/dev/sdc1 /run/media/ada/R\\134W ext4 ro,nosuid,nodev,relatime 0 0
/dev/sdd1 /mnt/over ext4 rw 0 0
/dev/sde1 /mnt/over btrfs rw 0 0
`;

describe('the table of mounts', () => {
  const mounts = parseMounts(DESKTOP);

  it('shows as drives what a person calls so', () => {
    expect(mounts.filter(isVolume)).toEqual([
      { source: 'nas.local:/export/home', path: '/mnt/nas', fileSystem: 'nfs4', readOnly: false },
      { source: '/dev/sdb1', path: '/media/ada/Photos #2', fileSystem: 'exfat', readOnly: false },
      { source: '/dev/sdc1', path: '/run/media/ada/R\\W', fileSystem: 'ext4', readOnly: true },
      { source: '/dev/sde1', path: '/mnt/over', fileSystem: 'btrfs', readOnly: false },
    ]);
  });

  it('knows what is made up, what is far away and what is memory', () => {
    expect(mounts.filter(isPseudo).map(({ path }) => path)).toEqual(['/sys', '/proc', '/dev', '/dev/pts', '/sys/kernel/security', '/sys/fs/cgroup', '/proc/sys/fs/binfmt_misc', '/run/user/1000/gvfs', '/mnt/auto']);
    expect(mounts.filter(isNetwork).map(({ path }) => path)).toEqual(['/mnt/nas']);
    expect(mounts.filter(isMemory).map(({ path }) => path)).toEqual(['/run']);
  });

  it.each([
    ['/home/ada', '/'], ['/', '/'], ['/mnt/nas', '/mnt/nas'], ['/mnt/nas/x', '/mnt/nas'], ['/mnt/nasty', '/'], ['/media/ada/Photos #2/2020', '/media/ada/Photos #2'], ['/proc/sys', '/proc'],
  ])('tells on which mount %s lies: %s', (path, mount) => {
    expect(mountOf(path, mounts)?.path).toBe(mount);
  });

  it('is empty where there is none', () => {
    expect(readMounts('/proc/no-such-table')).toEqual([]);
    expect(mountOf('/x', [])).toBe(null);
  });

  it('gives back every path, whatever bytes are in it, as the kernel escapes it', () => {
    const escape = (path: string): string => path.replace(/[ \t\n\\#]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
    const name = fc.array(fc.integer({ min: 1, max: 255 }).filter((code) => code !== 0x2f), { minLength: 1, maxLength: 12 }).map((codes) => `/${String.fromCharCode(...codes)}`);
    fc.assert(fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), (paths) => {
      const table = paths.map((path) => `/dev/sda1 ${escape(path)} ext4 rw 0 0\n`).join('');
      expect(parseMounts(table).map(({ path }) => path)).toEqual(paths);
    }));
  });

  it('takes any text without falling over', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMounts(text)));
  });
});
