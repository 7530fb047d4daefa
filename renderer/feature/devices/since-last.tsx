/** What changed on a board since its last backup: numbers, and the first of the files. */
import type { JSX } from 'react';
import type { DeviceChanges } from '../../../preload/contract/device.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { fileChanges, SIGNS } from './device-view.ts';
import classes from './devices.module.css';

/** As many as a card has room for. */
const MOST = 6;

interface SinceLastProps {
  changes: DeviceChanges;
  /** When the board said so, milliseconds since the epoch. */
  at: number;
}

export function SinceLast({ changes: { changes, unchanged }, at }: SinceLastProps): JSX.Element {
  const { t, f } = useText();
  const found = fileChanges(changes);
  const words = t.devices.changed;
  const asked = <span className="quiet">{t.board.asked(f.when(at))}</span>;
  if (found.length === 0) return <p>{words.none(t.common.items(f.count(unchanged), unchanged))} {asked}</p>;
  const numbers = (['changed', 'added', 'removed'] as const).flatMap((kind) => {
    const count = found.filter(({ change }) => change === kind).length;
    return count === 0 ? [] : [words[kind](f.count(count))];
  });
  return (
    <>
      <p>{words.some}: <strong>{numbers.join(', ')}</strong> {asked}</p>
      <ul className={classes.changes}>
        {found.slice(0, MOST).map(({ change, path }) => (
          <li key={path}><span aria-hidden="true" className={classes.sign}>{SIGNS[change]}</span><bdi className="path">{visible(path)}</bdi> <span className="quiet">{t.devices.change[change]}</span></li>
        ))}
      </ul>
      {found.length > MOST && <p className="quiet">{words.more(f.count(found.length - MOST))}</p>}
    </>
  );
}
