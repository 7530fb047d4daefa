/** How much of a drive is taken: a bar, and in words how much is free. */
import type { JSX } from 'react';
import type { Drive } from '../../../preload/contract/drive.ts';
import { useText } from '../../text/language.tsx';
import { NEARLY_FULL, usedShare } from './drive-view.ts';
import classes from './drives.module.css';

export function DriveSpace({ drive }: { drive: Pick<Drive, 'totalBytes' | 'freeBytes'> }): JSX.Element | null {
  const { t, f } = useText();
  const share = usedShare(drive);
  const { freeBytes, totalBytes } = drive;
  if (share === null) return totalBytes === null ? null : <p className="quiet">{f.bytes(totalBytes)}</p>;
  const full = share >= NEARLY_FULL;
  return (
    <div className={classes.space}>
      <div className={classes.track} role="meter" aria-label={t.drives.space} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} data-full={full || undefined}>
        <div style={{ transform: `scaleX(${share})` }} />
      </div>
      <span className={full ? classes.attention : undefined}>
        {full && <span aria-hidden="true">▲ </span>}{full ? t.drives.nearlyFull(f.bytes(freeBytes!)) : t.drives.room(f.bytes(freeBytes!), f.bytes(totalBytes!))}
      </span>
    </div>
  );
}
