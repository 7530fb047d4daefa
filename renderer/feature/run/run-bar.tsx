/** The thin bar at the bottom of every page while something runs. A line is the way to its run. */
import { Link, useRouterState } from '@tanstack/react-router';
import { memo, type JSX } from 'react';
import type { LiveRun } from '../../client/live-runs.ts';
import { useLiveRuns } from '../../client/live-runs.ts';
import { useConnection } from '../../client/use-connection.ts';
import { useText } from '../../text/language.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Meter } from './meter.tsx';
import { progressLine, shareOf } from './progress.ts';
import classes from './run-bar.module.css';
import { useRunTitle } from './use-run-title.ts';

/** Lines; the rest is a number. */
const MOST = 3;

export function RunBar(): JSX.Element | null {
  const { t, f } = useText();
  const here = useRouterState({ select: ({ location }) => location.pathname });
  const open = useConnection() === 'open';
  const runs = useLiveRuns().filter(({ run }) => here !== `/runs/${run.id}`);
  if (runs.length === 0) return null;
  const rest = runs.length - MOST;
  return (
    <section className={`${classes.bar} no-print`} aria-label={t.run.runningBar} data-stale={!open || undefined}>
      {runs.slice(0, MOST).map((live) => <Line key={live.run.id} live={live} />)}
      {rest > 0 && <Link className={classes.more} to="/history"><span aria-hidden="true">{t.run.more(f.count(rest))}</span><span className="sr-only">{t.run.moreLabel(f.count(rest), rest)}</span></Link>}
    </section>
  );
}

const Line = memo(function Line({ live: { run, progress } }: { live: LiveRun }): JSX.Element {
  const text = useText();
  const title = useRunTitle()(run);
  const share = progress === null ? null : shareOf(progress);
  return (
    <Link className={classes.line} to="/runs/$runId" params={{ runId: run.id }}>
      <StateMark state="busy" label={text.t.run.running} bare />
      <span className={classes.title}>{title}</span>
      <span className={classes.meter}><Meter share={share} label={title} slim /></span>
      <span className={classes.far}>{progressLine(progress, text)}</span>
    </Link>
  );
});
