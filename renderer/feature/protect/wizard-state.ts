/** What somebody has answered so far, as one value; everything the wizard shows is derived from it and from what is known about this machine. */
import type { Excludes } from '../../../preload/contract/folder-spec.ts';
import type { RetentionPolicy } from '../../../preload/contract/retention.ts';
import { NO_PASSWORD, type NewPassword } from '../../form/new-password-model.ts';
import { isPlaceChoice, NO_PLACE, type PlaceChoice } from '../../form/place/place-model.ts';
import { PRESETS } from '../../form/retention-model.ts';
import type { KeptKit } from '../kit/kit.ts';

export const STEPS = ['what', 'where', 'second', 'password', 'keep', 'summary'] as const;
export type Step = (typeof STEPS)[number];

/** Its own choice is the first place, which the backup goes to. */
export interface WizardState extends PlaceChoice {
  step: Step;
  /** Index of the furthest step that was reached: up to it the steps can be gone to directly. */
  reached: number;
  /** Null: what is usual on this machine. */
  folders: string[] | null;
  /** Folders of own choosing: listed even when they are not ticked. */
  added: string[];
  /** Null: what most people leave out. */
  excludes: Excludes | null;
  /** Whether a copy is carried on from there to a second place. */
  carries: boolean;
  second: PlaceChoice;
  policy: RetentionPolicy | null;
  remindAfterDays: number;
  /** Name of the plan; null: made from the folders. */
  name: string | null;
  /** Of an attempt that saved the plan and could not start it. */
  planId: string | null;
  /** Memory only. */
  fresh: NewPassword;
  understood: boolean;
  /** What a kit was kept for: of use for the same password and places only. Null: none was kept. */
  keptFor: KeptKit | null;
}

export const BEGINNING: WizardState = {
  ...NO_PLACE, step: 'what', reached: 0, folders: null, added: [], excludes: null, carries: false, second: NO_PLACE, policy: PRESETS.year, remindAfterDays: 7, name: null, planId: null,
  fresh: NO_PASSWORD, understood: false, keptFor: null,
};

export type WizardAction =
  | { type: 'answer'; change: Partial<Omit<WizardState, 'step' | 'reached' | 'fresh'>> }
  | { type: 'password'; change: Partial<NewPassword> }
  | { type: 'go'; step: Step }
  | { type: 'resume'; draft: WizardDraft }
  | { type: 'restart' };

export function wizardReducer(state: WizardState, action: WizardAction): WizardState {
  switch (action.type) {
    case 'answer':
      return { ...state, ...action.change };
    case 'password':
      return { ...state, fresh: { ...state.fresh, ...action.change } };
    case 'go':
      return { ...state, step: action.step, reached: Math.max(state.reached, STEPS.indexOf(action.step)) };
    case 'resume':
      return { ...BEGINNING, ...action.draft };
    case 'restart':
      return BEGINNING;
  }
}

/** What is kept for the next time. */
export type WizardDraft = Omit<WizardState, 'fresh' | 'understood' | 'keptFor'>;

const VERSION = 2;

/** Null: nothing was answered that would be worth keeping. */
export function draftOf({ fresh: _fresh, understood: _understood, keptFor: _kept, ...answers }: WizardState): Record<string, unknown> | null {
  const begun = answers.reached > 0 || answers.folders !== null || answers.excludes !== null || answers.where !== null;
  return begun ? { wizard: VERSION, answers } : null;
}

const texts = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null: no draft, or one of another form: the questions are asked again. */
export function readDraft(kept: Record<string, unknown> | null): WizardDraft | null {
  if (kept === null || kept['wizard'] !== VERSION || !isObject(kept['answers'])) return null;
  const { fresh: _fresh, understood: _understood, keptFor: _kept, ...beginning } = BEGINNING;
  const answers = { ...beginning, ...(kept['answers'] as Partial<WizardDraft>) };
  const step = STEPS.includes(answers.step) ? answers.step : 'what';
  const sound = (answers.folders === null || texts(answers.folders)) && texts(answers.added) && (answers.excludes === null || isObject(answers.excludes)) && isPlaceChoice(answers) && typeof answers.carries === 'boolean' && isPlaceChoice(answers.second)
    && (answers.policy === null || isObject(answers.policy)) && Number.isInteger(answers.remindAfterDays) && Number.isInteger(answers.reached);
  return sound ? { ...answers, step } : null;
}
