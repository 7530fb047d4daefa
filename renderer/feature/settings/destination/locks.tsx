/** Locks that dead runs left behind. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { client } from '../../../client.ts';
import { OpeningProblem } from '../../../form/opening-problem.tsx';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import { Confirm } from '../../../ui/confirm.tsx';

export function DestinationLocks({ name }: { name: string }): JSX.Element {
  const { t, f } = useText();
  const [asking, setAsking] = useState(false);
  const unlock = useMutation({ mutationFn: (removeAll: boolean) => client.destination.unlock({ destination: name, removeAll }), onSuccess: () => setAsking(false) });
  const { data, error } = unlock;
  const kept = data?.kept.length ?? 0;
  return (
    <>
      <h3>{t.settings.locks}</h3>
      <p className="quiet">{t.settings.locksText}</p>
      <div role="status">{data !== undefined && (data.removed.length + kept === 0 ? t.settings.noLocks : t.settings.unlocked(f.count(data.removed.length), f.count(kept)))}</div>
      {error !== null && !asking && <OpeningProblem name={name} error={error} onOpened={() => unlock.mutate(false)} />}
      <Group gap="xs">
        <Button variant="default" loading={unlock.isPending && !asking} onClick={() => unlock.mutate(false)}>{t.settings.unlock}</Button>
        {kept > 0 && <Button variant="default" onClick={() => setAsking(true)}>{t.settings.unlockAll(f.count(kept), kept)} …</Button>}
        <CommandButton command={commandLine('unlock', '-r', name, kept > 0 && '--remove-all')} />
      </Group>
      <Confirm
        opened={asking} title={t.settings.unlockAllTitle(f.count(kept), kept)} action={t.settings.unlockAll(f.count(kept), kept)} busy={unlock.isPending} error={error}
        onConfirm={() => unlock.mutate(true)} onClose={() => setAsking(false)}
      >
        <p>{t.settings.unlockAllText}</p>
      </Confirm>
    </>
  );
}
