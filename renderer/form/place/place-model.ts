/** A place for backups that is being chosen: what was answered, what follows from it and from what was found there, and what is still wrong. */
import type { Destination, Place } from '../../../preload/contract/destination.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import type { Landmark } from '../../../preload/contract/source-procedures.ts';
import { driveOf, lastingAddress, partsOf } from '../drive-address.ts';
import { lies } from '../folder-path.ts';
import { formatAt, formatProblem, isStoring, NEW_STORING, type Storing } from '../format-model.ts';
import { suggestedPlaceName } from './place-name.ts';

/** `volume`: the drive's mount point, when one was chosen: without the drive the same path would lie on another disk. */
export type Where = { kind: 'saved'; name: string } | { kind: 'place'; address: string; volume: string | null; asIs: boolean };

/** What somebody answered. */
export interface PlaceChoice {
  where: Where | null;
  /** Name of the new destination; null: the suggested one. */
  placeName: string | null;
  /** How a new destination stores. */
  storing: Storing;
}

export const NO_PLACE: PlaceChoice = { where: null, placeName: null, storing: NEW_STORING };

/** Whether a value that was kept can be used as a choice. */
export function isPlaceChoice(value: unknown): value is PlaceChoice {
  if (typeof value !== 'object' || value === null) return false;
  const { where, placeName, storing } = value as Partial<PlaceChoice>;
  return isWhere(where) && (placeName === null || typeof placeName === 'string') && isStoring(storing);
}

function isWhere(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  const { kind, name, address } = value as { kind?: unknown; name?: unknown; address?: unknown };
  return kind === 'saved' ? typeof name === 'string' : kind === 'place' && typeof address === 'string';
}

/** What was found where it would lie; null: not known (yet). */
export interface PlaceFound {
  place: Place | null;
  /** Why it could not be looked at. */
  placeError: boolean;
  /** Whether the backups that lie there open; null: it is being tried. */
  opens: boolean | null;
}

/** What is known of this machine. */
export interface PlaceAround {
  landmarks: { landmarks: Landmark[] } | null;
  destinations: readonly Destination[];
  /** As they come and go. */
  drives: readonly Drive[];
  /** The place that is always there, and what it is called. */
  here: { address: string; name: string } | null;
}

/** What follows. */
export interface PlaceAnswers {
  where: Where | null;
  /** Name of the destination. */
  placeName: string;
  address: string | null;
  /** Whether a destination is made there; false: there is one. */
  makes: boolean;
  /** How it stores, or is to. */
  storing: Storing;
  /** The drive that it lies on and that becomes known by it; null: none, or one that is known. */
  adopts: Drive | null;
  /** Whether the destination has its name already. */
  saved: boolean;
}

/** @param where as chosen, or preselected. @param taken names that are no longer free, besides those of destinations. */
export function placeAnswers({ storing, placeName }: PlaceChoice, where: Where | null, found: PlaceFound, around: PlaceAround, taken: readonly string[] = []): PlaceAnswers {
  const { place } = found;
  const names = [...around.destinations.map(({ name }) => name), ...taken];
  const saved = where?.kind === 'saved' ? around.destinations.find(({ name }) => name === where.name) : savedAt(place, around);
  const makes = saved === undefined && where?.kind === 'place' && formatAt(place?.state ?? '') === null;
  const address = place?.address ?? saved?.address ?? null;
  return {
    where, address, makes, saved: saved !== undefined, adopts: makes || saved === undefined ? adoptedFor(place, around) : null,
    storing: storingOf(storing, found, makes ? null : (formatAt(place?.state ?? '') ?? saved?.format ?? null)),
    placeName: saved?.name ?? (where?.kind === 'saved' ? where.name : (placeName ?? suggestedPlaceName(address ?? '', volumesOf(around), names, around.here))),
  };
}

