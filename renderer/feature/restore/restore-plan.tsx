/** Exactly what will happen, before it does: by kind, entry by entry, with what it takes and what is left. */
import { Button, Group, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState, type JSX } from 'react';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { useFolderPicker } from '../../form/use-folder-picker.tsx';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { changesOf, writes, type CountChange } from '../../ui/planned/plan-fold.ts';
import { PlannedList } from '../../ui/planned/planned-list.tsx';
import { Problem } from '../../ui/problem.tsx';
import { CONFLICTS, restoreCommand, specOf, type Conflict, type Wish } from './restore-choice.ts';
import classes from './sheet.module.css';
import { usePlanned } from './use-planned.ts';

export interface RestorePlanProps {
  wish: Wish;
  onInto: (folder: string) => void;
  onConflict: (conflict: Conflict) => void;
  onStarted: (runId: string) => void;
  onClose: () => void;
}

export function RestorePlan({ wish, onInto, onConflict, onStarted, onClose }: RestorePlanProps): JSX.Element {
  const { t, f } = useText();
  const [turn, setTurn] = useState(0);
  const { planned, busy, error } = usePlanned(specOf(wish), turn);
  const { pick, picker } = useFolderPicker();
  const conflictId = useId();
  /** What was shown when somebody wanted to start and it was no longer true. */
  const [before, setBefore] = useState<typeof planned.counts>({});
  const start = useMutation({
    mutationFn: () => client.restore.start({ ...specOf(wish), ...(planned.end === null ? {} : { token: planned.end.token }) }),
    onSuccess: ({ runId }) => onStarted(runId),
    onError: (problem) => {
      if (faultOf(problem).kind !== 'stale') return;
      setBefore(planned.counts);
      setTurn(turn + 1);
    },
  });
  const isStale = start.error !== null && faultOf(start.error).kind === 'stale';
  const count = writes(planned);
  const lacking = planned.end?.freeBytes != null && planned.end.freeBytes < planned.bytes;
  const isReady = planned.end !== null && !busy && count > 0 && !lacking;
  const change = async (): Promise<void> => {
    const folder = await pick({ title: t.restore.pickTitle, ...(wish.into === null ? {} : { startAt: wish.into }) });
    if (folder !== null) onInto(folder);
  };
  return (
    <div className={classes.sheet}>
      <div className={classes.fact}>
        <span className="quiet">{t.restore.to}</span>
        {wish.into === null ? <strong>{t.restore.originalPlace}</strong> : <span className="path">{wish.into}</span>}
        {wish.into !== null && <Button size="compact-xs" variant="subtle" onClick={() => void change()}>{t.restore.change}</Button>}
      </div>
      <div className={classes.conflict}>
        <span id={conflictId}>{t.restore.ifThere}</span>
        <SegmentedControl
          size="xs" aria-labelledby={conflictId} value={wish.conflict} onChange={(value) => CONFLICTS.some((each) => each === value) && onConflict(value as Conflict)} data={CONFLICTS.map((value) => ({ value, label: t.restore.conflict[value] }))}
        />
        <p className="quiet">{t.restore.conflictLong[wish.conflict]}</p>
      </div>
      {isStale && <Stale changes={busy ? null : changesOf(before, planned.counts)} />}
      {error != null ? <Problem error={error} meaning={t.restore.nothingDone} retry={() => setTurn(turn + 1)} /> : <PlannedList planned={planned} busy={busy} />}
      <p role="status" className={classes.totals}>
        {planned.end === null || busy ? t.restore.comparing : [count === 0 ? t.restore.nothingToWrite : t.restore.toWrite(f.bytes(planned.bytes)), ...(planned.end.freeBytes === null ? [] : lacking ? [] : [t.restore.freeAfter(f.bytes(planned.end.freeBytes - planned.bytes))])].join(' · ')}
      </p>
      {lacking && !busy && <Problem error={new Error(t.restore.lacking(f.bytes(planned.bytes - planned.end!.freeBytes!)))} meaning={t.restore.lackingText} />}
      {start.error !== null && !isStale && <Problem error={start.error} meaning={t.restore.nothingDone} />}
      <Group justify="flex-end" gap="xs">
        <CommandButton command={restoreCommand({ ...wish, snapshot: wish.snapshot.slice(0, 8) })} />
        <span className={classes.spacer} />
        <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
        <Button data-autofocus loading={start.isPending} data-disabled={!isReady || undefined} aria-disabled={!isReady} onClick={() => isReady && start.mutate()}>
          {count === 0 ? t.restore.start : t.restore.startCount(f.count(count), count)}
        </Button>
      </Group>
      {picker}
    </div>
  );
}

/** Something changed between looking and starting: what, and that nothing was done. */
function Stale({ changes }: { changes: CountChange[] | null }): JSX.Element {
  const { t, f } = useText();
  return (
    <div role="alert" className={classes.stale}>
      <span aria-hidden="true">▲</span>
      <div>
        <p><strong>{t.restore.stale}</strong> {t.restore.nothingDone}</p>
        {changes !== null && <p>{changes.length === 0 ? t.restore.staleInside : changes.map(({ action, before, after }) => t.restore.staleChange(t.restore.action[action], f.count(before), f.count(after))).join(', ')}</p>}
      </div>
    </div>
  );
}
