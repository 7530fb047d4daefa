/** One run: live while it runs, its result when it has ended, the same page for both. */
import { Link, useParams } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useDestinations } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import type { Run } from '../../../preload/contract/run.ts';
import { CancelRun } from './cancel-run.tsx';
import { CurrentItem } from './current-item.tsx';
import { resultLine } from './describe.ts';
import { Figures } from './figures.tsx';
import { PhaseList } from './phase-list.tsx';
import { isCarrying } from './phases.ts';
import { ProblemGroups } from './problem-groups.tsx';
import { isRunning, useFollowedRun, type Followed } from './queries.ts';
import { RunDetails } from './run-details.tsx';
import { RunResult } from './run-result.tsx';
import classes from './run.module.css';
import { StepList } from './step-list.tsx';
import { Throughput } from './throughput.tsx';
import { useRunTitle } from './use-run-title.ts';

export function RunPage(): JSX.Element {
  const { runId } = useParams({ from: '/runs/$runId' });
  return <OneRun key={runId} runId={runId} />;
}

function OneRun({ runId }: { runId: string }): JSX.Element {
  const { t } = useText();
  const { followed, elsewhere, error } = useFollowedRun(runId);
  const titleOf = useRunTitle();
  if (followed === null) return <Page title={t.run.page}>{error === null ? <Loading lines={8} /> : <Problem error={error} meaning={t.run.unknown} />}</Page>;
  const { run } = followed.view;
  const title = titleOf(run);
  return (
    <Page title={title} actions={isRunning(run) && !elsewhere ? <CancelRun run={run} title={title} /> : undefined}>
      <When run={run} />
      {error !== null && <Problem error={error} meaning={t.run.lostTrack} />}
      {elsewhere && <p className={`${classes.panel} surface`}>{t.run.elsewhere}</p>}
      {isRunning(run) ? !elsewhere && <Live followed={followed} title={title} /> : <RunResult run={run} />}
      {!(isRunning(run) && elsewhere) && <PhaseList run={run} phase={followed.view.progress?.phase ?? null} />}
      {(isRunning(run) ? !elsewhere : followed.samples.length > 4) && <Throughput samples={followed.samples} />}
      <ProblemGroups runId={runId} groups={followed.view.groups} meaning={run.kind === 'backup' ? t.run.problemsMeaning : null} />
      <RunDetails run={run} />
      <Announcement followed={followed} title={title} />
    </Page>
  );
}

function When({ run }: { run: Run }): JSX.Element {
  const { t, f } = useText();
  return (
    <p className={classes.when}>
      {isRunning(run) && <StateMark state="busy" label={run.state === 'queued' ? t.run.queued : t.run.running} />}
      <span className="quiet">{run.endedAt === null ? t.run.startedWhen(f.when(run.startedAt)) : t.run.endedWhen(f.when(run.endedAt))}</span>
    </p>
  );
}

function Live({ followed: { view: { run, progress } }, title }: { followed: Followed; title: string }): JSX.Element {
  const { t } = useText();
  if (progress === null) return <Loading lines={6} />;
  return (
    <>
      <StepList kind={run.kind} phase={progress.phase} />
      <Figures progress={progress} title={title} />
      {(run.kind === 'backup' || run.kind === 'transfer') && <p className="quiet">{t.run.tempo} <Link to="/settings" search={{ section: 'speed' }}>{t.run.tempoChoice}</Link></p>}
      <CurrentItem runId={run.id} kind={isCarrying(progress.phase) ? 'copy' : run.kind} item={progress.current} />
    </>
  );
}

/** Heard when the phase changes and at the end, and at no other time. */
function Announcement({ followed: { view: { run, progress } }, title }: { followed: Followed; title: string }): JSX.Element {
  const text = useText();
  const { t } = text;
  const destinations = useDestinations().data ?? [];
  const said = run.outcome === null ? (progress === null ? '' : t.common.phase[progress.phase]) : t.run.announceEnd(title, t.common.outcome[run.outcome], resultLine(run, destinations, text));
  return <div role="status" className="sr-only">{said}</div>;
}