/** A folder on an adopted drive is saved under the drive. */
const savedAt = (place: Place | null, { destinations, drives }: PlaceAround): Destination | undefined =>
  place === null ? undefined : destinations.find(({ address }) => address === place.address || address === lastingAddress(place.address, drives.filter(({ state }) => state === 'known')));

/** @param there how the backups that are there already are stored; null: there are none. */
const storingOf = (storing: Storing, { opens }: PlaceFound, there: Storing['format'] | null): Storing => (there === null ? storing : { ...NEW_STORING, format: there, encrypted: opens !== true });

/** With the names the drives have; they go before what the system calls them. */
const volumesOf = ({ drives, landmarks }: PlaceAround): Pick<Landmark, 'kind' | 'name' | 'path'>[] => [
  ...drives.flatMap(({ name, path }) => (path === null ? [] : [{ kind: 'volume' as const, name, path }])), ...(landmarks?.landmarks ?? []),
];

function adoptedFor(place: Place | null, { drives }: PlaceAround): Drive | null {
  const drive = place === null ? null : driveOf(place.address, drives);
  return drive !== null && (drive.state === 'new' || drive.state === 'ignored') ? drive : null;
}

/** What was made is from then on taken as it lies there. */
export const asMade = ({ where, address, placeName }: PlaceAnswers): Pick<PlaceChoice, 'where' | 'placeName'> =>
  where?.kind === 'place' ? { where: { ...where, address: address!, asIs: true }, placeName } : { where, placeName: null };

export type PlaceProblem = 'no-place' | 'looking' | 'away' | 'unreachable' | 'inside' | 'refused' | 'same-place' | 'no-vault' | 'not-writable' | 'format' | 'closed' | 'bad-name' | 'name-taken';

/** What destinations may be called: the contract's own rule. */
export const isPlaceName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(name);

/** Why the place cannot be used (yet); null: it can. @param other the place that the same backups go to already. */
export function placeProblem(answers: PlaceAnswers, found: PlaceFound, around: PlaceAround, other: Pick<PlaceAnswers, 'address' | 'placeName'> | null = null): PlaceProblem | null {
  const { where, storing } = answers;
  if (where === null) return 'no-place';
  if (isAway(where, around)) return 'away';
  const { place, opens } = found;
  if (place === null) return found.placeError ? 'unreachable' : 'looking';
  if (place.inside !== null) return 'inside';
  if (place.refusal !== null) return 'refused';
  if (other?.address != null && (lies(place.address, other.address) || lies(other.address, place.address))) return 'same-place';
  const local = place.kind === 'local';
  if (answers.saved && local && formatAt(place.state) === null) return 'no-vault';
  if (local && !place.writable) return 'not-writable';
  if (answers.makes && formatProblem(storing.format, groundOf(place, around.drives)) !== null) return 'format';
  if (!answers.makes && opens !== true) return opens === null ? 'looking' : 'closed';
  return answers.saved ? null : nameProblem(answers.placeName, [...around.destinations.map(({ name }) => name), ...(other === null ? [] : [other.placeName])]);
}

export const nameProblem = (name: string, taken: readonly string[]): 'bad-name' | 'name-taken' | null => (!isPlaceName(name) ? 'bad-name' : taken.includes(name) ? 'name-taken' : null);

/** The place as ways of storing see it: the drive knows best what its file system can do. */
export function groundOf(place: Place, drives: readonly Drive[]): Place {
  const hardLinks = driveOf(place.address, drives)?.hardLinks ?? null;
  return hardLinks === null ? place : { ...place, links: hardLinks };
}

/** The drive that was chosen is not there: its path now means another disk. */
function isAway(where: Where, { landmarks, drives, destinations }: PlaceAround): boolean {
  if (where.kind === 'saved') {
    const address = destinations.find(({ name }) => name === where.name)?.address ?? '';
    const drive = partsOf(address) === null ? null : driveOf(address, drives);
    return drive !== null && drive.path === null;
  }
  return where.volume !== null && landmarks !== null && ![...landmarks.landmarks, ...drives].some(({ path }) => path === where.volume);
}
