/** A version back to its board: which files, exactly what that does, then while it is done. */
import { Button, Group, Modal, Radio } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { Device } from '../../../../preload/contract/device.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { titleOf } from '../device-view.ts';
import { chosenPaths } from './board-view.ts';
import classes from './board.module.css';
import { FileChoice } from './file-choice.tsx';
import { useTree } from './queries.ts';
import { WriteSheet } from './write-sheet.tsx';

interface Version {
  id: string;
  time: string;
}

interface RestoreSheetProps {
  device: Device;
  destination: string;
  /** Null: closed. */
  snapshot: Version | null;
  onClose: () => void;
}

export function RestoreSheet({ device, destination, snapshot, onClose }: RestoreSheetProps): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened={snapshot !== null} onClose={onClose} size="xl" title={t.board.restoreTitle(visible(titleOf(device)))} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t.common.close }}>
      {snapshot !== null && <Sheet device={device} destination={destination} snapshot={snapshot} onClose={onClose} />}
    </Modal>
  );
}

function Sheet({ device, destination, snapshot, onClose }: RestoreSheetProps & { snapshot: Version }): JSX.Element {
  const { t, f } = useText();
  const [all, setAll] = useState(true);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [paths, go] = useState<readonly string[] | null>(null);
  const tree = useTree(destination, snapshot.id, !all);
  const ready = all || chosen.size > 0;
  if (paths !== null) return <WriteSheet job={{ kind: 'restore', device: device.ref, destination, snapshot: snapshot.id, paths }} title={titleOf(device)} onBack={() => go(null)} onClose={onClose} />;
  return (
    <div className={classes.sheet}>
      <p><span className="quiet">{t.board.from}</span> <strong>{f.dateTime(snapshot.time)}</strong></p>
      <Radio.Group label={t.board.which} value={all ? 'all' : 'chosen'} onChange={(value) => setAll(value === 'all')}>
        <Group mt={8}><Radio value="all" label={t.board.everything} data-autofocus={all || undefined} /><Radio value="chosen" label={t.board.chosen} data-autofocus={!all || undefined} /></Group>
      </Radio.Group>
      {!all && <Loaded query={tree} lines={8}>{(entries) => <FileChoice tree={entries} chosen={chosen} onChange={choose} />}</Loaded>}
      <p className="quiet">{t.board.atomic}</p>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
        <Button disabled={!ready} onClick={() => go(all ? [] : chosenPaths(tree.data ?? [], chosen))}>{t.board.choose}</Button>
      </Group>
    </div>
  );
}
