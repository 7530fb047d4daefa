/** The history as a table. Rows exist only where they can be seen; the cursor's row always does, so that focus has a place. */
import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState, type CSSProperties, type JSX, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { useText } from '../../text/language.tsx';
import { gridAct } from '../../ui/grid-keys.ts';
import { useVirtualRows } from '../../ui/virtual-rows.ts';
import type { Sorting } from './table-order.ts';
import type { TimelineItem } from './timeline.ts';
import { TimelineHead } from './timeline-head.tsx';
import { TimelineRow } from './timeline-row.tsx';
import classes from './timeline-table.module.css';
import { useColumns, type Widths } from './use-columns.ts';

const ROW = 36;

interface TimelineTableProps {
  rows: readonly TimelineItem[];
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  /** Key of the entry that is open. */
  opened: string | null;
  onOpen: (item: TimelineItem) => void;
  /** Ids of versions. */
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  /** Versions are still on their way. */
  reading: boolean;
  more: (() => void) | null;
  /** A line to bring into view: counts up with every wish. */
  wish: { index: number; number: number };
  /** Has the focus while lines are gone through by keys. */
  grid: RefObject<HTMLDivElement | null>;
}

const px = (width: number): string => `${width}px`;
const template = ({ when, what, outcome, added, duration }: Widths): CSSProperties =>
  ({
    '--columns': `${px(when)} ${px(what)} minmax(0, 1fr) ${px(outcome)} ${px(added)} ${px(duration)}`,
    '--columns-narrow': `minmax(${px(when)}, 1.4fr) minmax(0, 1fr) ${px(outcome)} ${px(added)} ${px(duration)}`,
  }) as CSSProperties;

export function TimelineTable({ rows, sorting, onSort, opened, onOpen, chosen, onChoose, reading, more, wish, grid }: TimelineTableProps): JSX.Element {
  const { t } = useText();
  const columns = useColumns();
  const [cursorKey, setCursorKey] = useState<string | null>(opened);
  const at = Math.max(0, rows.findIndex(({ key }) => key === cursorKey));
  const anchor = useRef<number | null>(null);
  const id = useId();
  const lines = useVirtualRows({ count: rows.length, scroller: grid, height: ROW, keep: at, head: ROW });
  useEffect(() => {
    if (wish.number > 0) lines.scrollToIndex(wish.index, { align: 'start' });
    // Only when it is wished for.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wish]);

  const move = (to: number): void => {
    setCursorKey(rows[to]?.key ?? null);
    lines.scrollToIndex(to, { align: 'auto' });
  };
  const versions = (from: number, to: number): string[] => rows.slice(Math.min(from, to), Math.max(from, to) + 1).flatMap(({ snapshot }) => (snapshot === null ? [] : [snapshot.id]));
  const toggle = (index: number): void => {
    const version = rows[index]?.snapshot?.id;
    anchor.current = index;
    if (version !== undefined) onChoose(chosen.has(version) ? new Set([...chosen].filter((other) => other !== version)) : new Set([...chosen, version]));
  };
  const extend = (to: number): void => {
    anchor.current ??= at;
    onChoose(new Set([...chosen, ...versions(anchor.current, to)]));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const act = gridAct(event, at, rows.length, Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / ROW) - 2));
    if (act === null || act.kind === 'up') return;
    event.preventDefault();
    if (act.kind === 'move') {
      if (act.extend) extend(act.to);
      else anchor.current = null;
      move(act.to);
    } else if (act.kind === 'toggle') toggle(at);
    else if (act.kind === 'all') onChoose(new Set(versions(0, rows.length)));
    else onOpen(rows[at]!);
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target as HTMLElement;
    const index = Number(target.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1);
    const item = rows[index];
    if (item === undefined || getSelection()?.isCollapsed === false) return; // text was marked, to be copied
    setCursorKey(item.key);
    grid.current?.focus({ preventScroll: true });
    if (event.shiftKey) extend(index);
    else if (target.closest('[data-check]') !== null || event.ctrlKey || event.metaKey) toggle(index);
    else onOpen(item);
  };
  return (
    <div className={`${classes.frame} surface`}>
      <div
        ref={grid} role="grid" tabIndex={0} className={classes.grid} style={template(columns.widths)} aria-label={t.frame.history} aria-multiselectable="true"
        aria-rowcount={rows.length + 1} aria-colcount={7} aria-activedescendant={rows.length === 0 ? undefined : `${id}${at}`} onKeyDown={onKeyDown} onClick={onClick}
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      >
        <div role="rowgroup"><TimelineHead sorting={sorting} columns={columns} onSort={onSort} /></div>
        <div role="rowgroup" className={classes.rows} style={{ height: lines.getTotalSize() }}>
          {lines.getVirtualItems().map(({ index, start }) => {
            const item = rows[index]!;
            return <TimelineRow key={item.key} id={`${id}${index}`} index={index} top={start} item={item} opened={item.key === opened} chosen={item.snapshot !== null && chosen.has(item.snapshot.id)} cursor={index === at} />;
          })}
        </div>
      </div>
      {reading && <p className={classes.more} role="status">{t.history.reading}</p>}
      {more !== null && <div className={classes.more}><Button size="xs" variant="default" onClick={more}>{t.history.earlierRuns}</Button></div>}
      {rows.length === 0 && <p className={classes.none} role="status">{t.history.noMatch}</p>}
    </div>
  );
}
