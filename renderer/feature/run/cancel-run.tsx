/** Stopping a run: asked first, saying what stays. */
import { Button } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { useCancelRun } from '../../client/use-run-actions.ts';
import { useText } from '../../text/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';

export interface CancelRunProps {
  run: Pick<Run, 'id' | 'kind'>;
  title: string;
  size?: 'xs' | 'sm';
}

export function CancelRun({ run, title, size = 'sm' }: CancelRunProps): JSX.Element {
  const { t } = useText();
  const [asked, ask] = useState(false);
  const cancel = useCancelRun();
  const kind = run.kind === 'backup' || run.kind === 'restore' ? run.kind : 'other';
  const confirm = (): void => cancel.mutate(run.id, { onSuccess: () => ask(false) });
  return (
    <>
      <Button variant="default" size={size} disabled={cancel.isSuccess} onClick={() => ask(true)}>{cancel.isSuccess ? t.run.cancelling : t.run.cancel}</Button>
      <Confirm
        opened={asked} title={t.run.cancelTitle(title)} action={t.run.cancelAction[kind]} back={t.run.keepGoing} busy={cancel.isPending} error={cancel.error}
        onConfirm={confirm} onClose={() => ask(false)}
      >
        <p>{t.run.cancelKept[kind]}</p>
      </Confirm>
    </>
  );
}
