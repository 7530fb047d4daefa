/** The entries of a folder. Rows exist only where they can be seen; the cursor's row always does, so that focus has a place. */
import { Loader } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, useState, type JSX, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { gridAct } from '../../ui/grid-keys.ts';
import { Loading, useLate } from '../../ui/loading.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useVirtualRows, type VirtualRows } from '../../ui/virtual-rows.ts';
import { EntryHead } from './entry-head.tsx';
import { EntryRow } from './entry-row.tsx';
import classes from './entry-table.module.css';
import { WHOLE } from './folder-pages.ts';
import { nameOf } from './paths.ts';
import type { Row } from './row.ts';
import { around, foldersPartly, markOf } from './selection.ts';
import { BY_NAME, orderOf, type Sorting } from './sorting.ts';
import { useCursor, type CursorProps } from './use-cursor.ts';
import type { FolderState } from './use-folder.ts';

const ROW = 32;
/** Rows are used again for others when they scroll away: more than ever fit on a screen. */
const POOL = 256;

export interface EntryTableProps extends CursorProps {
  onOpen: (row: Row) => void;
  onUp: () => void;
}

export function EntryTable(props: EntryTableProps): JSX.Element {
  const { folder, path, selection, onOpen, onUp } = props;
  const { t } = useText();
  const { shown: { pages, path: shownPath } } = folder;
  const [sorting, setSorting] = useState<Sorting>(BY_NAME);
  const late = useLate(folder.waiting);
  /** The rows of another folder are not shown for those of this one, but for a moment. */
  const blank = pages.total === null || (folder.waiting && shownPath !== path && late);
  const count = blank ? 0 : (pages.total ?? 0);
  const { isWhole } = pages;
  const order = useMemo(() => (isWhole ? orderOf(pages.all(), sorting) : null), [pages, isWhole, sorting]);
  const rowAt = (index: number): Row | undefined => pages.row(order?.[index] ?? index);
  const scroller = useRef<HTMLDivElement>(null);
  const cursor = useCursor(props, rowAt, order);
  const rows = useVirtualRows({ count, scroller, height: ROW, keep: cursor.at, head: ROW });
  const items = rows.getVirtualItems();
  useWanted(pages, items[0]?.index === cursor.at && items.length > 1 && items[1]!.index !== cursor.at + 1 ? items.slice(1) : items);
  useScroll(rows, cursor.at, cursor.moved, shownPath);
  useFocus(scroller, pages.total !== null);
  const id = useId();
  const inFolder = selection.has(path) ? nameOf(path) : around(selection, `${path === '/' ? '' : path}/x`)?.name ?? null;
  const partly = useMemo(() => foldersPartly(selection), [selection]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget && (event.target as HTMLElement).closest('button') !== null) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    const act = gridAct(event, cursor.at, count, page);
    if (act === null) return;
    event.preventDefault();
    const row = rowAt(cursor.at);
    if (act.kind === 'move') cursor.move(act.to, act.extend);
    else if (act.kind === 'up') onUp();
    else if (act.kind === 'all') cursor.all();
    else if (row !== undefined && act.kind === 'toggle') cursor.toggle(cursor.at);
    else if (row !== undefined) onOpen(row);
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target as HTMLElement;
    const index = Number(target.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1);
    const row = rowAt(index);
    if (row === undefined) return;
    scroller.current?.focus({ preventScroll: true });
    if (target.closest('[data-check]') !== null || event.ctrlKey || event.metaKey) cursor.toggle(index);
    else cursor.move(index, event.shiftKey);
    if (event.detail === 1 && !event.shiftKey && !event.ctrlKey && !event.metaKey && target.closest('[data-name]') !== null && row.type === 'dir') onOpen(row);
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const target = event.target as HTMLElement;
    const row = rowAt(Number(target.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1));
    if (row !== undefined && target.closest('[data-check]') === null && !(row.type === 'dir' && target.closest('[data-name]') !== null)) onOpen(row);
  };
  return (
    <div className={`surface dense ${classes.frame}`} aria-busy={folder.waiting || blank}>
      <div
        ref={scroller} role="grid" tabIndex={0} className={classes.grid} aria-label={t.restore.entries(nameOf(path))} aria-multiselectable="true" aria-rowcount={count + 1} aria-colcount={5}
        aria-activedescendant={count === 0 ? undefined : `${id}${cursor.at}`} onKeyDown={onKeyDown} onClick={onClick} onDoubleClick={onDoubleClick}
      >
        <EntryHead sorting={sorting} onSort={setSorting} sortable={pages.isWhole} most={WHOLE} />
        <div role="rowgroup" className={classes.rows} style={{ height: rows.getTotalSize() }} data-waiting={folder.waiting || undefined}>
          {items.map(({ index, start }) => {
            const row = rowAt(index);
            return (
              <EntryRow
                key={index === cursor.at ? 'cursor' : index % POOL} id={`${id}${index}`} index={index} top={start} row={row} cursor={index === cursor.at} inFolder={inFolder}
                mark={row === undefined ? 'none' : markOf(selection, partly, row.path, inFolder !== null)}
              />
            );
          })}
        </div>
      </div>
      {blank && <div className={classes.waiting}><Loading lines={10} height={20} /></div>}
      {count === 0 && !blank && <div className={classes.empty}><Empty title={t.restore.emptyFolder} /></div>}
      {pages.error != null && !blank && <div className={classes.foot}><Problem error={pages.error} meaning={t.restore.folderUnreadable} retry={() => pages.retry()} /></div>}
      {folder.waiting && late && !blank && <div className={classes.busy}><Loader size="xs" aria-label={t.common.loading} /></div>}
    </div>
  );
}

function useWanted(pages: FolderState['shown']['pages'], items: readonly { index: number }[]): void {
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => pages.want(first, last + 1), [pages, first, last]);
}

/** Where focus was lost with what had it (a hit that was opened, a folder that could not be shown), the table takes it. */
function useFocus(scroller: RefObject<HTMLDivElement | null>, isThere: boolean): void {
  useEffect(() => {
    if (isThere && document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [scroller, isThere]);
}

/** Into view when the cursor was moved, to the top in another folder; otherwise it stays where it is. */
function useScroll(rows: VirtualRows, at: number, moved: number, path: string): void {
  const last = useRef({ path, moved });
  useEffect(() => {
    if (last.current.path !== path && at === 0) rows.scrollToOffset(0);
    else if (last.current.moved !== moved || last.current.path !== path) rows.scrollToIndex(at, { align: last.current.path === path ? 'auto' : 'center' });
    last.current = { path, moved };
  }, [rows, at, moved, path]);
}
