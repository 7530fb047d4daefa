/** What is remembered of a board: its name, and that it is known at all. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent, type JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Problem } from '../../ui/problem.tsx';
import { isName, titleOf } from './device-view.ts';
import { useForget, useRename } from './queries.ts';

export function KeepDevice({ device }: { device: Device }): JSX.Element | null {
  const { t } = useText();
  const [asked, ask] = useState<'rename' | 'forget' | null>(null);
  const forget = useForget(device.ref);
  if (device.id === null) return null;
  const title = visible(titleOf(device));
  const close = (): void => ask(null);
  return (
    <>
      <Button size="xs" variant="subtle" color="gray" onClick={() => ask('rename')}>{t.devices.rename}</Button>
      <Button size="xs" variant="subtle" color="gray" disabled={device.running !== null} onClick={() => ask('forget')}>{t.devices.forget}</Button>
      <Modal opened={asked === 'rename'} onClose={close} title={t.devices.renameTitle(title)} closeButtonProps={{ 'aria-label': t.common.close }}>
        {asked === 'rename' && <Rename device={device} onClose={close} />}
      </Modal>
      <Confirm opened={asked === 'forget'} title={t.devices.forgetTitle(title)} action={t.devices.forgetAction} busy={forget.isPending} error={forget.error} onConfirm={() => forget.mutate(undefined, { onSuccess: close })} onClose={close}>
        <p>{t.devices.forgetText}</p>
      </Confirm>
    </>
  );
}

function Rename({ device, onClose }: { device: Device; onClose: () => void }): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState(device.name ?? '');
  const rename = useRename(device.ref);
  const name = text.trim();
  const wrong = name !== '' && !isName(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!wrong && !rename.isPending) rename.mutate(name === '' ? null : name, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput label={t.devices.name} description={t.devices.nameHint} value={text} maxLength={64} data-autofocus error={wrong ? t.devices.nameProblem : null} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        {rename.error !== null && <Problem error={rename.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" disabled={wrong} loading={rename.isPending}>{t.devices.renameAction}</Button>
        </Group>
      </Stack>
    </form>
  );
}
