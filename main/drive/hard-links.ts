/** Whether a file system has hard links, by its name alone: nothing is made to find out. */

/** As the systems call them. What is not named may be either: FUSE and network file systems pass on what lies behind them. */
const WITH = /^(ext[234]|xfs|btrfs|zfs|bcachefs|f2fs|jfs|reiserfs|tmpfs|overlay|apfs|hfs|ufs|ntfs3?)$/i;
const WITHOUT = /^(msdos|vfat|exfat|fat(12|16|32)?)$/i;

/** Null: only making one can tell. */
export function hasHardLinks(fileSystem: string | null): boolean | null {
  if (fileSystem === null) return null;
  return WITH.test(fileSystem) ? true : WITHOUT.test(fileSystem) ? false : null;
}
