/** Whether two folders lie on one physical disk, so that one broken disk takes both. Known on Linux through sysfs; elsewhere only for one file system. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMemory, isNetwork, mountOf, readMounts } from './mounts.ts';
import type { Mount } from './mounts.ts';

/** Where the kernel shows its devices; a test has its own. */
export interface Kernel {
  sys: string;
  mounts: readonly Mount[];
}

/** Null: cannot be told. @param a absolute, real, existing; so is b. */
export function onSameDisk(a: string, b: string, kernel: Kernel = { sys: '/sys', mounts: readMounts() }): boolean | null {
  const [first, second] = [deviceOf(a), deviceOf(b)];
  if (first === null || second === null) return null;
  if (first === second) return true;
  const [disks, others] = [disksUnder(a, first, kernel), disksUnder(b, second, kernel)];
  if (disks === null || others === null) return null;
  return disks.some((disk) => others.includes(disk));
}

function deviceOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.dev ?? null;
}

/** Names of disks, or of what stands for them; null: unknown. */
function disksUnder(path: string, device: bigint, { sys, mounts }: Kernel): string[] | null {
  const [major, minor] = numbersOf(device);
  if (major !== 0) return disksOf(sys, `${major}:${minor}`);
  // Numbers made up by the file system (btrfs, network, memory): the table of mounts knows what is beneath.
  const mount = mountOf(Buffer.from(path).toString('latin1'), mounts);
  if (mount === null) return null;
  if (isNetwork(mount)) return [`network ${mount.source}`];
  if (isMemory(mount)) return ['memory'];
  if (!mount.source.startsWith('/dev/')) return null;
  return disksOfNode(mount.source, sys);
}

/** As glibc packs them (sys/sysmacros.h). */
function numbersOf(device: bigint): [major: number, minor: number] {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return [Number(major), Number(minor)];
}

/** A partition's disk; the disks beneath an encrypted, joined or logical one. Null: unknown. @param numbers `MAJOR:MINOR`. */
export function disksOf(sys: string, numbers: string): string[] | null {
  try {
    return beneath(realpathSync(join(sys, 'dev/block', numbers)));
  } catch {
    return null; // no sysfs, or a device it does not show
  }
}

/** The same for a device by its node. @param node `/dev/sdb1`. */
export function disksOfNode(node: string, sys = '/sys'): string[] | null {
  const stats = statSync(node, { bigint: true, throwIfNoEntry: false });
  return stats?.isBlockDevice() === true ? disksOf(sys, numbersOf(stats.rdev).join(':')) : null;
}

function beneath(device: string): string[] {
  const slaves = join(device, 'slaves');
  const names = existsSync(slaves) ? readdirSync(slaves) : [];
  if (names.length > 0) return [...new Set(names.flatMap((name) => beneath(realpathSync(join(slaves, name)))))];
  return [basename(existsSync(join(device, 'partition')) ? dirname(device) : device)];
}
