/** What was found at the chosen place: whether it will do, what speaks against it, and what is needed to go on. */
import { Checkbox } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import type { Place } from '../../../preload/contract/destination.ts';
import { formatAt } from '../../form/format-model.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { useDelayed } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SHAPES } from '../../ui/state-mark.tsx';
import { problemOf } from './answers.ts';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';
import { VaultPassword } from './vault-password.tsx';

function Line({ state, children }: { state: 'safe' | 'attention' | 'failed'; children: ReactNode }): JSX.Element {
  return <li className={classes.finding} data-state={state}><span aria-hidden="true">{SHAPES[state]}</span><span>{children}</span></li>;
}

/** Below a list of places the verdict may lie outside the window: it is what the person waits for. */
const intoView = (box: HTMLElement | null): void => box?.scrollIntoView({ block: 'nearest' });

export function PlaceVerdict(props: StepProps): JSX.Element | null {
  const { t } = useText();
  const { state, dispatch, known, answers, chosenPlace, placeError, opening, openingError } = props;
  const { where } = answers;
  if (where === null) return null;
  if (placeError !== null) return <Problem error={placeError} />;
  const { place } = known;
  const problem = problemOf('where', state, known);
  if (problem === 'away') return <div role="status"><ul className={classes.verdict}><Line state="failed">{t.protect.problem.away}</Line></ul></div>;
  if (place === null) return <Looking />;
  const own = where.kind === 'place' ? (chosenPlace?.suggestion ?? null) : null;
  return (
    <div className={classes.verdictBox} ref={intoView} key={place.address}>
      <div role="status">
        <ul className={classes.verdict}>
          {place.inside !== null && <Line state="failed">{t.protect.where.inside(visible(place.address), visible(place.inside))}</Line>}
          {place.inside === null && place.refusal !== null && <Line state="failed">{visible(place.refusal)}</Line>}
          {problem === 'not-writable' && <Line state="failed">{t.protect.where.readOnly}</Line>}
          {problem === 'no-vault' && <Line state="failed">{t.protect.where.forgotten} {t.protect.problem['no-vault']}</Line>}
          {place.inside === null && place.sameDisk === true && <Line state="attention">{t.protect.where.sameDisk}</Line>}
          {place.inside === null && <Room place={place} needed={answers.bytes} />}
          {answers.adopts !== null && place.inside === null && place.refusal === null && <Line state="safe">{t.protect.where.adopts(visible(answers.adopts.name))}</Line>}
          {formatAt(place.state) !== null && opening !== null && (opening.opens
            ? <Line state="safe">{t.protect.where.there[formatAt(place.state)!]} {t.protect.where.vaultOpen(t.common.versions(String(opening.snapshots), opening.snapshots))}</Line>
            : <Line state="attention">{t.protect.where.there[formatAt(place.state)!]} {t.protect.where.vaultClosed}</Line>)}
        </ul>
      </div>
      {openingError !== null && <Problem error={openingError} />}
      {problem === 'closed' && <VaultPassword address={place.address} />}
      {own !== null && where.kind === 'place' && place.inside === null && (
        <div className={classes.own}>
          {!where.asIs && <p>{t.protect.where.ownFolder(visible(own))}</p>}
          <Checkbox label={t.protect.where.asIs} checked={where.asIs} onChange={({ currentTarget }) => dispatch({ type: 'answer', change: { where: { ...where, asIs: currentTarget.checked } } })} />
        </div>
      )}
    </div>
  );
}

function Room({ place, needed }: { place: Place; needed: number | null }): JSX.Element | null {
  const { t, f } = useText();
  const { freeBytes } = place;
  if (freeBytes === null) return null;
  if (needed === null || formatAt(place.state) !== null) return <Line state="safe">{t.protect.where.roomUnknown(f.bytes(freeBytes))}</Line>;
  return needed > freeBytes ? <Line state="attention">{t.protect.where.tight(f.bytes(freeBytes), f.bytes(needed))}</Line> : <Line state="safe">{t.protect.where.room(f.bytes(freeBytes), f.bytes(needed))}</Line>;
}

function Looking(): JSX.Element {
  const { t } = useText();
  const shown = useDelayed();
  return <p role="status" className={classes.looking}>{shown && t.protect.where.looking}</p>;
}
