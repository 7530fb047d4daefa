/** Addresses on drives: `drive:ID/folder`, wherever the drive is mounted. People read the drive's name in place of its id. */
import type { Drive } from '../../preload/contract/drive.ts';
import { lies } from './folder-path.ts';

type Known = readonly Pick<Drive, 'id' | 'name' | 'path'>[];

const ON_DRIVE = /^drive:([^/\\]+)(?:\/(.*))?$/s;

/** The drive's id or name, and the folder on it; null: it lies on no drive that is known by its marker. */
export function partsOf(address: string): { drive: string; folder: string } | null {
  const [, drive, folder = ''] = ON_DRIVE.exec(address) ?? [];
  return drive === undefined ? null : { drive, folder };
}

const written = (drive: string, folder: string): string => (folder === '' ? `drive:${drive}` : `drive:${drive}/${folder}`);

/** With the name, as the command line takes it too. */
export function namedAddress(address: string, drives: Known): string {
  const parts = partsOf(address);
  const drive = parts === null ? undefined : drives.find(({ id }) => id === parts.drive);
  return parts === null || drive === undefined ? address : written(drive.name, parts.folder);
}

/** The adopted drive that a folder lies on; an address of a drive's own names it. */
export function driveOf<D extends Pick<Drive, 'id' | 'name' | 'path'>>(address: string, drives: readonly D[]): D | null {
  const parts = partsOf(address);
  if (parts !== null) return drives.find(({ id, name }) => id === parts.drive || name === parts.drive) ?? null;
  return drives.filter(({ path }) => path !== null && lies(address, path)).toSorted((a, b) => b.path!.length - a.path!.length)[0] ?? null;
}

/** A path on an adopted drive as an address that stays right when the drive is mounted elsewhere; any other as it is. */
export function lastingAddress(address: string, drives: Known): string {
  const drive = partsOf(address) === null ? driveOf(address, drives) : null;
  return drive?.id == null ? address : onDrive(drive.id, drive.path!, address);
}

/** @param path lies in `root`, where the drive is mounted. */
export const onDrive = (id: string, root: string, path: string): string => written(id, path.slice(root.length).replaceAll('\\', '/').replace(/^\/+|\/+$/g, ''));

/** As a path, for programs that know no drives: where it is mounted now, or a path to be completed. */
export function pathNow(address: string, drives: Known): string {
  const parts = partsOf(address);
  if (parts === null) return address;
  const drive = driveOf(address, drives);
  const root = drive?.path ?? `…/${drive?.name ?? parts.drive}`;
  return parts.folder === '' ? root : root.includes('\\') ? `${root.replace(/\\$/, '')}\\${parts.folder.replaceAll('/', '\\')}` : `${root.replace(/\/$/, '')}/${parts.folder}`;
}
