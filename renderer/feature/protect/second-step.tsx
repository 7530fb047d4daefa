/** Where a copy is carried on to from the first place. */
import type { JSX } from 'react';
import { PlaceQuestion } from '../../form/place/place-question.tsx';
import { placeProblem } from '../../form/place/place-model.ts';
import type { StepProps } from './step-props.ts';

export function SecondStep({ state, dispatch, known, answers, second, sameDisk }: StepProps): JSX.Element | null {
  if (answers.second === null) return null;
  return (
    <PlaceQuestion
      choice={state.second} answers={answers.second} look={second} around={known} problem={placeProblem(answers.second, known.second, known, answers)} needed={answers.bytes} besideFirst={sameDisk}
      without={answers.saved ? [answers.placeName] : []} taken={[answers.placeName]} onChange={(change) => dispatch({ type: 'answer', change: { second: { ...state.second, ...change } } })}
    />
  );
}
