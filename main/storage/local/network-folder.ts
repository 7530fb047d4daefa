/** Whether a folder lies behind a network: worth a local cache, other tries and patience, like any other remote place. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** statfs types of Linux (linux/magic.h and the file systems' own headers). FUSE may be anything; sshfs and rclone mounts are. */
const NETWORK = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x65735546, // FUSE
  0x01021997, // 9P
  0x00c36400, // Ceph
  0x5346414f, // AFS
]);

/** @param path absolute; the nearest folder above it that exists decides. */
export function isNetworkFolder(path: string): boolean {
  if (process.platform !== 'linux') return false;
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      return NETWORK.has(statfsSync(folder).type >>> 0);
    } catch {
      if (dirname(folder) === folder) return false; // not even the root can be asked
    }
  }
}
