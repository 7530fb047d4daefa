/** What is done with a board as a whole: back it up, clone it. */
import { Button } from '@mantine/core';
import { useState, type JSX } from 'react';
import { visible } from '../../../form/visible.ts';
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
import type { NextBackup } from './board-view.ts';
import classes from './board.module.css';
import { CloneSheet } from './clone-sheet.tsx';

export function BoardActions({ access: { device, free }, next: { name, destination } }: { access: Access; next: NextBackup }): JSX.Element {
  const { t } = useText();
  const [cloning, clone] = useState(false);
  const backUp = useBackUpBoard(device.ref, destination);
  const ended = useEnded(backUp.data?.runId);
  return (
    <>
      {backUp.error !== null && <div className={classes.wide}><BoardProblem error={backUp.error} retry={backUp.begin} /></div>}
      <BackupNote begun={backUp.data} />
      <BackupEnd run={ended} />
      {device.running === null && device.state !== 'away' && <p className={`${classes.goes} quiet`}>{t.board.goesTo(name === null ? t.care.ownName : visible(name))}</p>}
      <CommandButton command={backupCommand(device.name ?? device.ref, destination)} />
      {device.state === 'connected' && <Button variant="default" disabled={!free} onClick={() => clone(true)}>{t.board.clone}</Button>}
      {device.running !== null
        ? <LinkButton to="/runs/$runId" params={{ runId: device.running }}>{t.devices.follow}</LinkButton>
        : device.state !== 'away' && <Button loading={backUp.busy} onClick={backUp.begin}>{t.devices.backUp}</Button>}
      <AskConsent asked={backUp} title={titleOf(device)} />
      <CloneSheet device={device} opened={cloning} onClose={() => clone(false)} />
    </>
  );
}
