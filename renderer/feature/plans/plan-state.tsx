/** How a plan stands, in one line: running, never, failed, away, or when it last succeeded. */
import type { JSX } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark, stateOf, type State } from '../../ui/state-mark.tsx';
import classes from './plans.module.css';

export function PlanState({ status }: { status: PlanStatus }): JSX.Element {
  const { t, f } = useText();
  const { running, lastRun, lastSuccessAt, destinations, missing } = status;
  const notes = [...missing.map((path) => t.plans.missing(visible(path))), ...destinations.filter(({ available }) => available === false).map(({ name }) => t.plans.away(visible(name)))];
  const failed = lastRun?.outcome === 'failed' || lastRun?.outcome === 'interrupted';
  const state: State = running !== null ? 'busy' : lastRun?.outcome == null ? 'none' : stateOf[lastRun.outcome];
  return (
    <div className={classes.state}>
      <StateMark state={state} label={running !== null ? t.plans.running : lastSuccessAt === null ? t.plans.never : t.plans.last(f.when(lastSuccessAt))} />
      {running === null && failed && lastRun !== null && <StateMark state="failed" label={t.plans.failedSince(f.when(lastRun.endedAt ?? lastRun.startedAt))} />}
      {notes.map((note) => <StateMark key={note} state="attention" label={note} />)}
    </div>
  );
}
