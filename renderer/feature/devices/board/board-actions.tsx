/** What is done with a board as a whole: back it up, clone it. */
import { Button } from '@mantine/core';
import { useState, type JSX } from 'react';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { AskConsent } from '../ask-consent.tsx';
import { BackupEnd, BackupNote } from '../backup-end.tsx';
import { BoardProblem } from '../board-problem.tsx';
import { backupCommand } from '../device-commands.ts';
import { titleOf } from '../device-view.ts';
import { useBackUpBoard, useEnded } from '../queries.ts';
import type { Access } from './access.ts';
import type { BoardPlace } from './board-view.ts';
import classes from './board.module.css';
import { CloneSheet } from './clone-sheet.tsx';

export function BoardActions({ access: { device, free }, place }: { access: Access; place: BoardPlace }): JSX.Element {
  const { t } = useText();
  const [cloning, clone] = useState(false);
  const destination = place.address === '' ? undefined : place.address;
  const isOwn = device.care !== null && (destination === undefined || destination === device.lastBackup?.destination);
  const backUp = useBackUpBoard(device.ref, isOwn ? undefined : destination);
  const ended = useEnded(backUp.data?.runId);
  return (
    <>
      {backUp.error !== null && <div className={classes.wide}><BoardProblem error={backUp.error} retry={backUp.begin} /></div>}
      <BackupNote begun={backUp.data} />
      <BackupEnd run={ended} />
      <CommandButton command={backupCommand(device.name ?? device.ref, isOwn ? undefined : destination)} />
      {device.state === 'connected' && <Button variant="default" disabled={!free} onClick={() => clone(true)}>{t.board.clone}</Button>}
      {device.running !== null
        ? <LinkButton to="/runs/$runId" params={{ runId: device.running }}>{t.devices.follow}</LinkButton>
        : device.state !== 'away' && <Button loading={backUp.busy} onClick={backUp.begin}>{t.devices.backUp}</Button>}
      <AskConsent asked={backUp} title={titleOf(device)} />
      <CloneSheet device={device} opened={cloning} onClose={() => clone(false)} />
    </>
  );
}
