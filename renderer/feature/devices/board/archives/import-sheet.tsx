/** A .blb file as a version of this board: one of ours, or one another program made. */
import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { Device } from '../../../../../preload/contract/device.ts';
import { client } from '../../../../client.ts';
import { isAbsolute } from '../../../../form/folder-path.ts';
import { visible } from '../../../../form/visible.ts';
import { useText } from '../../../../text/language.tsx';
import { CommandButton } from '../../../../ui/command-button.tsx';
import { commandLine } from '../../../../ui/command-line.ts';
import { Problem } from '../../../../ui/problem.tsx';
import { titleOf } from '../../device-view.ts';
import { hostOf, type BoardPlace } from '../board-view.ts';
import classes from '../board.module.css';
import { useFollowed } from './use-followed.ts';

interface ImportSheetProps {
  device: Device;
  place: BoardPlace;
  onClose: () => void;
}

export function ImportSheet({ device, place: { address }, onClose }: ImportSheetProps): JSX.Element {
  const { t } = useText();
  const [file, setFile] = useState('');
  const [left, setLeft] = useState(false);
  const [isOthers, setOthers] = useState(false);
  const path = file.trim();
  const ready = isAbsolute(path);
  const as = isOthers ? { path: '/', host: hostOf(device) } : {};
  const start = useFollowed(() => client.snapshot.import({ file: path, to: address, ...as }));
  return (
    <Modal opened onClose={onClose} size="lg" title={t.board.archives.importTitle(visible(titleOf(device)))} closeButtonProps={{ 'aria-label': t.common.close }}>
      <div className={classes.sheet}>
        <p>{t.board.archives.importWhy}</p>
        <TextInput
          label={t.board.archives.importFile} description={t.board.archives.importFileWhy} placeholder="/home/anna/greenhouse.blb" value={file} spellCheck={false} autoComplete="off" data-autofocus
          error={left && path !== '' && !ready ? t.form.path.notAbsolute : null} onBlur={() => setLeft(true)} onChange={({ currentTarget }) => setFile(currentTarget.value)}
        />
        <Checkbox label={t.board.archives.importOthers} description={t.board.archives.importOthersWhy} checked={isOthers} onChange={({ currentTarget }) => setOthers(currentTarget.checked)} />
        {start.error !== null && <Problem error={start.error} />}
        <Group justify="flex-end" gap="xs">
          {ready && <CommandButton command={commandLine('import', path, '--to', address, ...(isOthers ? ['--path', '/', '--host', hostOf(device)] : []))} />}
          <span className={classes.spacer} />
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button disabled={!ready} loading={start.isPending} onClick={() => start.mutate()}>{t.board.archives.importAction}</Button>
        </Group>
      </div>
    </Modal>
  );
}
