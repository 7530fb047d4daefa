/** What is known of a board without asking it: how it stands, where it is, its last backup. */
import type { JSX, ReactNode } from 'react';
import type { Device } from '../../../../preload/contract/device.ts';
import { useNow } from '../../../client/use-now.ts';
import { useText } from '../../../text/language.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { CareLine, CareLink } from '../care-line.tsx';
import { DeviceFacts, LastBackup } from '../device-facts.tsx';
import { MARK, standingOf } from '../device-view.ts';
import { Unfinished } from '../unfinished.tsx';
import classes from './board.module.css';

export function BoardHead({ device, children }: { device: Device; children: ReactNode }): JSX.Element {
  const { t, f } = useText();
  const standing = standingOf(device, useNow());
  const { state, lastSeenAt } = device;
  return (
    <div className={`${classes.head} surface`}>
      <div className={classes.facts}>
        <StateMark state={MARK[standing]} label={t.devices.mark[standing]} />
        <LastBackup device={device} />
        <DeviceFacts device={device} />
        <CareLine device={device} />
        <div><CareLink device={device} /></div>
        {state === 'away' && lastSeenAt !== null && <p className="quiet">{t.devices.lastSeen(f.when(lastSeenAt))}</p>}
        <Unfinished device={device} />
      </div>
      {children}
    </div>
  );
}
