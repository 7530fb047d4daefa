/** Which of the drives that are plugged in is which: known, new, a copy of another, or one nobody wants to be asked about. Pure. */
import type { DriveState } from '../../preload/contract/drive.ts';
import type { DriveSettings, IgnoredDrive } from '../../preload/contract/drive-settings.ts';
import type { Connected } from './system.ts';

export interface Recognised {
  /** As in the contract. */
  key: string;
  state: DriveState;
  /** Null: away. */
  here: Connected | null;
  /** Null: not adopted on this machine, or not certain to be this one. */
  known: DriveSettings | null;
}

/** Connected ones in their order, then those that are away. */
export function recognise(drives: readonly Connected[], known: readonly DriveSettings[], ignored: readonly IgnoredDrive[]): Recognised[] {
  const here = drives.map((drive): Recognised => {
    const asleep = drive.paths.length === 0 ? known.find(({ fileSystemUuid }) => fileSystemUuid !== null && fileSystemUuid === drive.fileSystemUuid) : undefined;
    if (asleep !== undefined) return { state: 'away', here: drive, known: asleep, key: asleep.id }; // plugged in, not mounted
    const own = known.find(({ id }) => id === drive.marker?.id) ?? null;
    const state = stateOf(drive, own, drives, ignored);
    return { state, here: drive, known: state === 'known' ? own : null, key: state === 'known' && own !== null ? own.id : keyOf(drive) };
  });
  const away = known.filter(({ id }) => !here.some((one) => one.known?.id === id));
  return [...here, ...away.map((own): Recognised => ({ key: own.id, state: 'away', here: null, known: own }))];
}

const keyOf = ({ device, paths: [path = 'unknown'] }: Connected): string => device ?? path;

function stateOf(drive: Connected, own: DriveSettings | null, all: readonly Connected[], ignored: readonly IgnoredDrive[]): DriveState {
  const { marker } = drive;
  if (marker === null) return ignored.some(({ mark }) => mark === markOf(drive)) ? 'ignored' : 'new';
  if (all.filter((other) => other.marker?.id === marker.id).length > 1) return 'cloned'; // one of them is the copy, and which one nobody can tell
  const expected = own?.fileSystemUuid ?? marker.fileSystemUuid;
  if (expected !== null && drive.fileSystemUuid !== null && expected !== drive.fileSystemUuid) return 'cloned';
  return own === null ? 'new' : 'known';
}

/** By which a drive without a marker is known again. */
export const markOf = ({ fileSystemUuid, description, totalBytes, label }: Connected): string => fileSystemUuid ?? `${description ?? ''} ${label ?? ''} ${totalBytes ?? ''}`.trim();

/** What to call a drive. */
export const nameOf = ({ known, here }: Pick<Recognised, 'known' | 'here'>): string =>
  known?.name ?? here?.marker?.name ?? here?.label ?? (here?.description || null) ?? lastName(here?.paths[0]) ?? here?.device ?? 'Drive';

const lastName = (path: string | undefined): string | undefined => path?.split(/[\\/]/).filter((part) => part !== '').at(-1);
