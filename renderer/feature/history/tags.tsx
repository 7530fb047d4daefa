/** The tags of a version: shown, added, taken away. The plan's own tag is not among them: it is how the plan knows its versions. */
import { ActionIcon, Badge, Button, Group, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './history.module.css';
import type { HistoryPlace } from './places.ts';
import { at } from './queries.ts';

export function Tags({ place, snapshot }: { place: HistoryPlace; snapshot: Snapshot }): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const change = useMutation({
    mutationFn: (edit: { add?: string[]; remove?: string[] }) => client.snapshot.tag({ ...at(place.destination), filter: { ids: [snapshot.id] }, ...edit }),
    onSuccess: async ({ changed }) => {
      setText('');
      await queryClient.invalidateQueries({ queryKey: ['snapshots'] });
      const to = changed.find(({ from }) => from === snapshot.id)?.to;
      if (to !== undefined) await navigate({ to: '/history', search: (before) => ({ ...before, snapshot: to }), replace: true }); // a changed snapshot has another id
    },
  });
  const tags = (snapshot.tags ?? []).filter((tag) => !tag.startsWith('plan:'));
  return (
    <>
      <div className={classes.tags}>
        {tags.length === 0 && <span className="quiet">{t.history.noTags}</span>}
        {tags.map((tag) => (
          <Badge
            key={tag} variant="default" tt="none" size="lg" fw={500}
            rightSection={<ActionIcon size="xs" variant="transparent" color="gray" aria-label={t.history.removeTag(tag)} onClick={() => change.mutate({ remove: [tag] })}><IconX size={12} /></ActionIcon>}
          >
            {tag}
          </Badge>
        ))}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '' && !text.includes(',')) change.mutate({ add: [text.trim()] });
        }}
      >
        <Group gap="xs" align="flex-start">
          <TextInput size="xs" aria-label={t.history.addTag} placeholder={t.history.addTag} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} error={text.includes(',') ? t.history.tagComma : undefined} />
          <Button size="xs" variant="default" type="submit" loading={change.isPending} disabled={text.trim() === ''}>{t.history.addTag}</Button>
        </Group>
      </form>
      {change.error !== null && <Problem error={change.error} />}
    </>
  );
}
