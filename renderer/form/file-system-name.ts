/** File systems as people write them. */

const SPELLED: Readonly<Record<string, string>> = { exfat: 'exFAT', vfat: 'FAT', msdos: 'FAT', ntfs: 'NTFS', ntfs3: 'NTFS', apfs: 'APFS', hfsplus: 'HFS+', hfs: 'HFS+', btrfs: 'Btrfs', xfs: 'XFS', udf: 'UDF' };

/** @param fileSystem as the system calls it, through FUSE or not. */
export function fileSystemName(fileSystem: string): string {
  const bare = fileSystem.toLowerCase().replace(/^fuse(blk)?\./, '');
  return SPELLED[bare] ?? bare;
}
