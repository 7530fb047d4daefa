/** The journal of changes: whether it is whole, and where it ends, to be noted elsewhere. */
import { Button, CopyButton, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { client } from '../../client.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Problem } from '../../ui/problem.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './page.module.css';

export function AuditState(): JSX.Element {
  const { t, f } = useText();
  const words = t.settings.audit;
  const { data, error, isPending, mutate } = useMutation({ mutationFn: () => client.audit.verify({}) });
  return (
    <section className={classes.group}>
      <h3>{words.title}</h3>
      <p className="quiet">{words.text}</p>
      <div role="status">
        {data !== undefined && (
          <>
            <StateMark state={data.broken === null ? 'safe' : 'failed'} label={data.broken === null ? words.whole : words.broken} />
            <p>{data.broken === null ? words.entries(f.count(data.entries), data.entries) : words.brokenAt(f.count(data.broken.seq), words.reason[data.broken.reason])}</p>
          </>
        )}
      </div>
      {error !== null && <Problem error={error} />}
      <Group gap="xs">
        <Button variant="default" loading={isPending} onClick={() => mutate()}>{words.check}</Button>
        {data?.head != null && (
          <CopyButton value={`${data.head.seq} ${data.head.hash}`} timeout={2000}>
            {({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t.common.copied : words.copyHead}</Button>}
          </CopyButton>
        )}
        <CommandButton command={commandLine('audit', 'verify')} />
      </Group>
      {data?.head != null && <p className="quiet dense">{words.headText}</p>}
    </section>
  );
}
