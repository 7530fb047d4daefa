/** A further destination: a place that holds a vault already, or one where a vault is made. */
import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Place } from '../../../../preload/contract/destination.ts';
import { client } from '../../../client.ts';
import { PathField } from '../../../form/path-field.tsx';
import { useText } from '../../../text/language.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { refreshDestinations } from '../queries.ts';

export function AddDestination({ opened, onClose }: { opened: boolean; onClose: () => void }): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened={opened} onClose={onClose} title={t.settings.add} size="lg" closeButtonProps={{ 'aria-label': t.common.close }}>
      {opened && <Form onDone={onClose} />}
    </Modal>
  );
}

function Form({ onDone }: { onDone: () => void }): JSX.Element {
  const { t } = useText();
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [password, setPassword] = useState('');
  const [settled] = useDebouncedValue(address.trim(), 300);
  const place = useQuery({
    queryKey: ['place', settled], enabled: settled !== '', retry: false, staleTime: 0,
    queryFn: ({ signal }) => client.destination.inspect({ address: settled }, { signal }),
  });
  const add = useMutation({
    mutationFn: async (found: Place) => {
      if (found.state === 'vault') await client.secret.set({ destination: found.address, password });
      else await client.destination.init({ destination: found.address, password });
      return client.destination.save({ name: name.trim(), address: found.address });
    },
    onSuccess: async () => {
      onDone();
      await refreshDestinations();
    },
  });
  const ready = place.data !== undefined && name.trim() !== '' && password !== '' && settled === address.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) add.mutate(place.data);
      }}
    >
      <Stack>
        <TextInput label={t.common.name} description={t.settings.nameHint} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} data-autofocus required />
        <PathField label={t.settings.folder} title={t.settings.folder} value={address} onChange={setAddress} />
        {place.error !== null && <Problem error={place.error} />}
        {place.data !== undefined && <Finding place={place.data} onTake={setAddress} />}
        <PasswordInput label={t.settings.password} value={password} autoComplete="off" onChange={({ currentTarget }) => setPassword(currentTarget.value)} required />
        {place.data !== undefined && place.data.state !== 'vault' && <p className="quiet">{t.settings.passwordWarning}</p>}
        {add.error !== null && <Problem error={add.error} />}
        <Group justify="flex-end">
          <Button type="submit" disabled={!ready} loading={add.isPending}>{t.settings.add}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What lies at the place, before anything is done there. */
function Finding({ place: { state, suggestion }, onTake }: { place: Place; onTake: (address: string) => void }): JSX.Element {
  const { t } = useText();
  if (state === 'vault') return <p role="status">{t.settings.addExisting}</p>;
  if (state === 'other' && suggestion !== null) {
    return (
      <div role="status">
        <p>{t.settings.addOther(suggestion)}</p>
        <Button mt={4} size="xs" variant="default" onClick={() => onTake(suggestion)}>{t.settings.useSuggestion}</Button>
      </div>
    );
  }
  return <p role="status">{t.settings.addNew}</p>;
}
