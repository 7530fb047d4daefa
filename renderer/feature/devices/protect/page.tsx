/** Protecting a board that is plugged in. */
import { useSearch, Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { followDevicesAgain, useDevices } from '../../../client/live-devices.ts';
import { useDestinations } from '../../../client/use-basics.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Page } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { deviceOf, titleOf } from '../device-view.ts';
import { MeetFirst } from './meet-first.tsx';
import { BoardWizard } from './wizard.tsx';

export function ProtectBoardPage(): JSX.Element {
  const { t } = useText();
  const { device: ref = '' } = useSearch({ from: '/devices/protect' });
  const { news: devices, error } = useDevices();
  const destinations = useDestinations();
  const device = devices === null ? undefined : deviceOf(devices, ref);
  if (device === undefined || destinations.data === undefined) {
    return (
      <Page title={t.care.title('')}>
        {error !== null && <Problem error={error} meaning={t.devices.unreachable} retry={followDevicesAgain} />}
        {destinations.error !== null && <Problem error={destinations.error} retry={() => void destinations.refetch()} />}
        {devices !== null && device === undefined ? <Empty title={t.board.unknown}><p>{t.board.unknownWhy}</p><Link to="/devices">{t.board.all}</Link></Empty> : error === null && destinations.error === null && <Loading lines={6} />}
      </Page>
    );
  }
  return (
    <Page title={t.care.title(visible(titleOf(device)))}>
      {device.id === null ? <MeetFirst device={device} /> : <BoardWizard key={device.id} device={device} destinations={destinations.data} />}
    </Page>
  );
}
