/** What a board is and where it is, and its last backup, in lines. */
import type { JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { factsOf, titleOf } from './device-view.ts';

export function DeviceFacts({ device }: { device: Device }): JSX.Element | null {
  const { t } = useText();
  const { state, board, version, port } = device;
  const facts = [...factsOf(device), ...(version === null ? [] : [t.devices.firmware(version)])];
  const isGuess = state === 'new' && board !== null;
  return (
    <div className="quiet">
      {isGuess ? <p>{t.devices.guessed(visible(board))}</p> : facts.length > 0 && <p>{visible(facts.join(' · '))}</p>}
      {state === 'new' && board === null && <p>{t.devices.nothingKnown}</p>}
      {port !== null && port !== titleOf(device) && <p><bdi className="path">{visible(port)}</bdi></p>}
    </div>
  );
}

export function LastBackup({ device: { lastBackup } }: { device: Pick<Device, 'lastBackup'> }): JSX.Element {
  const { t, f } = useText();
  if (lastBackup === null) return <p>{t.devices.never}</p>;
  return <p>{t.devices.last(f.ago(lastBackup.at))} <span className="quiet">· {t.devices.lastHeld(t.common.files(f.count(lastBackup.files), lastBackup.files), f.bytes(lastBackup.bytes))}</span></p>;
}
