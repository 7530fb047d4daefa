/** "Test": reaches it, opens it, proves that it can be written. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { client } from '../../../client.ts';
import { faultOf } from '../../../client/fault.ts';
import { OpeningProblem } from '../../../form/opening-problem.tsx';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import { StateMark } from '../../../ui/state-mark.tsx';

export function DestinationTest({ name }: { name: string }): JSX.Element {
  const { t, f } = useText();
  const { data, error, isPending, mutate } = useMutation({ mutationFn: () => client.destination.test({ destination: name }) });
  const versions = data === undefined ? '' : t.common.versions(f.count(data.snapshots), data.snapshots);
  return (
    <>
      <h3>{t.settings.testTitle}</h3>
      <p className="quiet">{t.settings.testText}</p>
      <div role="status">
        {data !== undefined && (
          <>
            <StateMark state={data.writable ? 'safe' : 'attention'} label={data.writable ? t.settings.testWell : t.common.state.attention} />
            <p>{data.writable ? t.settings.testGood(data.freeBytes === null ? null : f.bytes(data.freeBytes), versions) : t.settings.testReadOnly(versions)}</p>
          </>
        )}
      </div>
      {error !== null && <OpeningProblem name={name} error={error} meaning={isAway(error) ? t.settings.testAway : t.settings.testFailed} onOpened={() => mutate()} />}
      <Group gap="xs">
        <Button variant="default" loading={isPending} onClick={() => mutate()}>{t.settings.test}</Button>
        <CommandButton command={commandLine('destination', 'test', name)} />
      </Group>
    </>
  );
}

const isAway = (error: unknown): boolean => ['no-destination', 'missing', 'offline'].includes(faultOf(error).kind);
