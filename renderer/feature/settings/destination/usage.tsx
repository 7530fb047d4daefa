/** What is stored in a destination, and what it stands for. Counted when asked: it reads the index and every tree. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { client } from '../../../client.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import classes from '../page.module.css';
import { OpeningProblem } from '../../../form/opening-problem.tsx';

export function DestinationUsage({ name }: { name: string }): JSX.Element {
  const { t, f } = useText();
  const usage = useMutation({
    mutationFn: async () => {
      const raw = await client.destination.usage({ destination: name, mode: 'raw-data' });
      const restored = await client.destination.usage({ destination: name, mode: 'restore-size' });
      return { stored: raw.total_size, original: restored.total_size, versions: restored.snapshots_count };
    },
  });
  return (
    <>
      <h3>{t.settings.usage}</h3>
      {usage.data !== undefined && (
        <dl className={classes.facts}>
          <dt>{t.settings.usageVersions}</dt>
          <dd>{f.count(usage.data.versions)}</dd>
          <dt>{t.settings.usageOriginal}</dt>
          <dd>{f.bytes(usage.data.original)}</dd>
          <dt>{t.settings.usageStored}</dt>
          <dd>{f.bytes(usage.data.stored)}</dd>
          {usage.data.original > 0 && (
            <>
              <dt>{t.settings.usageRatio}</dt>
              <dd>{f.percent(Math.max(0, 1 - usage.data.stored / usage.data.original))}</dd>
            </>
          )}
        </dl>
      )}
      {usage.error !== null && <OpeningProblem name={name} error={usage.error} onOpened={() => usage.mutate()} />}
      <Group gap="xs">
        <Button variant="default" loading={usage.isPending} onClick={() => usage.mutate()}>{t.settings.usageAction}</Button>
        <CommandButton command={commandLine('stats', '-r', name, '--mode', 'raw-data')} />
      </Group>
    </>
  );
}
