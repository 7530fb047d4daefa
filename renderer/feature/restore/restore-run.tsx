/** A restore while it runs and when it has ended: what was done, where it is, and the way back. */
import { Button, CopyButton, Group, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type JSX } from 'react';
import type { RunView } from '../../../preload/contract/run-procedures.ts';
import type { ResultOf } from '../../../preload/contract/run.ts';
import { client } from '../../client.ts';
import { useAppInfo } from '../../client/use-basics.ts';
import { useStream } from '../../client/use-stream.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StateMark, stateOf } from '../../ui/state-mark.tsx';
import { parentOf } from './paths.ts';
import { targetOf, type Wish } from './restore-choice.ts';
import classes from './sheet.module.css';

export interface RestoreRunProps {
  runId: string;
  wish: Wish;
  onClose: () => void;
  onDone: () => void;
}

export function RestoreRun({ runId, wish, onClose, onDone }: RestoreRunProps): JSX.Element {
  const { t } = useText();
  const [undoId, setUndoId] = useState<string | null>(null);
  const restored = useRun(runId, onDone);
  const undone = useRun(undoId, onDone);
  const undo = useMutation({ mutationFn: () => client.restore.undo({ runId }), onSuccess: (started) => setUndoId(started.runId) });
  const current = undoId === null ? restored : undone;
  const { view, error } = current;
  const ended = view?.run.state === 'ended';
  return (
    <div className={classes.sheet}>
      {error != null && <Problem error={error} meaning={t.restore.goesOn} retry={current.retry} />}
      {!ended && <Working view={view} undoing={undoId !== null} runId={undoId ?? runId} />}
      {ended && <Ended view={view} undoing={undoId !== null} />}
      {undo.error !== null && <Problem error={undo.error} meaning={t.restore.undoFailed} />}
      <Group justify="flex-end" gap="xs">
        <Link to="/runs/$runId" params={{ runId: undoId ?? runId }}>{t.common.details}</Link>
        <span className={classes.spacer} />
        {ended && undoId === null && asideOf(view) > 0 && <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>{t.common.undo}</Button>}
        {ended && undoId === null && view.run.outcome !== 'failed' && <Reveal wish={wish} />}
        <Button variant={ended ? 'filled' : 'default'} onClick={onClose}>{t.common.close}</Button>
      </Group>
    </div>
  );
}

interface Followed {
  view: RunView | null;
  error: unknown;
  retry: () => void;
}

/** @param onEnded called once, when the run has ended. */
function useRun(runId: string | null, onEnded: () => void): Followed {
  const [turn, setTurn] = useState(0);
  const { value: view, error } = useStream<RunView, RunView | null>(runId === null ? null : `${runId} ${turn}`, (signal) => client.run.follow({ runId: runId! }, { signal }), (_, next) => next, null);
  const told = useRef<string | null>(null);
  const ended = view?.run.state === 'ended' ? view.run.id : null;
  useEffect(() => {
    if (ended === null || told.current === ended) return;
    told.current = ended;
    onEnded();
  }, [ended, onEnded]);
  return { view, error, retry: () => setTurn(turn + 1) };
}

const resultOf = (view: RunView): ResultOf<'restore'> | undefined => view.run.results.find((result) => result.kind === 'restore');
const asideOf = (view: RunView): number => resultOf(view)?.aside ?? 0;

function Working({ view, undoing, runId }: { view: RunView | null; undoing: boolean; runId: string }): JSX.Element {
  const { t, f } = useText();
  const cancel = useMutation({ mutationFn: () => client.run.cancel({ runId }) });
  const progress = view?.progress ?? null;
  const share = progress?.totalBytes == null || progress.totalBytes === 0 ? null : Math.min(1, progress.bytes / progress.totalBytes);
  const done = progress === null ? null : [t.common.files(f.count(progress.files), progress.files), f.bytes(progress.bytes)].join(' · ');
  return (
    <>
      <div className={classes.working}>
        <StateMark state="busy" label={undoing ? t.restore.undoing : progress === null ? t.common.phase.starting : t.common.phase[progress.phase]} />
        <span className="quiet">{share === null ? '' : f.percent(share)}{progress?.etaSeconds == null ? '' : ` · ${t.common.left(f.duration(progress.etaSeconds))}`}</span>
      </div>
      <Progress value={(share ?? 0) * 100} aria-label={t.restore.progress} transitionDuration={0} />
      <p className="quiet">{done}</p>
      <p className={`path ${classes.current}`}>{progress?.current ?? ''}</p>
      <p className="quiet">{t.restore.mayClose}</p>
      <div><Button size="xs" variant="default" loading={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate()}>{t.restore.stop}</Button></div>
    </>
  );
}

function Ended({ view, undoing }: { view: RunView; undoing: boolean }): JSX.Element {
  const { t, f } = useText();
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { run, groups } = view;
  const outcome = run.outcome ?? 'failed';
  const result = resultOf(view);
  if (run.fault !== null) return <Problem error={new Error(run.fault.message)} meaning={run.fault.advice} />;
  const counts = result === undefined ? [] : ([['created', result.created], ['replaced', Math.max(0, result.replaced - result.aside)], ['aside', result.aside], ['kept', result.kept], ['unchanged', result.unchanged]] as const).filter(([, count]) => count > 0);
  return (
    <div className={classes.ended}>
      <p ref={heading} tabIndex={-1} className={classes.outcome} role="status">
        <StateMark state={stateOf[outcome]} label={outcome === 'cancelled' ? t.restore.stopped : undoing ? t.restore.undone : result === undefined ? t.common.outcome[outcome] : t.restore.restored(t.common.files(f.count(result.files), result.files), f.bytes(result.bytes))} />
      </p>
      {!undoing && counts.length > 0 && <ul className={classes.counts}>{counts.map(([key, count]) => <li key={key}>{t.restore.did[key](f.count(count), count)}</li>)}</ul>}
      {groups.map(({ key, message, advice, count, place }) => (
        <div key={key} className={classes.problem}>
          <p><strong>{message}</strong></p>
          <p className="quiet">{[t.common.files(f.count(count), count), place, advice].filter((part) => part !== '').join(' · ')}</p>
        </div>
      ))}
    </div>
  );
}

/** Where it is: shown by the system where the host can, else the path to copy. */
function Reveal({ wish }: { wish: Wish }): JSX.Element {
  const { t } = useText();
  const can = useAppInfo().data?.can.reveal === true;
  const [first] = wish.paths;
  const place = wish.paths.length === 1 && first !== undefined ? targetOf(wish, first) : (wish.into ?? parentOf(first ?? '/'));
  const reveal = useMutation({ mutationFn: () => client.app.reveal({ path: place }) });
  if (can && reveal.error === null) return <Button variant="default" loading={reveal.isPending} onClick={() => reveal.mutate()}>{t.restore.reveal}</Button>;
  return <CopyButton value={place}>{({ copied, copy }) => <Button variant="default" onClick={copy} title={place}>{copied ? t.common.copied : t.restore.copyPath}</Button>}</CopyButton>;
}
