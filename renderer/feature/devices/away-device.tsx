/** A board that is known and on no port: when it was last seen and backed up. */
import { IconCpu } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, type JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { useNow } from '../../client/use-now.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { DeviceFacts, LastBackup } from './device-facts.tsx';
import { MARK, standingOf, titleOf } from './device-view.ts';
import classes from './devices.module.css';
import { KeepDevice } from './keep-device.tsx';
import { Unfinished } from './unfinished.tsx';

export function AwayDevice({ device }: { device: Device }): JSX.Element {
  const { t, f } = useText();
  const heading = useId();
  const standing = standingOf(device, useNow());
  return (
    <article className={`${classes.card} surface`} aria-labelledby={heading}>
      <header className={classes.head}>
        <IconCpu size={20} stroke={1.6} aria-hidden="true" />
        <h3 id={heading} className={classes.name}><Link to="/devices/board" search={{ device: device.ref }}><bdi>{visible(titleOf(device))}</bdi></Link></h3>
        <StateMark state={MARK[standing]} label={t.devices.mark[standing]} />
      </header>
      <DeviceFacts device={device} />
      <p className="quiet">{device.lastSeenAt === null ? t.devices.neverSeen : t.devices.lastSeen(f.when(device.lastSeenAt))}</p>
      <LastBackup device={device} />
      <Unfinished device={device} />
      <footer className={classes.actions}><LinkButton size="xs" variant="default" to="/devices/board" search={{ device: device.ref }} aria-label={t.devices.openLabel(visible(titleOf(device)))}>{t.devices.open}</LinkButton><KeepDevice device={device} /></footer>
    </article>
  );
}
