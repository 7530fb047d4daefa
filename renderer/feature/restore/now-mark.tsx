/** How an entry compares with what lies at its place now: a sign and a word. */
import type { JSX } from 'react';
import type { EntryNow } from '../../../preload/contract/snapshot-procedures.ts';
import { useText } from '../../text/language.tsx';
import classes from './entry-table.module.css';

const SIGNS: Record<EntryNow, string> = { gone: '＋', changed: '✎', same: '─', unknown: '·' };

export function NowMark({ now }: { now: EntryNow }): JSX.Element {
  const { t } = useText();
  return (
    <span className={classes.mark} data-now={now} title={t.restore.nowLong[now]}>
      <span aria-hidden="true" className={classes.sign}>{SIGNS[now]}</span>
      <span className={classes.word}>{t.restore.nowWord[now]}</span>
    </span>
  );
}
