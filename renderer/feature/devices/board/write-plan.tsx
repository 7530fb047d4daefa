/** Exactly what will be written, kept and removed on a board, before it is, and whether there is room. */
import { Button, Checkbox, Group, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useId, type JSX } from 'react';
import type { DeviceRestorePreview } from '../../../../preload/contract/device.ts';
import type { Existing } from '../../../../preload/contract/device-spec.ts';
import { client } from '../../../client.ts';
import { faultOf } from '../../../client/fault.ts';
import type { Text } from '../../../text/language.tsx';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { PlannedList } from '../../../ui/planned/planned-list.tsx';
import { NOT_PLANNED, type Planned } from '../../../ui/planned/plan-fold.ts';
import { Problem } from '../../../ui/problem.tsx';
import { AskConsent } from '../ask-consent.tsx';
import { BoardProblem } from '../board-problem.tsx';
import { isProgramRunning } from '../use-asked.ts';
import { lackingRoom, writesOf } from './board-view.ts';
import classes from './board.module.css';
import { MoreChoices } from './more-choices.tsx';
import { cloneSpec, EXISTING, mapProblem, restoreSpec, writeCommand, type Choice, type Job } from './writing.ts';

interface WritePlanProps {
  job: Job;
  title: string;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  interrupt: boolean;
  onAgree: () => void;
  onStarted: (runId: string) => void;
  onBack: () => void;
}

const start = (job: Job, choice: Choice, interrupt: boolean, token: string): Promise<{ runId: string }> =>
  job.kind === 'restore' ? client.device.restore.start({ ...restoreSpec(job, choice, interrupt), token }) : client.device.clone.start({ ...cloneSpec(job, choice, interrupt), token });

export function WritePlan({ job, title, choice, onChoice, interrupt, onAgree, onStarted, onBack }: WritePlanProps): JSX.Element {
  const text = useText();
  const { t, f } = text;
  const preview = useQuery({
    queryKey: ['board writing', job, choice, interrupt], retry: false, staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false, placeholderData: keepPreviousData,
    // Never broken off: a board that is left in the middle of an answer is hard to tell from one that runs a program. The next one waits its turn.
    queryFn: () => (job.kind === 'restore' ? client.device.restore.preview(restoreSpec(job, choice, interrupt)) : client.device.clone.preview(cloneSpec(job, choice, interrupt))),
  });
  const begin = useMutation({
    mutationFn: (token: string) => start(job, choice, interrupt, token), onSuccess: ({ runId }) => onStarted(runId),
    onError: (error) => {
      if (faultOf(error).kind === 'stale') void preview.refetch();
    },
  });
  const isStale = begin.error !== null && faultOf(begin.error).kind === 'stale';
  const busy = preview.isFetching;
  const refused = isProgramRunning(preview.error) && !busy;
  const found = preview.error === null ? preview.data : undefined;
  const { written, removed } = writesOf(found?.counts ?? {});
  const lacking = found === undefined ? null : lackingRoom(found);
  const isReady = found !== undefined && !busy && mapProblem(choice) === null && written + removed > 0 && lacking === null;
  const command = writeCommand(job, choice);
  return (
    <div className={classes.sheet}>
      <Choices job={job} choice={choice} onChoice={onChoice} />
      <MoreChoices choice={choice} onChoice={onChoice} />
      {isStale && <div role="alert" className={classes.stale}><span aria-hidden="true">▲</span><p>{t.board.stale}</p></div>}
      {preview.error !== null && !isProgramRunning(preview.error) && !busy ? <BoardProblem error={preview.error} retry={() => void preview.refetch()} /> : <PlannedList planned={plannedOf(found)} busy={busy} />}
      <div role="status" className={classes.totals}>{busy ? t.board.looking : found !== undefined && <Totals found={found} nothing={written + removed === 0} />}</div>
      {lacking !== null && !busy && <Problem error={new Error(t.board.roomLacking(lacking.path, f.bytes(lacking.lacking)))} meaning={t.board.roomLackingWhy} />}
      {begin.error !== null && !isStale && <BoardProblem error={begin.error} />}
      <Group justify="flex-end" gap="xs">
        {command !== null && <CommandButton command={command} />}
        <span className={classes.spacer} />
        <Button variant="default" data-autofocus onClick={onBack}>{t.common.back}</Button>
        <Button {...(removed > 0 ? { color: 'red.8' } : {})} loading={begin.isPending} disabled={!isReady} onClick={() => found !== undefined && begin.mutate(found.token)}>{actOf(written, removed, text)}</Button>
      </Group>
      <AskConsent asked={{ refused, agree: onAgree, reset: onBack }} title={title} />
    </div>
  );
}

function actOf(written: number, removed: number, { t, f }: Pick<Text, 't' | 'f'>): string {
  if (removed === 0) return t.board.write(f.count(written), written);
  const gone = t.common.items(f.count(removed), removed);
  return written === 0 ? t.board.removeOnly(gone) : t.board.writeAndRemove(f.count(written), written, gone);
}

/** As the list takes it. */
const plannedOf = (found: DeviceRestorePreview | undefined): Planned => (found === undefined ? NOT_PLANNED : { items: found.items, counts: found.counts, bytes: found.bytes, end: { token: found.token, counts: found.counts, bytes: found.bytes, freeBytes: null } });

function Totals({ found: { bytes, space, copiesHere }, nothing }: { found: DeviceRestorePreview; nothing: boolean }): JSX.Element {
  const { t, f } = useText();
  if (nothing) return <p>{t.board.nothing}</p>;
  return (
    <>
      <p>{[t.restore.toWrite(f.bytes(bytes)), ...space.map(({ path, needed, free }) => t.board.needs(path, needed === 0 ? '' : f.bytes(needed), f.bytes(free)))].join(' · ')}</p>
      {copiesHere && <p className="quiet">{t.board.copiesHere}</p>}
    </>
  );
}

function Choices({ job, choice, onChoice }: Pick<WritePlanProps, 'job' | 'choice' | 'onChoice'>): JSX.Element {
  const { t } = useText();
  const id = useId();
  return (
    <>
      <div className={classes.conflict}>
        <span id={id}>{t.board.existing}</span>
        <SegmentedControl size="xs" aria-labelledby={id} value={choice.existing} onChange={(value) => onChoice({ ...choice, existing: value as Existing })} data={EXISTING.map((value) => ({ value, label: t.board.existingName[value] }))} />
        <p className="quiet">{t.board.existingLong[choice.existing]}</p>
      </div>
      <Checkbox label={job.kind === 'clone' ? t.board.removeClone : t.board.remove} checked={choice.delete} onChange={({ currentTarget }) => onChoice({ ...choice, delete: currentTarget.checked })} />
    </>
  );
}
