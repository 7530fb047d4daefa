/** Any two versions side by side: what changed from the one to the other. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { useText } from '../../text/language.tsx';
import { Changes } from './changes.tsx';
import classes from './history.module.css';
import type { HistoryPlace } from './places.ts';

interface CompareViewProps {
  place: HistoryPlace;
  from: string;
  to: string;
  snapshots: readonly Snapshot[];
  onBack: () => void;
}

export function CompareView({ place, from, to, snapshots, onBack }: CompareViewProps): JSX.Element {
  const { t, f } = useText();
  const when = (id: string): string => {
    const time = snapshots.find((one) => one.id === id)?.time;
    return time === undefined ? id.slice(0, 8) : f.dateTime(time);
  };
  return (
    <div className={`${classes.panel} surface`}>
      <div className={classes.panelHead}>
        <h2>{t.history.compared(when(from), when(to))}</h2>
        <Button variant="default" onClick={onBack}>{t.history.back}</Button>
      </div>
      <Changes place={place} from={from} to={to} />
    </div>
  );
}
