/** What is known of file systems by name. */
import { expect, it } from 'vitest';
import { hasHardLinks } from './hard-links.ts';

it.each([
  ['ext4', true], ['btrfs', true], ['apfs', true], ['tmpfs', true], ['ntfs3', true],
  ['vfat', false], ['exfat', false], ['msdos', false], ['FAT32', false],
  ['fuseblk', null], ['nfs4', null], ['cifs', null], [null, null],
])('of %s says %s', (name, links) => {
  expect(hasHardLinks(name)).toBe(links);
});
