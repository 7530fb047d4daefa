/** How long versions stay, and the picture of the days that do. */
import type { JSX } from 'react';
import { KeepCalendar } from '../../form/keep-calendar.tsx';
import { RetentionEditor } from '../../form/retention-editor.tsx';
import { useText } from '../../text/language.tsx';
import type { StepProps } from './step-props.ts';

export function KeepStep({ state, dispatch, answers }: StepProps): JSX.Element {
  const { t } = useText();
  return (
    <>
      <RetentionEditor policy={state.policy} onChange={(policy) => dispatch({ type: 'answer', change: { policy } })} />
      <KeepCalendar policy={state.policy} />
      <p className="quiet">{t.protect.keep.note} {answers.second !== null && t.protect.keep.second}</p>
    </>
  );
}
