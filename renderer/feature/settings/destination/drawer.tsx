/** One destination: is it well, what is in it, who can open it, and the way to let it go. */
import { Button, Drawer, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Destination } from '../../../../preload/contract/destination.ts';
import { client } from '../../../client.ts';
import { useText } from '../../../text/language.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Problem } from '../../../ui/problem.tsx';
import classes from '../page.module.css';
import { refreshDestinations } from '../queries.ts';
import { DestinationKeys } from './keys.tsx';
import { DestinationLocks } from './locks.tsx';
import { DestinationTest } from './test.tsx';
import { DestinationUsage } from './usage.tsx';

export function DestinationDrawer({ destination, onClose }: { destination: Destination | null; onClose: () => void }): JSX.Element {
  const { t } = useText();
  return (
    <Drawer opened={destination !== null} onClose={onClose} title={destination?.name} size="lg" closeButtonProps={{ 'aria-label': t.common.close }}>
      {destination !== null && <Details key={destination.name} destination={destination} onRemoved={onClose} />}
    </Drawer>
  );
}

function Details({ destination, onRemoved }: { destination: Destination; onRemoved: () => void }): JSX.Element {
  const { t, f } = useText();
  const { name, address, format, addedAt, isDefault } = destination;
  const [removing, setRemoving] = useState(false);
  const makeDefault = useMutation({ mutationFn: () => client.settings.save({ defaultDestination: name }), onSuccess: refreshDestinations });
  const remove = useMutation({
    mutationFn: () => client.destination.remove({ name }),
    onSuccess: async () => {
      setRemoving(false);
      onRemoved();
      await refreshDestinations();
    },
  });
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t.settings.address}</dt>
        <dd><code>{address}</code></dd>
        <dt>{t.settings.format}</dt>
        <dd>{format}</dd>
        <dt>{t.settings.since('')}</dt>
        <dd>{f.date(addedAt)}</dd>
      </dl>
      <div className={classes.group}><DestinationTest name={name} /></div>
      <div className={classes.group}><DestinationUsage name={name} /></div>
      <div className={classes.group}><DestinationKeys name={name} /></div>
      <div className={classes.group}><DestinationLocks name={name} /></div>
      <div className={classes.group}>
        {makeDefault.error !== null && <Problem error={makeDefault.error} />}
        <Group gap="xs">
          {!isDefault && <Button variant="default" loading={makeDefault.isPending} onClick={() => makeDefault.mutate()}>{t.settings.makeDefault}</Button>}
          <Button variant="default" onClick={() => setRemoving(true)}>{t.settings.removeAction} …</Button>
        </Group>
      </div>
      <Confirm
        opened={removing} title={t.settings.removeTitle(name)} action={t.settings.removeAction} busy={remove.isPending} error={remove.error}
        onConfirm={() => remove.mutate()} onClose={() => setRemoving(false)}
      >
        <p>{t.settings.removeText}</p>
      </Confirm>
    </>
  );
}
