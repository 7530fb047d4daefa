/** Any two versions: what changed from the one to the other. */
import { Button, Group } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useEffect, useRef, type JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { useText } from '../../text/language.tsx';
import { Changes } from './changes.tsx';
import classes from './history.module.css';
import type { Origin } from '../../form/origin.ts';

interface CompareViewProps {
  origin: Origin;
  from: string;
  to: string;
  snapshots: readonly Snapshot[];
  onSwap: () => void;
  onBack: () => void;
}

export function CompareView({ origin, from, to, snapshots, onSwap, onBack }: CompareViewProps): JSX.Element {
  const { t, f } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const when = (id: string): string => {
    const time = snapshots.find((one) => one.id === id)?.time;
    return time === undefined ? id.slice(0, 8) : f.dateTime(time);
  };
  return (
    <section className={`${classes.panel} ${classes.compared} surface`} aria-labelledby="compared">
      <div className={classes.panelHead}>
        <h2 id="compared" ref={heading} tabIndex={-1}>{t.history.compared(when(from), when(to))}</h2>
        <Group gap="xs">
          <Button variant="default" size="xs" leftSection={<IconArrowsLeftRight size={16} stroke={1.6} />} onClick={onSwap}>{t.history.swap}</Button>
          <Button variant="default" size="xs" onClick={onBack}>{t.history.back}</Button>
        </Group>
      </div>
      <Changes origin={origin} from={from} to={to} />
    </section>
  );
}
