/** What is chosen, and the two ways to get it back. Without a choice it speaks of the entry under the cursor. */
import { Button, Tooltip } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { restoreCommand } from './restore-choice.ts';
import { useAbsent, type At } from './queries.ts';
import classes from './restore.module.css';
import { totalsOf, type Chosen, type Selection } from './selection.ts';

export interface SelectionBarProps {
  at: At;
  selection: Selection;
  chosen: readonly Chosen[];
  onClear: () => void;
  onRestore: (target: 'original' | 'folder') => void;
  /** Shows the preview where there is no room for it beside the table. */
  onPeek: (() => void) | null;
}

export function SelectionBar({ at, selection, chosen, onClear, onRestore, onPeek }: SelectionBarProps): JSX.Element {
  const { t, f } = useText();
  const absent = useAbsent(at, Array.from(selection.keys()));
  const { count, folders, bytes } = totalsOf(selection);
  const files = count - folders;
  const sizes = [...(files > 0 ? [f.bytes(bytes)] : []), ...(folders > 0 ? [t.restore.folders(f.count(folders), folders)] : [])].join(' + ');
  const [only] = chosen;
  const gone = absent?.length ?? 0;
  const none = chosen.length === 0 || gone === count && count > 0;
  return (
    <div className={`surface ${classes.bar}`} role="group" aria-label={t.restore.selection}>
      <div className={classes.barText} role="status">
        {count > 0 ? <strong>{t.restore.selected(f.count(count), count)} · {sizes}</strong> : only === undefined ? <span className="quiet">{t.restore.selectHint}</span> : <><bdi className={classes.barName}>{only.name}</bdi>{only.type === 'file' && <span className="quiet"> · {f.bytes(only.size)}</span>}</>}
        {gone > 0 && <span className={classes.gone}>▲ {t.restore.notInVersion(f.count(gone), gone)}</span>}
      </div>
      {count > 0 && <Button variant="subtle" color="gray" size="xs" onClick={onClear}>{t.restore.clear}</Button>}
      {onPeek !== null && <Button variant="subtle" color="gray" size="xs" onClick={onPeek}>{t.restore.preview}</Button>}
      <span className={classes.spacer} />
      {!none && <CommandButton command={restoreCommand({ destination: at.destination, snapshot: at.snapshot.slice(0, 8), paths: chosen.slice(0, 50).map(({ path }) => path), into: null, conflict: 'keep-both' })} />}
      <Button variant="default" data-disabled={none || undefined} aria-disabled={none} onClick={() => !none && onRestore('folder')}>{t.restore.toFolder}</Button>
      <Tooltip label={t.restore.toOriginalHint}>
        <Button data-disabled={none || undefined} aria-disabled={none} onClick={() => !none && onRestore('original')}>{t.restore.toOriginal}</Button>
      </Tooltip>
    </div>
  );
}
