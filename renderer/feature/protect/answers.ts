/** The answers as they stand: what was chosen, what is preselected where nothing was, and what is still wrong with each step. */
import type { Destination, Place } from '../../../preload/contract/destination.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import type { Excludes } from '../../../preload/contract/folder-spec.ts';
import type { ExcludeSuggestion, Landmark, Measure } from '../../../preload/contract/source-procedures.ts';
import { NO_EXCLUDES, usualExcludes } from '../../form/exclude-model.ts';
import { driveOf, lastingAddress, partsOf } from '../../form/drive-address.ts';
import { nameOf, outermost } from '../../form/folder-path.ts';
import { AS_VAULT, formatAt, formatProblem, isSealed, type Storing } from '../../form/format-model.ts';
import { passwordProblem } from '../../form/new-password-model.ts';
import { offeredPlaces, onlyPlace } from './offered.ts';
import { suggestedPlaceName } from './place-name.ts';
import { STEPS, type Step, type Where, type WizardState } from './wizard-state.ts';

/** What is known about this machine and the chosen place; null: not known (yet). */
export interface Known {
  landmarks: { folders: Landmark[]; landmarks: Landmark[]; excludes: ExcludeSuggestion[] } | null;
  destinations: readonly Destination[];
  /** As they come and go. */
  drives: readonly Drive[];
  planNames: readonly string[];
  /** The place that would be used. */
  place: Place | null;
  /** Why it could not be looked at. */
  placeError: boolean;
  /** Whether the backups that lie there open; null: it is being tried. */
  opens: boolean | null;
  measure: Measure | null;
  /** The place that is always there, and what it is called. */
  here: { address: string; name: string } | null;
  /** For the plan's name. */
  listNames: (names: readonly string[]) => string;
}

export interface Answers {
  where: Where | null;
  /** As ticked. */
  ticked: string[];
  /** As they will be backed up: none lies in another one. */
  folders: string[];
  excludes: Excludes;
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
  name: string;
  /** Where it is carried on to, as long as that place is there to be chosen. */
  carryTo: string | null;
  bytes: number | null;
  /** Whether `bytes` is final. */
  counted: boolean;
}

export function answersOf(state: WizardState, known: Known): Answers {
  const ticked = state.folders ?? known.landmarks?.folders.map(({ path }) => path) ?? [];
  const folders = outermost(ticked);
  const where = state.where ?? preselected(known);
  const saved = where?.kind === 'saved' ? known.destinations.find(({ name }) => name === where.name) : savedAt(known);
  const makes = saved === undefined && where?.kind === 'place' && formatAt(known.place?.state ?? '') === null;
  const address = known.place?.address ?? saved?.address ?? null;
  return {
    where, ticked, folders, address, makes, saved: saved !== undefined,
    storing: storingOf(state, known, makes ? null : (formatAt(known.place?.state ?? '') ?? saved?.format ?? null)), adopts: makes || saved === undefined ? adoptedFor(known) : null,
    excludes: state.excludes ?? (known.landmarks === null ? NO_EXCLUDES : usualExcludes(known.landmarks.excludes)),
    placeName: saved?.name ?? (where?.kind === 'saved' ? where.name : (state.placeName ?? suggestedPlaceName(address ?? '', volumesOf(known), known.destinations.map(({ name }) => name), known.here))),
    carryTo: carriedTo(state, known, where),
    name: state.name ?? unused(known.listNames(folders.map(nameOf)).slice(0, 70), known.planNames),
    bytes: known.measure?.kept.bytes ?? null, counted: known.measure?.done === true,
  };
}

/** Every other place that is set up. */
export const carryPlaces = ({ destinations }: Known, where: Where | null): string[] => destinations.map(({ name }) => name).filter((name) => !(where?.kind === 'saved' && where.name === name));

const carriedTo = ({ carryTo }: WizardState, known: Known, where: Where | null): string | null => (carryTo !== null && carryPlaces(known, where).includes(carryTo) ? carryTo : null);

/** With the names the drives have; they go before what the system calls them. */
const volumesOf = ({ drives, landmarks }: Known): Pick<Landmark, 'kind' | 'name' | 'path'>[] => [
  ...drives.flatMap(({ name, path }) => (path === null ? [] : [{ kind: 'volume' as const, name, path }])), ...(landmarks?.landmarks ?? []),
];

/** A folder on an adopted drive is saved under the drive. */
const savedAt = ({ destinations, place, drives }: Known): Destination | undefined =>
  place === null ? undefined : destinations.find(({ address }) => address === place.address || address === lastingAddress(place.address, drives.filter(({ state }) => state === 'known')));

/** @param there how the backups that are there already are stored; null: there are none. */
function storingOf({ format, container, encrypted }: WizardState, known: Known, there: Storing['format'] | null): Storing {
  if (there !== null) return { format: there, container: 'tar', encrypted: known.opens !== true };
  return format === null ? AS_VAULT : { format, container, encrypted };
}

function adoptedFor({ place, drives }: Known): Drive | null {
  const drive = place === null ? null : driveOf(place.address, drives);
  return drive !== null && (drive.state === 'new' || drive.state === 'ignored') ? drive : null;
}

