/** Disks and mounts put together: one place for each file system somebody could keep backups on. Pure; what is on them is looked at elsewhere. */
import { basename } from 'node:path';
import type { Device } from './devices.ts';
import { isNetwork, isVolume, type Mount } from './mounts.ts';

export interface DrivePlace {
  /** Of the file system: `/dev/sdb1`, `E:`. Null: the system does not tell. */
  device: string | null;
  /** Where it is mounted, the first one being the one that is named; empty: nowhere. */
  paths: string[];
  fileSystem: string | null;
  label: string | null;
  description: string | null;
  removable: boolean;
  readOnly: boolean;
  totalBytes: number | null;
}

/** Names of the disks a device lies on; null: unknown. */
export type DisksOf = (device: string) => readonly string[] | null;

/** Where desktops mount what people plug in; what tells when nothing else does. */
const PLUGGED = /^\/(?:run\/)?media\/|^\/Volumes\//;

/** Linux. Nothing of the system's own disks is among them. */
export function arrange(devices: readonly Device[], mounts: readonly Mount[], disksOf: DisksOf): DrivePlace[] {
  const system = systemDisks(devices, mounts, disksOf);
  const places = new Map<string, DrivePlace>();
  for (const mount of mounts) {
    const path = Buffer.from(mount.path, 'latin1').toString('utf8');
    if (!isVolume(mount) || isNetwork(mount) || !mount.source.startsWith('/dev/') || path.includes('\ufffd')) continue;
    const disks = disksOf(mount.source) ?? [];
    if (disks.some((disk) => system.has(disk))) continue;
    const place = places.get(mount.source) ?? placeOf(mount, devices.filter(({ node }) => node === mount.source || disks.includes(basename(node))));
    place.paths.push(path);
    place.removable ||= devices.length === 0 && PLUGGED.test(path);
    places.set(mount.source, place);
  }
  return [...places.values(), ...unmounted(devices, mounts, disksOf, system)];
}

/** Disks with a part the system stands on, through encryption and volume groups too. */
function systemDisks(devices: readonly Device[], mounts: readonly Mount[], disksOf: DisksOf): Set<string> {
  const own = mounts.filter(({ path }) => /^\/(?:$|boot(?:\/|$)|usr$|var$|home$|etc$)/.test(path)).flatMap(({ source }) => disksOf(source) ?? []);
  return new Set([...own, ...devices.filter(({ system, swap }) => system || swap).map(({ node }) => basename(node))]);
}

function placeOf({ source, fileSystem, readOnly }: Mount, disks: readonly Device[]): DrivePlace {
  const [disk] = disks;
  return {
    device: source, paths: [], fileSystem, readOnly, label: null, description: disk?.description || null,
    removable: disks.some(({ removable }) => removable), totalBytes: null,
  };
}

/** Plugged in, with a medium, and nothing of it mounted: the person is told that it is there. */
function unmounted(devices: readonly Device[], mounts: readonly Mount[], disksOf: DisksOf, system: ReadonlySet<string>): DrivePlace[] {
  const inUse = new Set(mounts.flatMap(({ source }) => (source.startsWith('/dev/') ? [basename(source), ...(disksOf(source) ?? [])] : [])));
  return devices
    .filter(({ node, removable, totalBytes, mounted }) => removable && totalBytes !== null && mounted.length === 0 && !system.has(basename(node)) && !inUse.has(basename(node)))
    .map(({ node, description, readOnly, totalBytes }) => ({ device: node, paths: [], fileSystem: null, label: null, description: description || null, removable: true, readOnly, totalBytes }));
}

/** macOS and Windows, where the list of disks knows the mount points. */
export function arrangeByDisks(devices: readonly Device[], volumes: readonly string[]): DrivePlace[] {
  const own = devices.filter(({ system }) => system).flatMap(({ mounted }) => mounted.map(({ path }) => path));
  return volumes.filter((path) => !own.includes(path)).map((path) => {
    const disk = devices.find(({ mounted }) => mounted.some((one) => one.path === path));
    return {
      device: disk?.node ?? null, paths: [path], fileSystem: null, label: disk?.mounted.find((one) => one.path === path)?.label || null, description: disk?.description || null,
      removable: disk?.removable ?? (devices.length === 0 && PLUGGED.test(path)), readOnly: disk?.readOnly ?? false, totalBytes: null,
    };
  });
}
