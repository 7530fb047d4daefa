/** Taking a destination off the list. One that plans go to stays until they go elsewhere. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { client } from '../../../client.ts';
import { usePlans } from '../../../client/use-basics.ts';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { refreshDestinations } from '../queries.ts';

interface RemoveDestinationProps {
  name: string;
  opened: boolean;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveDestination({ name, opened, onClose, onRemoved }: RemoveDestinationProps): JSX.Element {
  const { t, f } = useText();
  const plans = (usePlans().data ?? []).map(({ plan }) => plan).filter(({ destinations }) => destinations.includes(name));
  const remove = useMutation({
    mutationFn: () => client.destination.remove({ name }),
    onSuccess: async () => {
      onClose();
      onRemoved();
      await refreshDestinations();
    },
  });
  if (plans.length > 0) {
    const names = f.list(plans.map((plan) => plan.name));
    return (
      <Modal opened={opened} onClose={onClose} title={t.settings.removeTitle(name)} closeButtonProps={{ 'aria-label': t.common.close }}>
        <p>{t.settings.removeUsed(names, plans.length)}</p>
        <Group justify="flex-end" mt="md">
          <LinkButton variant="default" to="/plans">{t.frame.plans}</LinkButton>
          <Button variant="default" onClick={onClose} data-autofocus>{t.common.close}</Button>
        </Group>
      </Modal>
    );
  }
  return (
    <Confirm opened={opened} title={t.settings.removeTitle(name)} action={t.settings.removeAction} busy={remove.isPending} error={remove.error} onConfirm={() => remove.mutate()} onClose={onClose}>
      <p>{t.settings.removeText}</p>
      <CommandButton command={commandLine('destination', 'remove', name)} />
    </Confirm>
  );
}
