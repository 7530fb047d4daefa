/** Boards that are plugged in and not protected yet, as something to protect. */
import { IconCpu } from '@tabler/icons-react';
import { useId, type JSX } from 'react';
import { useDevices } from '../../../client/live-devices.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { CareLink } from '../care-line.tsx';
import { offeredOf, titleOf } from '../device-view.ts';
import classes from './protect.module.css';

export function OfferedBoards(): JSX.Element | null {
  const { t } = useText();
  const { news: devices } = useDevices();
  const heading = useId();
  const offered = offeredOf(devices ?? []);
  if (offered.length === 0) return null;
  return (
    <section aria-labelledby={heading} className={classes.offered}>
      <h3 id={heading}>{t.care.boards}</h3>
      <p className="quiet">{t.care.boardsWhy}</p>
      <ul>
        {offered.map((device) => (
          <li key={device.port}>
            <IconCpu size={20} stroke={1.6} aria-hidden="true" />
            <span><bdi>{visible(titleOf(device))}</bdi></span>
            <CareLink device={device} />
          </li>
        ))}
      </ul>
    </section>
  );
}
