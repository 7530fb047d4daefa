/** A drive that is no longer wanted: asked first, and only when nothing counts on it any more. */
import { Modal, Stack } from '@mantine/core';
import type { JSX } from 'react';
import type { Drive } from '../../../preload/contract/drive.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { useForget } from './queries.ts';

interface ForgetDriveProps {
  drive: Drive;
  opened: boolean;
  onClose: () => void;
}

export function ForgetDrive({ drive, opened, onClose }: ForgetDriveProps): JSX.Element {
  const { t, f } = useText();
  const forget = useForget(drive.key);
  const title = t.drives.forgetTitle(visible(drive.name));
  if (drive.destinations.length > 0) {
    return (
      <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t.common.close }}>
        <Stack align="flex-start">
          <p>{t.drives.forgetFirst(visible(f.list(drive.destinations)))}</p>
          <LinkButton variant="default" to="/settings" search={{ section: 'destinations' }}>{t.drives.toSettings}</LinkButton>
        </Stack>
      </Modal>
    );
  }
  return (
    <Confirm opened={opened} title={title} action={t.drives.forgetAction} busy={forget.isPending} error={forget.error} onConfirm={() => forget.mutate(undefined, { onSuccess: onClose })} onClose={onClose}>
      <p>{t.drives.forgetText}</p>
    </Confirm>
  );
}
