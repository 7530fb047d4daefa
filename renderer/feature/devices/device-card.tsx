/** One board that is plugged in: what it is, when it was last backed up, what changed since, and what can be done. */
import { Button } from '@mantine/core';
import { IconCpu } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, type JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { useNow } from '../../client/use-now.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { AskConsent } from './ask-consent.tsx';
import { BackupEnd, BackupNote } from './backup-end.tsx';
import { BoardProblem } from './board-problem.tsx';
import { CareLine, CareLink } from './care-line.tsx';
import { cardCommand } from './device-commands.ts';
import { DeviceFacts, LastBackup } from './device-facts.tsx';
import { MARK, placeFor, standingOf, titleOf } from './device-view.ts';
import classes from './devices.module.css';
import { KeepDevice } from './keep-device.tsx';
import { useBackUpBoard, useEnded } from './queries.ts';
import { SinceLast } from './since-last.tsx';
import { Unfinished } from './unfinished.tsx';
import { useSince } from './use-since.ts';

export function DeviceCard({ device }: { device: Device }): JSX.Element {
  const { t } = useText();
  const heading = useId();
  const backUp = useBackUpBoard(device.ref, placeFor(device));
  const changes = useSince(device);
  const ended = useEnded(backUp.data?.runId);
  const standing = standingOf(device, useNow());
  const title = visible(titleOf(device));
  const busy = device.running !== null || backUp.busy || changes.busy;
  const error = backUp.error ?? changes.error;
  const isOfLast = changes.data !== undefined && changes.data.snapshot === device.lastBackup?.snapshot;
  return (
    <article className={`${classes.card} surface`} aria-labelledby={heading}>
      <header className={classes.head}>
        <IconCpu size={20} stroke={1.6} aria-hidden="true" />
        <h3 id={heading} className={classes.name}><Link to="/devices/board" search={{ device: device.ref }}><bdi>{title}</bdi></Link></h3>
        <StateMark state={MARK[standing]} label={t.devices.mark[standing]} />
      </header>
      <DeviceFacts device={device} />
      {device.state === 'new' ? <p className="quiet">{t.devices.isNew}</p> : <LastBackup device={device} />}
      <CareLine device={device} />
      <Unfinished device={device} />
      <BackupNote begun={backUp.data} />
      <BackupEnd run={ended} />
      <div role="status" className={classes.since}>
        {changes.busy && <p className="quiet">{t.devices.asking}</p>}
        {changes.running && !changes.busy && <p className="quiet">{t.devices.runsNow}</p>}
        {isOfLast && !changes.busy && <SinceLast changes={changes.data!} at={changes.at} />}
      </div>
      {error !== null && <BoardProblem error={error} retry={backUp.error === null ? changes.begin : backUp.begin} />}
      <footer className={classes.actions}>
        {device.running !== null
          ? <LinkButton size="xs" variant="default" to="/runs/$runId" params={{ runId: device.running }}>{t.devices.follow}</LinkButton>
          : <Button size="xs" aria-label={t.devices.backUpLabel(title)} loading={backUp.busy} disabled={changes.busy} onClick={backUp.begin}>{t.devices.backUp}</Button>}
        {device.lastBackup !== null && <Button size="xs" variant="default" aria-label={t.devices.changesLabel(title)} loading={changes.busy} disabled={busy && !changes.busy} onClick={changes.begin}>{t.devices.changes}</Button>}
        <LinkButton size="xs" variant="default" to="/devices/board" search={{ device: device.ref }} aria-label={(device.state === 'new' ? t.devices.lookLabel : t.devices.openLabel)(title)}>{device.state === 'new' ? t.devices.look : t.devices.open}</LinkButton>
        {device.care === null && <CareLink device={device} />}
        <KeepDevice device={device} />
        <span className={classes.end}><CommandButton command={cardCommand(device)} /></span>
      </footer>
      <AskConsent asked={backUp} title={title} />
      <AskConsent asked={changes} title={title} />
    </article>
  );
}
