/** How long versions stay, and the picture of the days that do. */
import { Select } from '@mantine/core';
import type { JSX } from 'react';
import { KeepCalendar } from '../../form/keep-calendar.tsx';
import { RetentionEditor } from '../../form/retention-editor.tsx';
import { useText } from '../../text/language.tsx';
import { carryPlaces } from './answers.ts';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';

export function KeepStep({ state, dispatch, answers, known }: StepProps): JSX.Element {
  const { t } = useText();
  const places = carryPlaces(known, answers.where);
  return (
    <>
      <RetentionEditor policy={state.policy} onChange={(policy) => dispatch({ type: 'answer', change: { policy } })} />
      <KeepCalendar policy={state.policy} />
      <p className="quiet">{t.protect.keep.note}</p>
      {places.length > 0 && (
        <Select
          className={classes.carry} label={t.protect.keep.carry} description={t.protect.keep.carryWhy} placeholder={t.protect.keep.carryNone} clearable data={places} value={answers.carryTo}
          onChange={(carryTo) => dispatch({ type: 'answer', change: { carryTo } })}
        />
      )}
    </>
  );
}
