/** "Test": reaches it, opens it, proves that it can be written. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { client } from '../../../client.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { OpeningProblem } from './opening-problem.tsx';

export function DestinationTest({ name }: { name: string }): JSX.Element {
  const { t, f } = useText();
  const test = useMutation({ mutationFn: () => client.destination.test({ destination: name }) });
  const versions = test.data === undefined ? '' : t.common.versions(f.count(test.data.snapshots), test.data.snapshots);
  return (
    <>
      <Group gap="xs">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>{t.settings.test}</Button>
        <CommandButton command={commandLine('destination', 'test', name)} />
      </Group>
      <div role="status">
        {test.data !== undefined && (
          <>
            <StateMark state={test.data.writable ? 'safe' : 'attention'} />{' '}
            {test.data.writable ? t.settings.testGood(test.data.freeBytes === null ? null : f.bytes(test.data.freeBytes), versions) : t.settings.testReadOnly(versions)}
          </>
        )}
      </div>
      {test.error !== null && <OpeningProblem name={name} error={test.error} onOpened={() => test.mutate()} />}
    </>
  );
}
