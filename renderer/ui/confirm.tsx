/** A decision that destroys or interrupts: the button names the act and the amount, and is never the default. */
import { Button, Group, Modal, Stack } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import { useText } from '../text/language.tsx';
import { Problem } from './problem.tsx';

export interface ConfirmProps {
  opened: boolean;
  title: string;
  /** Names the act and the amount: "Forget 12 versions". */
  action: string;
  /** Said on the way out instead of "Cancel", where that would read as the act itself. */
  back?: string;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function Confirm({ opened, title, action, back, busy = false, error, onConfirm, onClose, children }: ConfirmProps): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t.common.close }}>
      <Stack>
        {children}
        {error != null && <Problem error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>{back ?? t.common.cancel}</Button>
          <Button color="red.8" loading={busy} onClick={onConfirm}>{action}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
