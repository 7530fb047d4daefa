/** The boards: those that are connected, those that are remembered, and ports where one may be. */
import type { JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { followDevicesAgain, useDevices } from '../../client/live-devices.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AwayDevice } from './away-device.tsx';
import { DeviceCard } from './device-card.tsx';
import { grouped } from './device-view.ts';
import classes from './devices.module.css';
import { OtherPorts } from './other-ports.tsx';

export function DevicesPage(): JSX.Element {
  const { t } = useText();
  const { news: devices, error } = useDevices();
  return (
    <Page title={t.frame.devices}>
      {error !== null && <Problem error={error} meaning={t.devices.unreachable} retry={followDevicesAgain} />}
      {devices !== null ? <All devices={devices} /> : error === null && <Loading lines={6} />}
    </Page>
  );
}

function All({ devices }: { devices: readonly Device[] }): JSX.Element {
  const { t } = useText();
  const { here, away, others } = grouped(devices);
  return (
    <>
      {here.length === 0 && <Empty title={t.devices.empty}><p>{t.devices.emptyWhy}</p><p>{t.devices.emptySafe}</p></Empty>}
      {here.length > 0 && <h2>{t.devices.here}</h2>}
      {here.length > 0 && <ul className={classes.cards}>{here.map((device) => <li key={device.port}><DeviceCard device={device} /></li>)}</ul>}
      {away.length > 0 && <h2>{t.devices.awayTitle}</h2>}
      {away.length > 0 && <ul className={classes.cards}>{away.map((device) => <li key={device.ref}><AwayDevice device={device} /></li>)}</ul>}
      <OtherPorts devices={others} />
    </>
  );
}
