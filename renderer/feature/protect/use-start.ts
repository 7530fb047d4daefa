/** The last button: makes what is missing, saves the plan, starts the first backup, and goes where it can be watched. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PlanInput } from '../../../preload/contract/plan.ts';
import { client } from '../../client.ts';
import { lastingAddress } from '../../form/drive-address.ts';
import { chosenPassword } from '../../form/new-password-model.ts';
import { effectivePolicy } from '../../form/retention-model.ts';
import { newTransfer } from '../../form/transfers.ts';
import type { Answers } from './answers.ts';
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
  ...(answers.carryTo === null ? {} : { transfers: [newTransfer(answers.placeName, answers.carryTo)] }), retention: effectivePolicy(state.policy), remindAfterDays: state.remindAfterDays,
});

export function useStart(state: WizardState, { answers, known }: Surroundings, dispatch: (action: WizardAction) => void, dropDraft: () => Promise<void>): Starting {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [stage, setStage] = useState<StartStage | null>(null);
  const starting = useMutation({
    mutationFn: () => start({
      destination: answers.placeName, address: answers.address!, makes: answers.makes, storing: answers.storing, adopts: answers.adopts, lasting: lastingAddress(answers.address!, known.drives.filter(({ state }) => state === 'known')), password: chosenPassword(state.fresh), saved: answers.saved,
      makeDefault: known.destinations.length === 0, plan: planOf(state, answers), planId: state.planId,
    }, client, setStage, {
      made: () => answers.where?.kind === 'place' && dispatch({ type: 'answer', change: { where: { ...answers.where, address: answers.address!, asIs: true }, placeName: answers.placeName } }),
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
