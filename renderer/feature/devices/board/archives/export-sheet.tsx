/** A version as one .blb file, to give away or to keep elsewhere. */
import { Button, Group, Modal } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { Device } from '../../../../../preload/contract/device.ts';
import { client } from '../../../../client.ts';
import { isAbsolute } from '../../../../form/folder-path.ts';
import { PathField } from '../../../../form/path-field.tsx';
import { useText } from '../../../../text/language.tsx';
import { CommandButton } from '../../../../ui/command-button.tsx';
import { commandLine } from '../../../../ui/command-line.ts';
import { Problem } from '../../../../ui/problem.tsx';
import { titleOf } from '../../device-view.ts';
import classes from '../board.module.css';
import { fileNameOf } from './board-chains.ts';
import { useFollowed } from './use-followed.ts';

export interface Exported {
  id: string;
  time: string;
}

interface ExportSheetProps {
  device: Device;
  destination: string;
  version: Exported;
  onClose: () => void;
}

export function ExportSheet({ device, destination, version: { id, time }, onClose }: ExportSheetProps): JSX.Element {
  const { t, f } = useText();
  const [folder, setFolder] = useState('');
  const name = fileNameOf(titleOf(device), time);
  const file = `${folder.replace(/[/\\]+$/, '')}${folder.includes('\\') ? '\\' : '/'}${name}`;
  const start = useFollowed(() => client.snapshot.export({ destination, snapshot: id, file }));
  return (
    <Modal opened onClose={onClose} size="lg" title={t.board.exportTitle(f.dateTime(time))} closeButtonProps={{ 'aria-label': t.common.close }}>
      <div className={classes.sheet}>
        <p>{t.board.exportWhy}</p>
        <PathField label={t.board.exportTo} description={t.board.exportAs(name)} title={t.board.exportTo} value={folder} onChange={setFolder} />
        {start.error !== null && <Problem error={start.error} />}
        <Group justify="flex-end" gap="xs">
          {isAbsolute(folder) && <CommandButton command={commandLine('export', id.slice(0, 8), file, '-r', destination)} />}
          <span className={classes.spacer} />
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button disabled={!isAbsolute(folder)} loading={start.isPending} onClick={() => start.mutate()}>{t.board.exportAction}</Button>
        </Group>
      </div>
    </Modal>
  );
}
