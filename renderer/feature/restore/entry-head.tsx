/** The head of the table: what the columns are, and the order. */
import { Tooltip } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import classes from './entry-table.module.css';
import { clicked, type SortKey, type Sorting } from './sorting.ts';

export interface EntryHeadProps {
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  /** Everything is loaded: any order can be had. */
  sortable: boolean;
  /** Entries a folder may have to be sorted. */
  most: number;
}

export function EntryHead({ sorting, onSort, sortable, most }: EntryHeadProps): JSX.Element {
  const { t, f } = useText();
  const applied = sortable ? sorting : { key: 'name', down: false };
  const column = (key: SortKey, label: string, className: string | undefined): JSX.Element => {
    const sorted = applied.key === key;
    return (
      // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the label is that of the button in it
      <div role="columnheader" className={className} aria-sort={sorted ? (applied.down ? 'descending' : 'ascending') : undefined}>
        <Tooltip label={t.restore.notSortable(f.count(most))} disabled={sortable} multiline w={260}>
          <button type="button" className={classes.sort} aria-disabled={!sortable} onClick={() => sortable && onSort(clicked(sorting, key))}>
            {label}
            {!sortable && <span className="sr-only">. {t.restore.notSortable(f.count(most))}</span>}
            {sorted && <span aria-hidden="true">{applied.down ? ' ↓' : ' ↑'}</span>}
          </button>
        </Tooltip>
      </div>
    );
  };
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.columns}>
        <div role="columnheader" className={classes.check}><span className="sr-only">{t.restore.chosen}</span></div>
        {column('name', t.common.name, classes.name)}
        {column('size', t.common.size, classes.size)}
        {column('modified', t.common.modified, classes.modified)}
        <div role="columnheader" className={classes.now} title={t.restore.nowHint}>{t.restore.now}</div>
      </div>
    </div>
  );
}
