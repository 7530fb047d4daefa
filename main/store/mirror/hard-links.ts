/** Whether a folder's file system has hard links: found out by making one. */
import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, isFault, toFault } from '../../base/fault.ts';

/** Answers of file systems without them: FAT, exFAT, some network and FUSE ones. */
const NONE = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK']);

export type MakeLink = (existing: string, name: string) => void;

/** @throws Fault `unsupported`, with what to do instead; or what keeps files from being made there at all. */
export function requireHardLinks(folder: string, shown: string, link: MakeLink = linkSync): void {
  const [one, two] = ['a', 'b'].map((end) => join(folder, `.probe-${randomBytes(6).toString('hex')}-${end}`)) as [string, string];
  try {
    writeFileSync(one, 'x', { flag: 'wx', mode: 0o600 });
    link(one, two);
    const [first, second] = [lstatSync(one), lstatSync(two)];
    if (first.ino !== second.ino || first.nlink < 2) throw unsupported(shown);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NONE.has(String(error.code))) throw unsupported(shown);
    throw toFault(error, `Files cannot be made in ${shown}`, { address: shown });
  } finally {
    for (const path of [one, two]) rmSync(path, { force: true });
  }
}

const unsupported = (folder: string): Fault =>
  new Fault('unsupported', `The file system of ${folder} has no hard links (as FAT and exFAT): a mirror there would store every file again with every snapshot.`, {
    context: { address: folder }, advice: 'Use another format there (archive or vault need no hard links), or a drive with ext4, XFS, Btrfs, APFS or NTFS.',
  });

/** Whether files can be made and linked there: what a snapshot needs. @throws Fault `unsupported` where there are no hard links at all. */
export function isLinkable(folder: string): boolean {
  try {
    requireHardLinks(folder, folder);
    return true;
  } catch (error) {
    if (isFault(error, 'denied') || isFault(error, 'full')) return false;
    throw error;
  }
}
