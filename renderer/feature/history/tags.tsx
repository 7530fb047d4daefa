/** The tags of a version. A version whose tags change gets another id, so the page goes along with it. */
import { ActionIcon, Badge, Button, Group, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Problem } from '../../ui/problem.tsx';
import classes from './history.module.css';
import type { Origin } from '../../form/origin.ts';
import { ownTags } from './table-order.ts';

export function Tags({ origin, snapshot }: { origin: Origin; snapshot: Snapshot }): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const change = useMutation({
    mutationFn: (edit: { add?: string[]; remove?: string[] }) => client.snapshot.tag({ destination: origin.destination, filter: { ids: [snapshot.id] }, ...edit }),
    onSuccess: async ({ changed }) => {
      setText('');
      const to = changed.find(({ from }) => from === snapshot.id)?.to;
      await queryClient.invalidateQueries({ queryKey: ['snapshots'] });
      if (to !== undefined) await navigate({ to: '/history', search: (before) => ({ ...before, snapshot: to }), replace: true });
    },
  });
  const tags = ownTags(snapshot.tags);
  const name = text.trim();
  const wrong = name.includes(',') ? t.history.tagComma : name.startsWith('plan:') ? t.history.tagPlan : tags.includes(name) ? t.history.tagThere : null;
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (name !== '' && wrong === null && !change.isPending) change.mutate({ add: [name] });
  };
  return (
    <>
      <div className={classes.tags} role="status">
        {tags.length === 0 && <span className="quiet">{t.history.noTags}</span>}
        {tags.map((tag) => (
          <Badge
            key={tag} variant="default" tt="none" size="lg" fw={500} radius="sm"
            rightSection={<ActionIcon size="sm" variant="transparent" color="gray" disabled={change.isPending} aria-label={t.history.removeTag(tag)} onClick={() => change.mutate({ remove: [tag] })}><IconX size={12} /></ActionIcon>}
          >
            {visible(tag)}
          </Badge>
        ))}
      </div>
      <form onSubmit={add}>
        <Group gap="xs" align="flex-start">
          <TextInput size="xs" aria-label={t.history.newTag} placeholder={t.history.newTag} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} error={wrong} />
          <Button size="xs" variant="default" type="submit" loading={change.isPending} disabled={name === '' || wrong !== null}>{t.history.addTag}</Button>
          {name !== '' && wrong === null && <CommandButton command={commandLine('tag', '-r', origin.destination, snapshot.id.slice(0, 8), '--add', name)} />}
        </Group>
      </form>
      {change.error !== null && <Problem error={change.error} />}
    </>
  );
}
