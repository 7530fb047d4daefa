/** Using a drive for backups: a name, what happens when it is plugged in, and what is written onto it. */
import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent, type JSX } from 'react';
import type { DrivePolicy } from '../../../preload/contract/drive-settings.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { adoptCommand } from './drive-commands.ts';
import { POLICIES } from './policy-choice.tsx';
import { useAdopt } from './queries.ts';

export function AdoptDrive({ drive }: { drive: Drive }): JSX.Element {
  const { t } = useText();
  const [opened, setOpened] = useState(false);
  const cloned = drive.state === 'cloned';
  return (
    <>
      <Button size="xs" variant={cloned ? 'default' : 'filled'} onClick={() => setOpened(true)}>{cloned ? t.drives.clonedAction : t.drives.adopt}</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t.drives.adoptTitle(visible(drive.name))} size="lg" closeButtonProps={{ 'aria-label': t.common.close }}>
        <Form drive={drive} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function Form({ drive, onClose }: { drive: Drive; onClose: () => void }): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState(drive.name);
  const [policy, setPolicy] = useState<DrivePolicy>('ask');
  const adopt = useAdopt();
  const name = text.trim();
  const wrong = name.length === 0 || name.length > 60;
  const anew = drive.state === 'cloned';
  const adoption = { drive: drive.key, name, policy, anew };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!wrong && !adopt.isPending) adopt.mutate(adoption, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <p>{anew ? t.drives.clonedWhy : t.drives.adoptWhy}</p>
        <TextInput label={t.drives.name} value={text} maxLength={60} data-autofocus error={wrong ? t.drives.nameProblem : null} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <Radio.Group label={t.drives.policy} value={policy} onChange={(value) => setPolicy(value as DrivePolicy)}>
          <Group mt={8}>{POLICIES.map((value) => <Radio key={value} value={value} label={t.drives.policies[value]} />)}</Group>
        </Radio.Group>
        {adopt.error !== null && <Problem error={adopt.error} />}
        <Group justify="flex-end">
          <CommandButton command={adoptCommand(drive.path ?? drive.key, adoption)} />
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" disabled={wrong} loading={adopt.isPending}>{t.drives.adoptAction}</Button>
        </Group>
      </Stack>
    </form>
  );
}
