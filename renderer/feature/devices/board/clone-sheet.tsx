/** One board's files onto another one that is plugged in. */
import { Button, Group, Modal, Select } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { Device } from '../../../../preload/contract/device.ts';
import { useDevices } from '../../../client/live-devices.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { titleOf } from '../device-view.ts';
import classes from './board.module.css';
import { WriteSheet } from './write-sheet.tsx';

interface CloneSheetProps {
  device: Device;
  opened: boolean;
  onClose: () => void;
}

export function CloneSheet({ device, opened, onClose }: CloneSheetProps): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={t.board.cloneTitle(visible(titleOf(device)))} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t.common.close }}>
      {opened && <Sheet device={device} onClose={onClose} />}
    </Modal>
  );
}

function Sheet({ device, onClose }: Omit<CloneSheetProps, 'opened'>): JSX.Element {
  const { t } = useText();
  const { news: devices } = useDevices();
  const others = (devices ?? []).filter(({ ref, state, likely }) => ref !== device.ref && state !== 'away' && likely);
  const [chosen, choose] = useState<string | null>(null);
  const [target, go] = useState<string | null>(null);
  const other = others.find(({ ref }) => ref === chosen) ?? (others.length === 1 ? others[0] : undefined);
  if (target !== null) return <WriteSheet job={{ kind: 'clone', device: target, from: device.ref }} title={titleOf((devices ?? []).find(({ ref }) => ref === target) ?? device)} onBack={() => go(null)} onClose={onClose} />;
  const labelOf = (each: Device): string => visible([titleOf(each), each.port].filter((part, index, all) => part !== null && all.indexOf(part) === index).join(' · '));
  return (
    <div className={classes.sheet}>
      <p>{t.board.cloneWhy(visible(titleOf(device)))}</p>
      {others.length === 0
        ? <p role="status">{t.board.cloneNone}</p>
        : <Select label={t.board.cloneTo} data-autofocus allowDeselect={false} value={other?.ref ?? null} onChange={choose} data={others.map((each) => ({ value: each.ref, label: labelOf(each) }))} />}
      <p className="quiet">{t.board.atomic}</p>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
        <Button disabled={other === undefined} onClick={() => other !== undefined && go(other.ref)}>{t.board.cloneChoose}</Button>
      </Group>
    </div>
  );
}
