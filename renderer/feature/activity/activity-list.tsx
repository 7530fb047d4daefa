/** The newest runs: how each ended, when, what it came to, and the way to it. */
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { useDestinations } from '../../client/use-basics.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { StateMark, stateOf } from '../../ui/state-mark.tsx';
import { resultLine } from '../run/describe.ts';
import { useRunTitle } from '../run/use-run-title.ts';
import classes from './activity.module.css';
import { isNews } from './news.ts';
import { useRecentRuns } from './queries.ts';

export interface ActivityListProps {
  /** What ended after it is new. */
  seen: string | null;
  /** Called when a run is opened. */
  leave: () => void;
}

export function ActivityList({ seen, leave }: ActivityListProps): JSX.Element {
  const { t } = useText();
  const recent = useRecentRuns();
  return (
    <Loaded query={recent} lines={8}>
      {(runs) => runs.length === 0 ? <Empty title={t.activity.nothing}><p>{t.activity.nothingHint}</p></Empty> : (
        <>
          <ul className={classes.list}>
            {runs.map((run) => <li key={run.id}><Item run={run} fresh={isNews(run, seen)} leave={leave} /></li>)}
          </ul>
          <p className={classes.all}><Link to="/history" onClick={leave}>{t.activity.all}</Link></p>
        </>
      )}
    </Loaded>
  );
}

function Item({ run, fresh, leave }: { run: Run; fresh: boolean; leave: () => void }): JSX.Element {
  const text = useText();
  const { t, f } = text;
  const title = useRunTitle()(run);
  const line = resultLine(run, useDestinations().data ?? [], text);
  return (
    <Link to="/runs/$runId" params={{ runId: run.id }} className={classes.item} onClick={leave}>
      <StateMark state={run.outcome === null ? 'busy' : stateOf[run.outcome]} label={run.outcome === null ? t.run.running : t.common.outcome[run.outcome]} bare />
      <span className={classes.text}>
        <span className={classes.title}>{title}{fresh && <span className={classes.new}>{t.activity.new}</span>}</span>
        {line !== '' && <span className={classes.line}>{visible(line)}</span>}
        <span className="quiet dense">{run.endedAt === null ? t.activity.runningNow : f.when(run.endedAt)}</span>
      </span>
    </Link>
  );
}
