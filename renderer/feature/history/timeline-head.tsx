/** The heads of the columns: a click sorts, dragging the edge or Shift with an arrow key sets the width. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { JSX, KeyboardEvent, PointerEvent } from 'react';
import { useText } from '../../text/language.tsx';
import { COLUMNS, type Column, type Sorting } from './table-order.ts';
import classes from './timeline-table.module.css';
import type { Columns, Sized } from './use-columns.ts';

/** What is most of use comes first: the newest, the largest, the worst, the beginning of the alphabet. */
const DESCENDING_FIRST: ReadonlySet<Column> = new Set(['when', 'added', 'duration']);
const KEY_STEP = 16;

const isSized = (column: Column): column is Sized => column !== 'of';

interface TimelineHeadProps {
  sorting: Sorting;
  columns: Columns;
  onSort: (sorting: Sorting) => void;
}

export function TimelineHead({ sorting, columns: { widths, set }, onSort }: TimelineHeadProps): JSX.Element {
  const { t } = useText();
  const onKeyDown = (column: Column) => (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0;
    if (step === 0 || !event.shiftKey || !isSized(column)) return;
    event.preventDefault();
    set(column, widths[column] + step, true);
  };
  return (
    <div role="row" aria-rowindex={1} className={`${classes.row} ${classes.head}`}>
      <span role="columnheader"><span className="sr-only">{t.history.choice}</span></span>
      {COLUMNS.map((column) => {
        const isSorted = sorting.column === column;
        return (
          <span key={column} role="columnheader" className={classes.headCell} data-column={column} aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}>
            <button
              type="button" className={classes.sort} onKeyDown={onKeyDown(column)} title={isSized(column) ? t.history.columnHint : undefined}
              onClick={() => onSort({ column, descending: isSorted ? !sorting.descending : DESCENDING_FIRST.has(column) })}
            >
              <span>{t.history.column[column]}</span>
              {isSorted && (sorting.descending ? <IconArrowDown size={14} aria-hidden="true" /> : <IconArrowUp size={14} aria-hidden="true" />)}
            </button>
            {isSized(column) && <Edge width={widths[column]} onWidth={(width, done) => set(column, width, done)} />}
          </span>
        );
      })}
    </div>
  );
}

/** For the mouse; keys do the same on the head itself. */
function Edge({ width, onWidth }: { width: number; onWidth: (width: number, done: boolean) => void }): JSX.Element {
  const onPointerDown = (down: PointerEvent<HTMLElement>): void => {
    const { currentTarget: edge, clientX, pointerId } = down;
    down.preventDefault();
    edge.setPointerCapture(pointerId);
    let now = width;
    const onMove = (event: globalThis.PointerEvent): void => {
      now = width + event.clientX - clientX;
      onWidth(now, false);
    };
    edge.addEventListener('pointermove', onMove);
    edge.addEventListener('lostpointercapture', () => {
      edge.removeEventListener('pointermove', onMove);
      onWidth(now, true);
    }, { once: true });
  };
  return <span aria-hidden="true" className={classes.edge} onPointerDown={onPointerDown} />;
}
