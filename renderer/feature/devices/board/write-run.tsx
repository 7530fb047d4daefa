/** A board while it is written, and what came of it. */
import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type JSX } from 'react';
import type { RunView } from '../../../../preload/contract/run-procedures.ts';
import type { Run } from '../../../../preload/contract/run.ts';
import { client } from '../../../client.ts';
import { queryClient } from '../../../client/query-client.ts';
import { useCancelRun } from '../../../client/use-run-actions.ts';
import { useStream } from '../../../client/use-stream.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { StateMark, stateOf } from '../../../ui/state-mark.tsx';
import { resultSentences } from '../../run/describe.ts';
import { Meter } from '../../run/meter.tsx';
import { progressLine, shareOf } from '../../run/progress.ts';
import classes from './board.module.css';

interface WriteRunProps {
  runId: string;
  /** Back to the list. */
  onAgain: () => void;
  onClose: () => void;
}

export function WriteRun({ runId, onAgain, onClose }: WriteRunProps): JSX.Element {
  const { t } = useText();
  const [turn, setTurn] = useState(0);
  const { value: view, error } = useStream<RunView, RunView | null>(`${runId} ${turn}`, (signal) => client.run.follow({ runId }, { signal }), (_, next) => next, null);
  const run = view?.run.state === 'ended' ? view.run : null;
  const cancel = useCancelRun();
  const hasEnded = run !== null;
  useEffect(() => {
    if (hasEnded) void queryClient.invalidateQueries({ queryKey: ['board'] });
  }, [hasEnded]);
  const failed = run !== null && run.outcome !== 'succeeded' && run.outcome !== 'warned';
  return (
    <div className={classes.sheet}>
      {error !== null && <Problem error={error} meaning={t.restore.goesOn} retry={() => setTurn(turn + 1)} />}
      {run === null ? <Working view={view} /> : <Ended run={run} problems={view?.groups.reduce((sum, { count }) => sum + count, 0) ?? 0} />}
      {cancel.error !== null && <Problem error={cancel.error} />}
      <Group justify="flex-end" gap="xs">
        <Link to="/runs/$runId" params={{ runId }}>{t.common.details}</Link>
        <span className={classes.spacer} />
        {run === null && <Button variant="default" loading={cancel.isPending} disabled={cancel.isSuccess} onClick={() => cancel.mutate(runId)}>{cancel.isSuccess ? t.run.cancelling : t.run.cancel}</Button>}
        {failed && <Button variant="default" onClick={onAgain}>{t.board.lookAgain}</Button>}
        <Button variant={run === null ? 'default' : 'filled'} onClick={onClose}>{t.common.close}</Button>
      </Group>
    </div>
  );
}

function Working({ view }: { view: RunView | null }): JSX.Element {
  const text = useText();
  const { t } = text;
  const progress = view?.progress ?? null;
  return (
    <>
      <p role="status">{t.common.phase[progress?.phase ?? 'starting']}</p>
      <Meter share={progress === null ? null : shareOf(progress)} label={t.common.phase[progress?.phase ?? 'starting']} />
      <p className={classes.current}>{progress !== null && shareOf(progress) !== null && <>{progressLine(progress, text)} · </>}{progress?.current != null && <><bdi className="path">{visible(progress.current)}</bdi></>}</p>
      <p className="quiet">{t.board.writing}</p>
    </>
  );
}

function Ended({ run, problems }: { run: Run; problems: number }): JSX.Element {
  const text = useText();
  const { t, f } = text;
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => line.current?.focus(), []);
  const outcome = run.outcome ?? 'interrupted';
  const copiesAt = run.results.find((result) => result.kind === 'device-restore')?.copiesAt ?? null;
  return (
    <>
      <p ref={line} tabIndex={-1} className={classes.outcome}><StateMark state={stateOf[outcome]} label={t.common.outcome[outcome]} /></p>
      {resultSentences(run, [], text).map((sentence) => <p key={sentence}>{sentence}</p>)}
      {problems > 0 && <p>{t.board.problems(f.count(problems), problems)}</p>}
      {copiesAt !== null && <p>{t.board.copiesAt(visible(copiesAt))}</p>}
      {run.fault !== null && <Problem error={run.fault} meaning={t.board.ended} />}
    </>
  );
}
