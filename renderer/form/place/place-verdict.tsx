/** What was found at the chosen place: whether it will do, what speaks against it, and what is needed to go on. */
import { Checkbox } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import type { Place } from '../../../preload/contract/destination.ts';
import { useText } from '../../text/language.tsx';
import { useDelayed } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SHAPES } from '../../ui/state-mark.tsx';
import { formatAt } from '../format-model.ts';
import { visible } from '../visible.ts';
import type { PlaceAnswers, PlaceProblem, Where } from './place-model.ts';
import classes from './place.module.css';
import type { PlaceLook } from './use-place.ts';
import { VaultPassword } from './vault-password.tsx';

function Line({ state, children }: { state: 'safe' | 'attention' | 'failed'; children: ReactNode }): JSX.Element {
  return <li className={classes.finding} data-state={state}><span aria-hidden="true">{SHAPES[state]}</span><span>{children}</span></li>;
}

/** Below a list of places the verdict may lie outside the window: it is what the person waits for. */
const intoView = (box: HTMLElement | null): void => box?.scrollIntoView({ block: 'nearest' });

export interface PlaceVerdictProps {
  answers: PlaceAnswers;
  look: PlaceLook;
  problem: PlaceProblem | null;
  /** Bytes that are to go there; null: not known. */
  needed: number | null;
  /** It shares a disk with the first place of the same backups. */
  besideFirst: boolean;
  /** The person may choose whether the password of what lies there is kept. */
  keepAsked: boolean;
  onChoose: (where: Where) => void;
}

export function PlaceVerdict({ answers, look, problem, needed, besideFirst, keepAsked, onChoose }: PlaceVerdictProps): JSX.Element | null {
  const { t } = useText();
  const { where } = answers;
  const { place, chosenPlace, error, openingError } = look;
  if (where === null) return null;
  if (error !== null) return <Problem error={error} />;
  if (problem === 'away') return <div role="status"><ul className={classes.verdict}><Line state="failed">{t.place.problem.away}</Line></ul></div>;
  if (place === null) return <Looking />;
  const own = where.kind === 'place' ? (chosenPlace?.suggestion ?? null) : null;
  return (
    <div className={classes.verdictBox} ref={intoView} key={place.address}>
      <div role="status"><Findings place={place} answers={answers} look={look} problem={problem} needed={needed} besideFirst={besideFirst} /></div>
      {openingError !== null && <Problem error={openingError} />}
      {problem === 'closed' && <VaultPassword address={place.address} keepAsked={keepAsked} />}
      {own !== null && where.kind === 'place' && place.inside === null && (
        <div className={classes.own}>
          {!where.asIs && <p>{t.place.ownFolder(visible(own))}</p>}
          <Checkbox label={t.place.asIs} checked={where.asIs} onChange={({ currentTarget }) => onChoose({ ...where, asIs: currentTarget.checked })} />
        </div>
      )}
    </div>
  );
}

type FindingsProps = Pick<PlaceVerdictProps, 'answers' | 'look' | 'problem' | 'needed' | 'besideFirst'> & { place: Place };

function Findings({ place, answers: { adopts, makes }, look: { opening }, problem, needed, besideFirst }: FindingsProps): JSX.Element {
  const { t } = useText();
  const there = formatAt(place.state);
  return (
    <ul className={classes.verdict}>
      {place.inside !== null && <Line state="failed">{t.place.inside(visible(place.address), visible(place.inside))}</Line>}
      {place.inside === null && place.refusal !== null && <Line state="failed">{visible(place.refusal)}</Line>}
      {problem === 'same-place' && <Line state="failed">{t.place.samePlace}</Line>}
      {problem === 'not-writable' && <Line state="failed">{t.place.readOnly}</Line>}
      {problem === 'no-vault' && <Line state="failed">{t.place.forgotten} {t.place.problem['no-vault']}</Line>}
      {place.inside === null && place.sameDisk === true && <Line state="attention">{t.place.sameDisk}</Line>}
      {besideFirst && problem !== 'same-place' && <Line state="attention">{t.place.besideFirst}</Line>}
      {place.inside === null && <Room place={place} needed={makes ? needed : null} />}
      {adopts !== null && place.inside === null && place.refusal === null && <Line state="safe">{t.place.adopts(visible(adopts.name))}</Line>}
      {there !== null && opening !== null && (opening.opens
        ? <Line state="safe">{t.place.there[there]} {t.place.vaultOpen(t.common.versions(String(opening.snapshots), opening.snapshots))}</Line>
        : <Line state="attention">{t.place.there[there]} {t.place.vaultClosed}</Line>)}
    </ul>
  );
}

function Room({ place: { freeBytes }, needed }: { place: Place; needed: number | null }): JSX.Element | null {
  const { t, f } = useText();
  if (freeBytes === null) return null;
  if (needed === null) return <Line state="safe">{t.place.roomUnknown(f.bytes(freeBytes))}</Line>;
  return needed > freeBytes ? <Line state="attention">{t.place.tight(f.bytes(freeBytes), f.bytes(needed))}</Line> : <Line state="safe">{t.place.room(f.bytes(freeBytes), f.bytes(needed))}</Line>;
}

function Looking(): JSX.Element {
  const { t } = useText();
  const shown = useDelayed();
  return <p role="status" className={classes.looking}>{shown && t.place.looking}</p>;
}
