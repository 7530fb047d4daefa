/** One entry. Drawn often, so it depends on nothing but what it shows; what clicks mean is the table's business. */
import { IconFile, IconFileUnknown, IconFolder, IconLink } from '@tabler/icons-react';
import { memo, type JSX } from 'react';
import type { EntryType } from '../../../preload/contract/entry.ts';
import { useText } from '../../text/language.tsx';
import classes from './entry-table.module.css';
import { NowMark } from './now-mark.tsx';
import { saysState, type Row } from './row.ts';
import type { Mark } from './selection.ts';

export interface EntryRowProps {
  id: string;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  /** Undefined: its page is on the way. */
  row: Row | undefined;
  mark: Mark;
  cursor: boolean;
  /** The chosen folder it lies in. */
  inFolder: string | null;
}

const ICONS: Partial<Record<EntryType, typeof IconFile>> = { file: IconFile, dir: IconFolder, symlink: IconLink };

export const EntryRow = memo(function EntryRow({ id, index, top, row, mark, cursor, inFolder }: EntryRowProps): JSX.Element {
  const { t, f } = useText();
  const place = { id, role: 'row', 'aria-rowindex': index + 2, 'data-row': index, 'data-cursor': cursor || undefined, style: { transform: `translateY(${top}px)` } } as const;
  if (row === undefined) return <div {...place} className={classes.row}><div role="gridcell" className={classes.pending}><span className="sr-only">{t.common.loading}</span></div></div>;
  const Icon = ICONS[row.type] ?? IconFileUnknown;
  const isChosen = mark === 'chosen' || mark === 'inside';
  return (
    <div {...place} className={classes.row} aria-selected={isChosen} data-mark={mark}>
      <div role="gridcell" className={classes.check} data-check>
        <input
          type="checkbox" tabIndex={-1} checked={isChosen} readOnly disabled={mark === 'inside'} aria-label={mark === 'inside' && inFolder !== null ? t.restore.chosenWith(row.name, inFolder) : t.restore.choose(row.name)}
          ref={(box) => {
            if (box !== null) box.indeterminate = mark === 'partly';
          }}
        />
      </div>
      <div role="gridcell" className={classes.name}>
        <Icon size={16} stroke={1.6} className={classes.icon} data-type={row.type} aria-hidden="true" />
        <span className="sr-only">{t.restore.type[row.type]}</span>
        <bdi data-name className={classes.text} data-type={row.type} title={row.name}>{row.name}</bdi>
        {row.linkTarget !== null && <bdi className={classes.target} title={row.linkTarget}>→ {row.linkTarget}</bdi>}
      </div>
      <div role="gridcell" className={classes.size}>{row.type === 'file' ? f.bytes(row.size) : ''}</div>
      <div role="gridcell" className={classes.modified} title={f.dateTime(row.mtime)}>{f.when(row.mtime)}</div>
      <div role="gridcell" className={classes.now}>{saysState(row) && <NowMark now={row.now} />}</div>
    </div>
  );
});
