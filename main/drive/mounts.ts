/** What is mounted where, from the table Linux keeps in `/proc/self/mounts` (see proc(5) and fstab(5)). Parsing apart from reading. */
import { readFileSync } from 'node:fs';

export interface Mount {
  /** The device, or what stands for it: `/dev/sda1`, `nas:/export`, `tmpfs`. */
  readonly source: string;
  /** Where it is mounted: absolute, one character a byte (`latin1`). */
  readonly path: string;
  /** As the kernel calls it: `ext4`, `fuse.sshfs`. */
  readonly fileSystem: string;
  readonly readOnly: boolean;
}

/** In the order of mounting; of several at one place only the last, which hides the others. Lines that are no mounts are passed over. */
export function parseMounts(text: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const [source, path, fileSystem, options = ''] = line.split(' ');
    if (source === undefined || path === undefined || fileSystem === undefined || !path.startsWith('/')) continue;
    const place = unescaped(path);
    mounts.delete(place);
    mounts.set(place, { source: unescaped(source), path: place, fileSystem, readOnly: options.split(',').includes('ro') });
  }
  return [...mounts.values()];
}

/** Space, tab, line feed, `#` and backslash stand there as three octal digits. */
export const unescaped = (field: string): string => field.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/** Everything mounted now; empty where the system keeps no such table. */
export const readMounts = (table = '/proc/self/mounts'): Mount[] => parseMounts(mountTable(table));

/** As the kernel writes it, unread: enough to see that something has changed. */
export function mountTable(table = '/proc/self/mounts'): string {
  try {
    return readFileSync(table, 'latin1');
  } catch {
    return ''; // macOS and Windows have none; whoever asks then knows less, and says so
  }
}

/** The mount a path lies on. @param path absolute, real, one character a byte. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const inside = mount.path === '/' || path === mount.path || path.startsWith(`${mount.path}/`);
    if (inside && (best === null || mount.path.length >= best.path.length)) best = mount;
  }
  return best;
}

/** File systems made up by the kernel or by programs: what they show is nobody's data. */
const PSEUDO = new Set([
  'autofs', 'binder', 'binfmt_misc', 'bpf', 'cgroup', 'cgroup2', 'configfs', 'debugfs', 'devpts', 'devtmpfs', 'efivarfs', 'fuse.gvfsd-fuse', 'fuse.lxcfs', 'fuse.portal', 'fusectl',
  'hugetlbfs', 'mqueue', 'none', 'nsfs', 'proc', 'pstore', 'ramfs', 'rpc_pipefs', 'securityfs', 'selinuxfs', 'sysfs', 'tracefs',
]);
/** They hold files, but not to be kept: memory, program images, the layers of containers. */
const PASSING = new Set(['tmpfs', 'squashfs', 'fuse.snapfuse', 'fuse.squashfuse', 'erofs', 'overlay', 'aufs']);
const NETWORK = new Set(['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'ncpfs', 'afs', 'ceph', '9p', 'glusterfs', 'davfs', 'fuse.sshfs', 'fuse.rclone', 'fuse.davfs2', 'fuse.s3fs', 'fuse.glusterfs', 'fuse.ceph']);

export const isPseudo = ({ fileSystem }: Mount): boolean => PSEUDO.has(fileSystem);
export const isNetwork = ({ fileSystem }: Mount): boolean => NETWORK.has(fileSystem);
export const isMemory = ({ fileSystem }: Mount): boolean => fileSystem === 'tmpfs' || fileSystem === 'ramfs';

/** Places of the system itself; what is mounted there is no drive of anybody's. */
const SYSTEM = /^\/(?:boot|efi|dev|proc|sys|snap|nix\/store|var\/(?:lib\/(?:docker|containers|kubelet|snapd)|snap)|run(?!\/media\/))(?:\/|$)/;

/** Whether a person would call it a drive. */
export const isVolume = (mount: Mount): boolean => mount.path !== '/' && !PSEUDO.has(mount.fileSystem) && !PASSING.has(mount.fileSystem) && !SYSTEM.test(mount.path);
