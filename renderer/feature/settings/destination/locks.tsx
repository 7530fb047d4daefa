/** Locks that dead runs left behind. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { client } from '../../../client.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import { OpeningProblem } from './opening-problem.tsx';

export function DestinationLocks({ name }: { name: string }): JSX.Element {
  const { t, f } = useText();
  const unlock = useMutation({ mutationFn: () => client.destination.unlock({ destination: name }) });
  return (
    <>
      <h3>{t.settings.locks}</h3>
      <p className="quiet">{t.settings.locksText}</p>
      <div role="status">{unlock.data !== undefined && t.settings.unlocked(f.count(unlock.data.removed.length), f.count(unlock.data.kept.length))}</div>
      {unlock.error !== null && <OpeningProblem name={name} error={unlock.error} onOpened={() => unlock.mutate()} />}
      <Group gap="xs">
        <Button variant="default" loading={unlock.isPending} onClick={() => unlock.mutate()}>{t.settings.unlock}</Button>
        <CommandButton command={commandLine('-r', name, 'unlock')} />
      </Group>
    </>
  );
}
