/** One destination of a plan: is it there, when was it written, how many versions does it hold. */
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { faultOf } from '../../client/fault.ts';
import { useText } from '../../text/language.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './home.module.css';
import { useVersionCount } from './queries.ts';

export interface DestinationLineProps {
  plan: string;
  destination: PlanStatus['destinations'][number];
  /** With others beside it, each says when it was written. */
  several: boolean;
}

export function DestinationLine({ plan, destination, several }: DestinationLineProps): JSX.Element {
  const { t, f } = useText();
  const { name, available, lastSuccessAt } = destination;
  const [state, word] = available === null ? (['none', t.home.unsure] as const) : available ? (['safe', t.home.present] as const) : (['attention', t.home.gone] as const);
  const written = lastSuccessAt === null ? t.home.unwritten : t.home.written(f.when(lastSuccessAt));
  return (
    <li className={classes.destination}>
      <StateMark state={state} label={word} bare={available !== false} />
      <span className={classes.place}>{name}</span>
      <span className="quiet">
        {several || available === false ? written : ''}
        {lastSuccessAt !== null && available !== false && <Versions plan={plan} name={name} after={several} />}
      </span>
    </li>
  );
}

function Versions({ plan, name, after }: { plan: string; name: string; after: boolean }): JSX.Element | null {
  const { t, f } = useText();
  const { data, error } = useVersionCount(plan, name, true);
  const separator = after ? ' · ' : '';
  if (data !== undefined) {
    const versions = t.common.versions(f.count(data.versions), data.versions);
    return <>{separator}{data.more ? t.home.atLeast(versions) : versions}</>;
  }
  if (error === null) return null;
  if (faultOf(error).kind !== 'wrong-password') return <>{separator}{t.home.unreadable}</>;
  return <>{separator}{t.home.closed} <Link to="/settings" search={{ section: 'destinations', destination: name }}>{t.home.enterPassword}</Link></>;
}
