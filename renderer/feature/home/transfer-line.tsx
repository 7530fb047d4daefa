/** One place that a plan's backups are carried on to: is it there, what reached it last, and what waits. */
import type { JSX } from 'react';
import type { TransferStatus } from '../../../preload/contract/plan.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark, type State } from '../../ui/state-mark.tsx';
import classes from './home.module.css';

export function TransferLine({ transfer: { to, available, lastSuccessAt, waitingSince, overdue } }: { transfer: TransferStatus }): JSX.Element {
  const { t, f } = useText();
  const state: State = overdue ? 'attention' : waitingSince === null && lastSuccessAt !== null ? 'safe' : 'none';
  const word = available === null ? t.home.unsure : available ? t.home.present : t.home.gone;
  const last = lastSuccessAt === null ? t.home.transferNone : t.home.transferDone(f.when(lastSuccessAt));
  return (
    <li className={classes.destination}>
      <StateMark state={state} label={word} bare={available !== false} />
      <span className={classes.place}><span aria-hidden="true">↳ </span>{visible(to)}</span>
      <span className={overdue ? classes.late : 'quiet'}>{last}{waitingSince !== null && ` · ${t.home.transferWaits(f.when(waitingSince))}`}</span>
    </li>
  );
}
