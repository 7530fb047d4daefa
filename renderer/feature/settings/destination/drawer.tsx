/** One destination: is it well, what is in it, who can open it, and the way to let it go. */
import { Button, Drawer, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Destination } from '../../../../preload/contract/destination.ts';
import { client } from '../../../client.ts';
import { useDrives } from '../../../client/live-drives.ts';
import { useAppInfo } from '../../../client/use-basics.ts';
import { namedAddress } from '../../../form/drive-address.ts';
import { PathText } from '../../../form/path-text.tsx';
import { useText } from '../../../text/language.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Problem } from '../../../ui/problem.tsx';
import classes from '../page.module.css';
import { refreshDestinations } from '../queries.ts';
import { Reveal } from '../reveal.tsx';
import { DestinationKeys } from './keys.tsx';
import { DestinationKit } from './kit.tsx';
import { DestinationLocks } from './locks.tsx';
import { RemoveDestination } from './remove.tsx';
import { DestinationTest } from './test.tsx';
import { DestinationUsage } from './usage.tsx';

export function DestinationDrawer({ destination, onClose }: { destination: Destination | null; onClose: () => void }): JSX.Element {
  const { t } = useText();
  const close = (): void => {
    if (document.querySelectorAll('[role=dialog]').length <= 1) onClose(); // Escape is for the dialog on top
  };
  return (
    <Drawer opened={destination !== null} onClose={close} title={destination?.name} size="lg" lockScroll={false} attributes={{ header: { role: 'none' } }} closeButtonProps={{ 'aria-label': t.common.close }}>
      {destination !== null && <Details key={destination.name} destination={destination} onRemoved={onClose} />}
    </Drawer>
  );
}

function Details({ destination, onRemoved }: { destination: Destination; onRemoved: () => void }): JSX.Element {
  const { t, f } = useText();
  const { name, address, format, addedAt, isDefault } = destination;
  const drives = useDrives().news?.drives ?? [];
  const [removing, setRemoving] = useState(false);
  const canReveal = useAppInfo().data?.can.reveal === true;
  const makeDefault = useMutation({ mutationFn: () => client.settings.save({ defaultDestination: name }), onSuccess: refreshDestinations });
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t.settings.address}</dt>
        <dd><PathText text={namedAddress(address, drives)} /></dd>
        <dt>{t.settings.format}</dt>
        <dd>{t.settings.formats[format]}</dd>
        <dt>{t.settings.since}</dt>
        <dd>{f.date(addedAt)}</dd>
      </dl>
      <Group gap="xs" my="md">
        <LinkButton variant="default" size="xs" to="/history" search={{ destination: name }}>{t.settings.seeVersions}</LinkButton>
        {format === 'archive' && <LinkButton variant="default" size="xs" to="/archives" search={{ destination: name }}>{t.chains.open}</LinkButton>}
        {canReveal && <Reveal path={address} />}
        {!isDefault && <Button size="xs" variant="default" loading={makeDefault.isPending} onClick={() => makeDefault.mutate()}>{t.settings.makeDefault}</Button>}
      </Group>
      {makeDefault.error !== null && <Problem error={makeDefault.error} />}
      <section className={classes.group}><DestinationTest name={name} /></section>
      <section className={classes.group}><DestinationUsage name={name} /></section>
      {format === 'vault' && <section className={classes.group}><DestinationKeys name={name} /></section>}
      {format === 'vault' && <section className={classes.group}><DestinationKit destination={destination} /></section>}
      <section className={classes.group}><DestinationLocks name={name} /></section>
      <section className={classes.group}>
        <h3>{t.settings.removeHeading}</h3>
        <p className="quiet">{t.settings.removeText}</p>
        <Button variant="default" onClick={() => setRemoving(true)}>{t.settings.removeAction} …</Button>
      </section>
      <RemoveDestination name={name} opened={removing} onClose={() => setRemoving(false)} onRemoved={onRemoved} />
    </>
  );
}
