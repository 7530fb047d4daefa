/** A bar that is there when the total is known, and only its empty place when it is not. */
import type { JSX } from 'react';
import classes from './meter.module.css';

/** @param share 0 to 1. @param label says what it measures. @param slim for lists. */
export function Meter({ share, label, slim = false }: { share: number | null; label: string; slim?: boolean }): JSX.Element {
  if (share === null) return <div className={classes.track} data-slim={slim || undefined} aria-hidden="true" />;
  return (
    <div className={classes.track} data-slim={slim || undefined} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(share * 100)}>
      <div className={classes.bar} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
