import { expect, it } from 'vitest';
import { fileSystemName } from './file-system-name.ts';

it('a file system is called as people write it', () => {
  expect(['ext4', 'exfat', 'vfat', 'NTFS', 'fuse.exfat', 'fuseblk.ntfs', 'bcachefs'].map(fileSystemName)).toEqual(['ext4', 'exFAT', 'FAT', 'NTFS', 'exFAT', 'NTFS', 'bcachefs']);
});
