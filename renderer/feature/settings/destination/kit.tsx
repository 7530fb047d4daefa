/** The recovery kit of a destination. The kept password goes onto it when somebody asks for that, and is forgotten with the page. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Destination } from '../../../../preload/contract/destination.ts';
import { client } from '../../../client.ts';
import { faultOf } from '../../../client/fault.ts';
import { useDrives } from '../../../client/live-drives.ts';
import { useAppInfo, usePlans } from '../../../client/use-basics.ts';
import { pathNow } from '../../../form/drive-address.ts';
import { useText } from '../../../text/language.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { RecoveryKit } from '../../kit/recovery-kit.tsx';

export function DestinationKit({ destination: { name, address } }: { destination: Destination }): JSX.Element {
  const { t } = useText();
  const hostname = useAppInfo().data?.hostname ?? '';
  const drives = useDrives().news?.drives ?? [];
  const plans = usePlans().data ?? [];
  const [kept, setKept] = useState(false);
  const [open, setOpen] = useState<'with' | 'without' | null>(null);
  const show = useMutation({ mutationFn: () => client.destination.key.show({ destination: name }), gcTime: 0, onSuccess: () => setOpen('with') });
  const folders = [...new Set(plans.filter(({ plan }) => plan.destinations.includes(name)).flatMap(({ plan }) => plan.sources.flatMap(({ paths }) => paths)))];
  if (open !== null) return <RecoveryKit facts={{ destination: name, address: pathNow(address, drives), hostname, folders }} password={open === 'with' ? (show.data?.password ?? null) : null} kept={kept} onKept={() => setKept(true)} />;
  return (
    <>
      <h3>{t.settings.kit}</h3>
      <p className="quiet">{t.settings.kitText}</p>
      {show.error !== null && <Problem error={faultOf(show.error)} meaning={t.settings.kitWithout} />}
      <Group gap="xs">
        <Button variant="default" loading={show.isPending} onClick={() => show.mutate()}>{t.settings.kitWith}</Button>
        <Button variant="default" onClick={() => setOpen('without')}>{t.settings.kitLine}</Button>
      </Group>
    </>
  );
}
