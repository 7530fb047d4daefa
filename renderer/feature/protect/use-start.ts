/** The last button: makes what is missing, saves the plan, starts the first backup, and goes where it can be watched. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PlanInput } from '../../../preload/contract/plan.ts';
import { client } from '../../client.ts';
import { lastingAddress } from '../../form/drive-address.ts';
import { chosenPassword } from '../../form/new-password-model.ts';
import { effectivePolicy } from '../../form/retention-model.ts';
import type { NewPlace } from '../../form/place/make-place.ts';
import { asMade, type PlaceAnswers } from '../../form/place/place-model.ts';
import { newTransfer } from '../../form/transfers.ts';
import { adoptedBySecond, cutAsOf, type Answers, type Known } from './answers.ts';
import { start, type StartStage } from './start.ts';
import type { Surroundings } from './use-known.ts';
import type { WizardAction, WizardState } from './wizard-state.ts';

export interface Starting {
  start: () => void;
  /** Null: nothing is under way. */
  stage: StartStage | null;
  error: unknown;
}

const planOf = (state: WizardState, answers: Answers): PlanInput => ({
  name: answers.name.trim(), sources: [{ kind: 'folder', paths: answers.folders, excludes: answers.excludes }], destinations: [answers.placeName],
  ...(answers.second === null ? {} : { transfers: [newTransfer(answers.placeName, answers.second.placeName)] }), retention: effectivePolicy(state.policy), remindAfterDays: state.remindAfterDays,
});

const asNew = (place: PlaceAnswers, known: Known, password: string): Omit<NewPlace, 'makeDefault' | 'cutAs'> => ({
  name: place.placeName, address: place.address!, makes: place.makes, storing: place.storing, adopts: place.adopts, saved: place.saved, password,
  lasting: lastingAddress(place.address!, known.drives.filter(({ state }) => state === 'known')),
});

/** The first one becomes the default where there was none. Between two vaults everything is stored once, because both cut alike. */
function placesOf(state: WizardState, answers: Answers, known: Known): NewPlace[] {
  const password = chosenPassword(state.fresh);
  const { second } = answers;
  const first = { ...asNew(answers, known, password), makeDefault: known.destinations.length === 0 };
  if (second === null) return [first];
  return [first, { ...asNew(second, known, password), makeDefault: false, adopts: adoptedBySecond(answers), cutAs: cutAsOf(answers) ?? undefined }];
}

export function useStart(state: WizardState, { answers, known }: Surroundings, dispatch: (action: WizardAction) => void, dropDraft: () => Promise<void>): Starting {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [stage, setStage] = useState<StartStage | null>(null);
  const starting = useMutation({
    mutationFn: () => start({ places: placesOf(state, answers, known), plan: planOf(state, answers), planId: state.planId }, client, setStage, {
      made: (index) => dispatch({ type: 'answer', change: index === 0 ? asMade(answers) : { second: { ...state.second, ...asMade(answers.second!) } } }),
      saved: (planId) => dispatch({ type: 'answer', change: { planId, name: answers.name } }),
    }),
    onSuccess: async (runId) => {
      await dropDraft();
      await navigate({ to: '/runs/$runId', params: { runId } });
    },
    onSettled: async () => {
      setStage(null);
      await Promise.all(['plans', 'destinations', 'place', 'opening', 'plan-draft'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  return { start: () => void (starting.isPending || starting.mutate()), stage: starting.isPending ? (stage ?? (answers.adopts === null ? 'making' : 'adopting')) : null, error: starting.error };
}
