/** What a file system says of itself: its kind, its unique number, its label. Asked of the device, of the system's own tables, or of its tool. */
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../base/process/run.ts';
import { parseSuperblock, SUPERBLOCK_BYTES, type FileSystemFacts } from './superblock.ts';

export type Facts = { [K in keyof FileSystemFacts]: FileSystemFacts[K] | null };

const NOTHING: Facts = { type: null, uuid: null, label: null };
/** Milliseconds the system's tool may take. */
const PATIENCE = 5000;

/** @param device as the table of mounts has it. @param path where it is mounted; null: it is not. */
export async function factsOf(device: string | null, path: string | null, platform: NodeJS.Platform = process.platform): Promise<Facts> {
  if (platform === 'linux') return device === null ? NOTHING : linuxFacts(device);
  if (path === null) return NOTHING;
  return platform === 'darwin' ? macFacts(path) : windowsFacts(path);
}

/** udev's tables are for everybody; the device itself is for root and its group. */
async function linuxFacts(device: string): Promise<Facts> {
  const read = await fromDevice(device);
  if (read !== null) return { ...read, label: read.label ?? (await linkTo(device, '/dev/disk/by-label')) };
  return { type: null, uuid: await linkTo(device, '/dev/disk/by-uuid'), label: await linkTo(device, '/dev/disk/by-label') };
}

async function fromDevice(device: string): Promise<FileSystemFacts | null> {
  try {
    await using handle = await open(device, 'r');
    const { buffer, bytesRead } = await handle.read(new Uint8Array(SUPERBLOCK_BYTES), 0, SUPERBLOCK_BYTES, 0);
    return parseSuperblock(buffer.subarray(0, bytesRead));
  } catch {
    return null; // not ours to read, or gone
  }
}

/** The name of the link in a folder that leads to the device. Special characters stand there as `\x20`. */
async function linkTo(device: string, folder: string): Promise<string | null> {
  try {
    const aim = await realpath(device);
    for (const name of await readdir(folder)) {
      if ((await realpath(join(folder, name)).catch(() => null)) === aim) return Buffer.from(name.replace(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))), 'latin1').toString('utf8');
    }
  } catch {
    return null; // no udev here
  }
  return null;
}

async function macFacts(path: string): Promise<Facts> {
  try {
    const { stdout } = await runCommand(['/usr/sbin/diskutil', 'info', '-plist', path], { signal: AbortSignal.timeout(PATIENCE) });
    return parsePlist(stdout.toString('utf8'));
  } catch {
    return NOTHING; // then it is known by its marker alone
  }
}

/** The few texts wanted of what `diskutil info -plist` prints. */
export function parsePlist(plist: string): Facts {
  const value = (key: string): string | null => new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1] || null;
  return { type: value('FilesystemType'), uuid: value('VolumeUUID'), label: value('VolumeName') };
}

/** Node gives a volume's serial number as the device of its files. */
async function windowsFacts(path: string): Promise<Facts> {
  const { dev } = await stat(path, { bigint: true }).catch(() => ({ dev: 0n }));
  return { ...NOTHING, uuid: dev === 0n ? null : dev.toString(16).toUpperCase() };
}

/** By kind: FAT has no hard links. Null: cannot be told. */
export function hasHardLinks(type: string | null): boolean | null {
  if (type === null) return null;
  if (/^(?:v?fat|exfat|msdos|fuse\.exfat)/i.test(type)) return false;
  return /^(?:ext[234]|xfs|btrfs|f2fs|zfs|jfs|reiserfs|ntfs3?|apfs|hfs)/i.test(type) ? true : null;
}

