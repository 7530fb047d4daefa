/** Where the backups of a board are to go: what follows from what was found there, and what is still wrong. Pure. */
import type { Destination } from '../../../../preload/contract/destination.ts';
import { lastingAddress, namedAddress, onDrive } from '../../../form/drive-address.ts';
import { isAbsolute } from '../../../form/folder-path.ts';
import { NEW_STORING } from '../../../form/format-model.ts';
import { placeAnswers, placeProblem, type PlaceAnswers, type PlaceAround, type PlaceFound, type PlaceProblem, type Where as PlaceWhere } from '../../../form/place/place-model.ts';
import { commandLine } from '../../../ui/command-line.ts';

/** `own`: the place for boards. `gone`: a destination that was taken off the list. A place: archives of boards are begun there unless backups lie there. */
export type Where = { kind: 'own' } | { kind: 'gone'; name: string } | PlaceWhere;

const isAddress = (text: string): boolean => isAbsolute(text) || /^[a-z][a-z0-9+.-]+:/i.test(text);

/** @param destination as a board keeps it: what is neither listed nor an address was a name. */
export function whereOf(destination: string | null, destinations: readonly Pick<Destination, 'name'>[]): Where {
  if (destination === null) return { kind: 'own' };
  if (destinations.some(({ name }) => name === destination)) return { kind: 'saved', name: destination };
  return isAddress(destination) ? { kind: 'place', address: destination, volume: null, asIs: true } : { kind: 'gone', name: destination };
}

export type TargetProblem = 'gone' | PlaceProblem;

export interface Target {
  /** Null: it can be gone on with. */
  problem: TargetProblem | null;
  /** Null: there is nothing to be looked at. */
  place: PlaceAnswers | null;
  /** Archives of boards are begun there. */
  makes: boolean;
  /** As the board keeps it, drives that become known by it aside; null: the place for boards. */
  destination: string | null;
  /** For a terminal. */
  commanded: string | null;
  /** As people read it; null: the place for boards. */
  shown: string | null;
}

/** What a place of boards is made with, where one is made; of ways of storing it can go wherever archives can. */
const STORING = { ...NEW_STORING, format: 'archive', container: 'zip', compression: 'gzip' } as const;

export const placeOf = (where: Where): PlaceWhere | null => (where.kind === 'saved' || where.kind === 'place' ? where : null);

/** What only its backup can find out, or a name that is not given, is no obstacle. */
const PASSED: readonly (PlaceProblem | null)[] = ['bad-name', 'name-taken'];
const PASSED_IF_KEPT: readonly (PlaceProblem | null)[] = [...PASSED, 'looking', 'away', 'unreachable'];

/** @param kept where it goes by now, when that is what is chosen: it may be away at this moment. Null: it is chosen anew. */
export function targetOf(where: Where, kept: string | null, found: PlaceFound, around: PlaceAround): Target {
  const chosen = placeOf(where);
  if (chosen === null) return { problem: where.kind === 'gone' ? 'gone' : null, place: null, makes: false, destination: null, commanded: null, shown: where.kind === 'gone' ? where.name : null };
  const place = placeAnswers({ where: chosen, placeName: null, storing: STORING }, chosen, found, around);
  const isRemote = found.place !== null && found.place.kind !== 'local';
  const makes = place.makes && !isRemote && found.place !== null;
  const wrong = placeProblem(place, found, around);
  const passed = (kept === null ? PASSED : PASSED_IF_KEPT).includes(wrong) || (kept !== null && isRemote && wrong === 'format');
  const address = place.address ?? (chosen.kind === 'place' ? chosen.address : '');
  const named = place.saved || chosen.kind === 'saved' ? place.placeName : null;
  const destination = kept ?? named ?? lastingAddress(address, around.drives.filter(({ state }) => state === 'known'));
  const { adopts } = place;
  return {
    problem: passed ? null : wrong, place, makes, destination, shown: named ?? namedAddress(address, around.drives),
    commanded: adopts?.path != null ? onDrive(adopts.name, adopts.path, address) : destination,
  };
}

/** What is done before the board can be protected to it, for a terminal. */
export const targetCommands = ({ place, makes }: Target): string[] => [
  ...(place?.adopts?.path == null ? [] : [commandLine('drive', 'adopt', place.adopts.path)]),
  ...(makes && place?.address != null ? [commandLine('init', '--format', 'archive', '--container', 'blb', place.address)] : []),
];
