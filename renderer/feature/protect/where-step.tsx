/** Where the backup goes: a kind of place, its own chooser, and what was found there. */
import { SegmentedControl, TextInput } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { PLACE_KINDS } from './place-kinds.ts';
import { isPlaceName } from './answers.ts';
import { FormatChoice } from './format-choice.tsx';
import { PlaceVerdict } from './place-verdict.tsx';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';
import type { Where } from './wizard-state.ts';

export function WhereStep(props: StepProps): JSX.Element {
  const { t } = useText();
  const { dispatch, known, answers } = props;
  const [kindId, setKindId] = useState(PLACE_KINDS[0].id);
  const { Chooser } = PLACE_KINDS.find(({ id }) => id === kindId) ?? PLACE_KINDS[0];
  const choose = (where: Where): void => dispatch({ type: 'answer', change: { where, placeName: null } });
  const named = answers.where?.kind === 'place' && known.place !== null && known.place.inside === null && known.place.refusal === null && !answers.saved;
  return (
    <>
      {PLACE_KINDS.length > 1 && <SegmentedControl aria-label={t.protect.where.kind} data={PLACE_KINDS.map(({ id, label }) => ({ value: id, label: label(t) }))} value={kindId} onChange={setKindId} />}
      <Chooser where={answers.where} known={known} onChoose={choose} />
      <PlaceVerdict {...props} />
      {named && answers.makes && <FormatChoice {...props} />}
      {named && (
        <TextInput
          className={classes.short} label={t.protect.where.name} value={answers.placeName} maxLength={64}
          error={isPlaceName(answers.placeName) ? (known.destinations.some(({ name }) => name === answers.placeName) ? t.protect.problem['name-taken'] : null) : t.protect.problem['bad-name']}
          onChange={({ currentTarget }) => dispatch({ type: 'answer', change: { placeName: currentTarget.value } })}
        />
      )}
    </>
  );
}