/** What there is only one of, and what was chosen before. The disk that somebody's files are on is never preselected. */
function preselected({ destinations, landmarks, drives }: Known): Where | null {
  const saved = destinations.find(({ isDefault }) => isDefault) ?? destinations[0];
  if (saved !== undefined) return { kind: 'saved', name: saved.name };
  const own = [...(landmarks?.folders ?? []), ...(landmarks?.landmarks.filter(({ kind }) => kind === 'home') ?? [])].map(({ path }) => path);
  return landmarks === null ? null : onlyPlace(offeredPlaces(drives, landmarks.landmarks), own);
}

function unused(name: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((other) => other.toLowerCase()));
  const free = [name, ...Array.from({ length: 99 }, (_, index) => `${name} ${index + 2}`)].find((candidate) => !lower.has(candidate.toLowerCase()));
  return free ?? name;
}

/** What is there already needs no new password, and what is not encrypted none at all. */
export const stepsFor = ({ where, makes, storing }: Answers): Step[] => STEPS.filter((step) => step !== 'password' || where === null || (makes && isSealed(storing)));

export type StepProblem =
  | 'no-folders'
  | 'no-place' | 'looking' | 'away' | 'unreachable' | 'inside' | 'refused' | 'no-vault' | 'not-writable' | 'format' | 'closed' | 'bad-name' | 'name-taken'
  | 'empty' | 'weak' | 'different' | 'not-understood'
  | 'no-name' | 'plan-taken' | 'unfinished';

/** Why a step cannot be left forwards; null: it can. */
export function problemOf(step: Step, state: WizardState, known: Known): StepProblem | null {
  const answers = answersOf(state, known);
  switch (step) {
    case 'what':
      return answers.folders.length === 0 ? 'no-folders' : null;
    case 'where':
      return placeProblem(known, answers);
    case 'password':
      return answers.makes && isSealed(answers.storing) ? (passwordProblem(state.fresh) ?? (state.understood ? null : 'not-understood')) : null;
    case 'keep':
      return null;
    case 'summary':
      return summaryProblem(state, known, answers);
  }
}

/** What destinations may be called: the contract's own rule. */
export const isPlaceName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(name);

function placeProblem(known: Known, answers: Answers): StepProblem | null {
  const { where } = answers;
  if (where === null) return 'no-place';
  if (isAway(where, known)) return 'away';
  const { place, opens } = known;
  if (place === null) return known.placeError ? 'unreachable' : 'looking';
  if (place.inside !== null) return 'inside';
  if (place.refusal !== null) return 'refused';
  const local = place.kind === 'local';
  if (answers.saved && local && formatAt(place.state) === null) return 'no-vault';
  if (local && !place.writable) return 'not-writable';
  if (answers.makes && formatProblem(answers.storing.format, groundOf(known)!) !== null) return 'format';
  if (!answers.makes && opens !== true) return opens === null ? 'looking' : 'closed';
  if (answers.saved) return null;
  if (!isPlaceName(answers.placeName)) return 'bad-name';
  return known.destinations.some(({ name }) => name === answers.placeName) ? 'name-taken' : null;
}

/** The place as ways of storing see it: the drive knows best what its file system can do. Null: not known (yet). */
export function groundOf({ place, drives }: Pick<Known, 'place' | 'drives'>): Place | null {
  if (place === null) return null;
  const hardLinks = driveOf(place.address, drives)?.hardLinks ?? null;
  return hardLinks === null ? place : { ...place, links: hardLinks };
}

/** The drive that was chosen is not there: its path now means another disk. */
function isAway(where: Where, { landmarks, drives, destinations }: Known): boolean {
  if (where.kind === 'saved') {
    const drive = driveNamed(destinations.find(({ name }) => name === where.name)?.address ?? '', drives);
    return drive !== null && drive.path === null;
  }
  return where.volume !== null && landmarks !== null && ![...landmarks.landmarks, ...drives].some(({ path }) => path === where.volume);
}

const driveNamed = (address: string, drives: readonly Drive[]): Drive | null => (partsOf(address) === null ? null : driveOf(address, drives));

function summaryProblem(state: WizardState, known: Known, answers: Answers): StepProblem | null {
  const name = answers.name.trim();
  if (name === '' || name.length > 80) return 'no-name';
  if (state.planId === null && known.planNames.some((other) => other.toLowerCase() === name.toLowerCase())) return 'plan-taken';
  return firstUnfinished(state, known) === null ? null : 'unfinished';
}

/** The first step before the summary that needs an answer. */
export const firstUnfinished = (state: WizardState, known: Known): Step | null =>
  stepsFor(answersOf(state, known)).find((step) => step !== 'summary' && problemOf(step, state, known) !== null) ?? null;

/** Whether a step waits only for what is being looked at right now: it then settles by itself. */
export function isLooking(step: Step, state: WizardState, known: Known): boolean {
  const at = step === 'summary' && problemOf(step, state, known) === 'unfinished' ? firstUnfinished(state, known) : step;
  return at !== null && problemOf(at, state, known) === 'looking';
}

/** Seconds a first backup takes at least at a speed that most machines and drives reach; null: not known. */
const FIRST_BACKUP_SPEED = 100_000_000;
export const estimateOf = ({ bytes, counted }: Answers): number | null => (bytes === null || !counted ? null : bytes / FIRST_BACKUP_SPEED);
