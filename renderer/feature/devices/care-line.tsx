/** How a board is protected, in a line, and the way to say it. */
import type { JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { useDrives } from '../../client/live-drives.ts';
import { namedAddress } from '../../form/drive-address.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { isKeepable, titleOf } from './device-view.ts';

export function CareLine({ device: { care } }: { device: Pick<Device, 'care'> }): JSX.Element | null {
  const { t, f } = useText();
  const drives = useDrives().news?.drives ?? [];
  if (care === null) return null;
  const where = care.destination === null ? t.care.ownName : visible(namedAddress(care.destination, drives));
  return <p className="quiet">{t.care.isProtected(where, t.care.every(f.count(care.remindAfterDays), care.remindAfterDays))}</p>;
}

export function CareLink({ device }: { device: Device }): JSX.Element | null {
  const { t } = useText();
  if (!isKeepable(device)) return null;
  const title = visible(titleOf(device));
  const isNew = device.care === null;
  return (
    <LinkButton size="xs" variant="default" to="/devices/protect" search={{ device: device.ref }} aria-label={(isNew ? t.care.protectLabel : t.care.changeLabel)(title)}>{isNew ? t.care.protect : t.care.change}</LinkButton>
  );
}
