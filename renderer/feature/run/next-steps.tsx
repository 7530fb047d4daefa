/** After a run: the ways that make sense now. */
import { Button, Group } from '@mantine/core';
import { IconArrowBackUp, IconFolderOpen, IconFolderSymlink, IconGitCompare, IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { ResultOf, Run } from '../../../preload/contract/run.ts';
import { useAppInfo, useDestinations, usePlans } from '../../client/use-basics.ts';
import { useBackUp } from '../../client/use-run-actions.ts';
import { useText } from '../../text/language.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useReveal, useUndoRestore } from './queries.ts';

const ICON = { size: 16, stroke: 1.6 };

export function NextSteps({ run }: { run: Run }): JSX.Element | null {
  const restored = run.results.find((result) => result.kind === 'restore');
  if (run.kind === 'backup') return <AfterBackup run={run} />;
  if (run.results.some((result) => result.kind === 'check' && result.errors.length > 0)) return <AfterBrokenCheck run={run} />;
  return restored === undefined || restored.dryRun ? null : <AfterRestore run={run} result={restored} />;
}

/** The repair is with the destination. */
function AfterBrokenCheck({ run }: { run: Run }): JSX.Element {
  const { t } = useText();
  const name = useDestinations().data?.find(({ address }) => address === run.destination)?.name;
  return (
    <>
      <p>{t.run.brokenMeaning}</p>
      <p>{t.run.brokenNext}</p>
      {name !== undefined && <Group gap="xs"><LinkButton to="/settings" search={{ section: 'destinations', destination: name }} variant="default">{t.run.openDestination(name)}</LinkButton></Group>}
    </>
  );
}

function AfterBackup({ run }: { run: Run }): JSX.Element | null {
  const { t } = useText();
  const navigate = useNavigate();
  const known = usePlans().data?.some(({ plan }) => plan.id === run.plan) ?? false;
  const backUp = useBackUp();
  const stored = run.results.find((result) => result.kind === 'backup' && result.snapshotId !== null);
  const snapshot = stored?.kind === 'backup' ? { destination: stored.destination, snapshot: stored.snapshotId! } : null;
  const again = (): void => {
    if (run.plan !== null) backUp.mutate(run.plan, { onSuccess: (runId) => void navigate({ to: '/runs/$runId', params: { runId } }) });
  };
  if (snapshot === null && !known) return null;
  return (
    <>
      <Group gap="xs">
        {snapshot !== null && (
          <LinkButton to="/restore" search={known ? { plan: run.plan! } : snapshot} variant="default" leftSection={<IconFolderSymlink {...ICON} />}>{t.run.restoreNext}</LinkButton>
        )}
        {snapshot !== null && <LinkButton to="/history" search={{ ...(known ? { plan: run.plan! } : { destination: snapshot.destination }), run: run.id }} variant="default" leftSection={<IconGitCompare {...ICON} />}>{t.run.changed}</LinkButton>}
        {known && run.outcome !== 'succeeded' && <Button leftSection={<IconPlayerPlay {...ICON} />} loading={backUp.isPending} onClick={again}>{t.run.again}</Button>}
      </Group>
      {backUp.error !== null && <Problem error={backUp.error} />}
    </>
  );
}

function AfterRestore({ run, result }: { run: Run; result: ResultOf<'restore'> }): JSX.Element | null {
  const { t, f } = useText();
  const navigate = useNavigate();
  const canReveal = useAppInfo().data?.can.reveal ?? false;
  const reveal = useReveal();
  const undo = useUndoRestore();
  const toRun = (runId: string): void => void navigate({ to: '/runs/$runId', params: { runId } });
  return (
    <>
      {result.aside > 0 && <p className="quiet">{t.run.undoHint(t.common.items(f.count(result.aside), result.aside), result.aside)}</p>}
      <Group gap="xs">
        {canReveal && <Button leftSection={<IconFolderOpen {...ICON} />} variant="default" loading={reveal.isPending} onClick={() => reveal.mutate(result.target)}>{t.run.show}</Button>}
        {result.aside > 0 && <Button leftSection={<IconArrowBackUp {...ICON} />} variant="default" loading={undo.isPending} onClick={() => undo.mutate(run.id, { onSuccess: toRun })}>{t.run.undoRestore}</Button>}
      </Group>
      {(reveal.error ?? undo.error) !== null && <Problem error={reveal.error ?? undo.error} />}
    </>
  );
}
