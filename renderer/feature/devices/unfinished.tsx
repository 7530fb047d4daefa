/** A restore that was cut off: what that means for the board, and the way back. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { useText } from '../../text/language.tsx';
import { AskConsent } from './ask-consent.tsx';
import { BoardProblem } from './board-problem.tsx';
import { titleOf } from './device-view.ts';
import classes from './devices.module.css';
import { useTakeBack } from './queries.ts';

export function Unfinished({ device }: { device: Device }): JSX.Element | null {
  const { t, f } = useText();
  const takeBack = useTakeBack(device.ref);
  const { unfinished } = device;
  if (unfinished === null) return null;
  const { startedAt, here } = unfinished;
  return (
    <div className={classes.unfinished}>
      <p><span aria-hidden="true">▲ </span>{t.devices.unfinished(startedAt === '' ? t.devices.unfinishedWhen : f.when(startedAt))}</p>
      {here ? <p className="quiet">{t.devices.takeBackWhy}</p> : <p>{t.devices.unfinishedElsewhere}</p>}
      {here && device.state === 'connected' && <Button size="xs" variant="default" loading={takeBack.busy} disabled={device.running !== null} onClick={takeBack.begin}>{t.devices.takeBack}</Button>}
      {takeBack.error !== null && <BoardProblem error={takeBack.error} />}
      <AskConsent asked={takeBack} title={titleOf(device)} />
    </div>
  );
}
