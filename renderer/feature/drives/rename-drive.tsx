/** Another name for a drive. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent, type JSX } from 'react';
import type { Drive } from '../../../preload/contract/drive.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useRename } from './queries.ts';

interface RenameDriveProps {
  drive: Drive;
  opened: boolean;
  onClose: () => void;
}

export function RenameDrive({ drive, opened, onClose }: RenameDriveProps): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened={opened} onClose={onClose} title={t.drives.renameTitle(visible(drive.name))} closeButtonProps={{ 'aria-label': t.common.close }}>
      {opened && <Form drive={drive} onClose={onClose} />}
    </Modal>
  );
}

function Form({ drive, onClose }: Omit<RenameDriveProps, 'opened'>): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState(drive.name);
  const rename = useRename(drive.key);
  const name = text.trim();
  const wrong = name.length === 0 || name.length > 60;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!wrong && !rename.isPending) rename.mutate(name, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput label={t.drives.name} value={text} maxLength={60} data-autofocus error={wrong ? t.drives.nameProblem : null} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        {rename.error !== null && <Problem error={rename.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" disabled={wrong} loading={rename.isPending}>{t.drives.renameAction}</Button>
        </Group>
      </Stack>
    </form>
  );
}
