/** Where the backup goes, and whether a copy goes on from there. */
import { Checkbox } from '@mantine/core';
import type { JSX } from 'react';
import { PlaceQuestion } from '../../form/place/place-question.tsx';
import { placeProblem } from '../../form/place/place-model.ts';
import { useText } from '../../text/language.tsx';
import type { StepProps } from './step-props.ts';

export function WhereStep({ state, dispatch, known, answers, first }: StepProps): JSX.Element {
  const { t } = useText();
  return (
    <>
      <PlaceQuestion
        choice={state} answers={answers} look={first} around={known} problem={placeProblem(answers, known, known)} needed={answers.bytes}
        onChange={(change) => dispatch({ type: 'answer', change })}
      />
      <Checkbox
        checked={state.carries} label={t.protect.second.carry} description={t.protect.second.carryWhy}
        onChange={({ currentTarget }) => dispatch({ type: 'answer', change: { carries: currentTarget.checked } })}
      />
    </>
  );
}
