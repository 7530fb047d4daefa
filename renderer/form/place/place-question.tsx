/** Choosing a place for backups: a kind of place, its own chooser, what was found there, how it is to store, and what it is called. */
import { SegmentedControl, TextInput } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { FormatChoice } from './format-choice.tsx';
import { PLACE_KINDS } from './place-kinds.ts';
import { groundOf, nameProblem, type PlaceAnswers, type PlaceAround, type PlaceChoice, type PlaceProblem, type Where } from './place-model.ts';
import { PlaceVerdict } from './place-verdict.tsx';
import classes from './place.module.css';
import type { PlaceLook } from './use-place.ts';

export interface PlaceQuestionProps {
  choice: PlaceChoice;
  answers: PlaceAnswers;
  look: PlaceLook;
  around: PlaceAround;
  problem: PlaceProblem | null;
  /** Bytes that are to go there; null: not known. */
  needed?: number | null;
  /** It shares a disk with the first place of the same backups. */
  besideFirst?: boolean;
  /** The person may choose whether the password of what lies there is kept. */
  keepAsked?: boolean;
  /** Names of destinations that are not offered. */
  without?: readonly string[];
  /** Names that are taken besides those of destinations. */
  taken?: readonly string[];
  onChange: (change: Partial<PlaceChoice>) => void;
}

export function PlaceQuestion({ choice, answers, look, around, problem, needed = null, besideFirst = false, keepAsked = false, without = [], taken = [], onChange }: PlaceQuestionProps): JSX.Element {
  const { t } = useText();
  const [kindId, setKindId] = useState(PLACE_KINDS[0].id);
  const { Chooser } = PLACE_KINDS.find(({ id }) => id === kindId) ?? PLACE_KINDS[0];
  const { place } = look;
  const choose = (where: Where): void => onChange({ where, placeName: null });
  const named = answers.where?.kind === 'place' && place !== null && place.inside === null && place.refusal === null && problem !== 'same-place' && !answers.saved;
  const nameTrouble = nameProblem(answers.placeName, [...around.destinations.map(({ name }) => name), ...taken]);
  return (
    <>
      {PLACE_KINDS.length > 1 && <SegmentedControl aria-label={t.place.kind} data={PLACE_KINDS.map(({ id, label }) => ({ value: id, label: label(t) }))} value={kindId} onChange={setKindId} />}
      <Chooser where={answers.where} around={around} saved={around.destinations.filter(({ name }) => !without.includes(name))} onChoose={choose} />
      <PlaceVerdict answers={answers} look={look} problem={problem} needed={needed} besideFirst={besideFirst} keepAsked={keepAsked} onChoose={(where) => onChange({ where })} />
      {named && answers.makes && <FormatChoice storing={choice.storing} ground={groundOf(place, around.drives)} onChange={(storing) => onChange({ storing })} />}
      {named && (
        <TextInput
          className={classes.short} label={t.place.name} value={answers.placeName} maxLength={64} error={nameTrouble === null ? null : t.place.problem[nameTrouble]}
          onChange={({ currentTarget }) => onChange({ placeName: currentTarget.value })}
        />
      )}
    </>
  );
}
