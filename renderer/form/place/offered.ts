/** The drives and volumes a backup can go to, as they are there at this moment. */
import type { Drive } from '../../../preload/contract/drive.ts';
import type { Landmark } from '../../../preload/contract/source-procedures.ts';
import { lies } from '../folder-path.ts';
import type { Where } from './place-model.ts';

/** Why a drive cannot be chosen now. */
export type Obstacle = 'cloned' | 'unmounted' | 'read-only';

export interface Offered {
  key: string;
  name: string;
  /** Where it is mounted. */
  path: string | null;
  freeBytes: number | null;
  totalBytes: number | null;
  fileSystem: string | null;
  /** Null: a volume that is no removable drive. */
  drive: Drive | null;
  obstacle: Obstacle | null;
}

/** Drives first; then what else is mounted. A volume that is a drive's is listed once. */
export function offeredPlaces(drives: readonly Drive[], landmarks: readonly Landmark[]): Offered[] {
  const here = drives.filter(({ state }) => state !== 'away').map(ofDrive);
  const paths = new Set(here.map(({ path }) => path));
  const volumes = landmarks.filter(({ kind, path }) => kind === 'volume' && !paths.has(path));
  return [...here, ...volumes.map(({ name, path, freeBytes, totalBytes, fileSystem }): Offered => ({ key: path, name, path, freeBytes, totalBytes, fileSystem, drive: null, obstacle: null }))];
}

const ofDrive = (drive: Drive): Offered => {
  const { key, name, path, freeBytes, totalBytes, fileSystem, state, readOnly } = drive;
  return { key, name, path, freeBytes, totalBytes, fileSystem, drive, obstacle: path === null ? 'unmounted' : state === 'cloned' ? 'cloned' : readOnly ? 'read-only' : null };
};

export const placeAt = (path: string): Where => ({ kind: 'place', address: path, volume: path, asIs: false });

/** The mount point of the volume that a folder lies on; null: none of these. */
export const volumeOf = (path: string, volumes: readonly Pick<Offered, 'path'>[]): string | null =>
  volumes.flatMap((volume) => (volume.path !== null && lies(path, volume.path) ? [volume.path] : [])).toSorted((a, b) => b.length - a.length)[0] ?? null;

/** The only one there is to choose. @param own folders that are somebody's own: the disk they lie on is never preselected. */
export function onlyPlace(offered: readonly Offered[], own: readonly string[]): Where | null {
  const fit = offered.filter(({ path, drive, obstacle }) => path !== null && obstacle === null && drive?.state !== 'ignored' && !own.some((folder) => lies(folder, path)));
  return fit.length === 1 ? placeAt(fit[0]!.path!) : null;
}
