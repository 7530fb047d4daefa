/** The answers as they stand: what was chosen, what is preselected where nothing was, and what is still wrong with each step. */
import type { Excludes } from '../../../preload/contract/folder-spec.ts';
import type { ExcludeSuggestion, Landmark, Measure } from '../../../preload/contract/source-procedures.ts';
import { NO_EXCLUDES, usualExcludes } from '../../form/exclude-model.ts';
import { lies, nameOf, outermost } from '../../form/folder-path.ts';
import { isSealed } from '../../form/format-model.ts';
import { passwordProblem, type PasswordProblem } from '../../form/new-password-model.ts';
import { offeredPlaces, onlyPlace } from '../../form/place/offered.ts';
import { placeAnswers, placeProblem, type PlaceAnswers, type PlaceAround, type PlaceFound, type PlaceProblem, type Where } from '../../form/place/place-model.ts';
import { STEPS, type Step, type WizardState } from './wizard-state.ts';

/** What is known about this machine and the chosen places; null: not known (yet). What was found is of the first place. */
export interface Known extends PlaceAround, PlaceFound {
  landmarks: { folders: Landmark[]; landmarks: Landmark[]; excludes: ExcludeSuggestion[] } | null;
  planNames: readonly string[];
  second: PlaceFound;
  measure: Measure | null;
  /** For the plan's name. */
  listNames: (names: readonly string[]) => string;
}

/** The first place, and what else was answered. */
export interface Answers extends PlaceAnswers {
  /** As ticked. */
  ticked: string[];
  /** As they will be backed up: none lies in another one. */
  folders: string[];
  excludes: Excludes;
  name: string;
  /** Where it is carried on to; null: nowhere. */
  second: PlaceAnswers | null;
  bytes: number | null;
  /** Whether `bytes` is final. */
  counted: boolean;
}

export function answersOf(state: WizardState, known: Known): Answers {
  const ticked = state.folders ?? known.landmarks?.folders.map(({ path }) => path) ?? [];
  const folders = outermost(ticked);
  const first = placeAnswers(state, state.where ?? preselected(known), known, known);
  const second = state.carries ? placeAnswers(state.second, state.second.where ?? onlyOther(first, known), known.second, known, [first.placeName]) : null;
  return {
    ...first, second, ticked, folders,
    excludes: state.excludes ?? (known.landmarks === null ? NO_EXCLUDES : usualExcludes(known.landmarks.excludes)),
    name: state.name ?? unused(known.listNames(folders.map(nameOf)).slice(0, 70), known.planNames),
    bytes: known.measure?.kept.bytes ?? null, counted: known.measure?.done === true,
  };
}

/** What there is only one of, and what was chosen before. The disk that somebody's files are on is never preselected. */
function preselected({ destinations, landmarks, drives }: Known): Where | null {
  const saved = destinations.find(({ isDefault }) => isDefault) ?? destinations[0];
  if (saved !== undefined) return { kind: 'saved', name: saved.name };
  return landmarks === null ? null : onlyPlace(offeredPlaces(drives, landmarks.landmarks), ownFolders(landmarks));
}

/** The only drive or volume that the first place does not lie on. */
function onlyOther({ address }: PlaceAnswers, { landmarks, drives }: Known): Where | null {
  if (landmarks === null || address === null) return null;
  return onlyPlace(offeredPlaces(drives, landmarks.landmarks).filter(({ path }) => path === null || !lies(address, path)), ownFolders(landmarks));
}

const ownFolders = ({ folders, landmarks }: NonNullable<Known['landmarks']>): string[] => [...folders, ...landmarks.filter(({ kind }) => kind === 'home')].map(({ path }) => path);

function unused(name: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((other) => other.toLowerCase()));
  const free = [name, ...Array.from({ length: 99 }, (_, index) => `${name} ${index + 2}`)].find((candidate) => !lower.has(candidate.toLowerCase()));
  return free ?? name;
}

/** The places that are made and open with the new password only, in their order. */
export const sealedPlaces = (answers: Answers): PlaceAnswers[] => [answers, ...(answers.second === null ? [] : [answers.second])].filter(({ makes, storing }) => makes && isSealed(storing));

/** What is there already needs no new password, and what is not encrypted none at all. */
export const stepsFor = (answers: Answers): Step[] =>
  STEPS.filter((step) => (step === 'second' ? answers.second !== null : step !== 'password' || answers.where === null || sealedPlaces(answers).length > 0));

export type StepProblem = 'no-folders' | PlaceProblem | PasswordProblem | 'not-understood' | 'no-name' | 'plan-taken' | 'unfinished';

/** Why a step cannot be left forwards; null: it can. */
export function problemOf(step: Step, state: WizardState, known: Known): StepProblem | null {
  const answers = answersOf(state, known);
  switch (step) {
    case 'what':
      return answers.folders.length === 0 ? 'no-folders' : null;
    case 'where':
      return placeProblem(answers, known, known);
    case 'second':
      return answers.second === null ? null : placeProblem(answers.second, known.second, known, answers);
    case 'password':
      return sealedPlaces(answers).length > 0 ? (passwordProblem(state.fresh) ?? (state.understood ? null : 'not-understood')) : null;
    case 'keep':
      return null;
    case 'summary':
      return summaryProblem(state, known, answers);
  }
}

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

/** Two vaults cut alike, so that what is carried from the first to a new second one is stored once. Name of the first; null: nothing is to be taken over. */
export const cutAsOf = ({ placeName, storing, second }: Pick<Answers, 'placeName' | 'storing' | 'second'>): string | null =>
  second?.makes === true && storing.format === 'vault' && second.storing.format === 'vault' ? placeName : null;

/** The drive that becomes known by the second place; null: none, or it does by the first one. */
export const adoptedBySecond = ({ adopts, second }: Pick<Answers, 'adopts' | 'second'>): PlaceAnswers['adopts'] => (second?.adopts == null || second.adopts.key === adopts?.key ? null : second.adopts);
