/** An entry as the table keeps it: only what is shown, so that a hundred thousand of them are nothing special. */
import type { Entry, EntryType } from '../../../preload/contract/entry.ts';
import type { EntryNow, ListedEntry } from '../../../preload/contract/snapshot-procedures.ts';

export interface Row {
  /** Text to show. */
  name: string;
  /** Absolute path in the snapshot, as procedures take it. */
  path: string;
  type: EntryType;
  size: number;
  mtime: string;
  now: EntryNow;
  linkTarget: string | null;
}

export const rowOf = ({ name, rawPath, type, size, mtime, now, linkTarget }: ListedEntry | Entry & { now?: EntryNow }): Row => ({
  name, path: rawPath, type, size, mtime, now: now ?? 'unknown', linkTarget,
});

/** Whether the state against now says something: a folder that looks the same may still hold changes. */
export const saysState = ({ type, now }: Pick<Row, 'type' | 'now'>): boolean => type !== 'dir' || now === 'gone';

export const isDifferent = (row: Pick<Row, 'type' | 'now'>): boolean => saysState(row) && (row.now === 'changed' || row.now === 'gone');
