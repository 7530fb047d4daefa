/** The line of time: a month of days, filters, the table, and what can be done with the versions that are chosen. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useLayoutEffect, useMemo, useRef, useState, type JSX, type RefObject } from 'react';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useShortcuts, type Shortcut } from '../../ui/shortcuts.ts';
import { dateOf } from './days.ts';
import { FilterBar } from './filter-bar.tsx';
import { ForgetSheet, type ForgetRequest } from './forget-sheet.tsx';
import classes from './history.module.css';
import { MonthStrip } from './month-strip.tsx';
import type { Origin } from '../../form/origin.ts';
import { COLUMNS, filtered, kindOf, NEWEST_FIRST, NO_FILTER, sorted, subjectOf, tableText, type Filter } from './table-order.ts';
import type { TimelineItem } from './timeline.ts';
import { TimelineTable } from './timeline-table.tsx';

interface TimelineListProps {
  origin: Origin;
  items: readonly TimelineItem[];
  /** Versions are still on their way. */
  reading: boolean;
  more: (() => void) | null;
  opened: string | null;
  grid: RefObject<HTMLDivElement | null>;
  onOpen: (item: TimelineItem) => void;
  onCompare: (from: string, to: string) => void;
}

export function TimelineList({ origin, items, reading, more, opened, grid, onOpen, onCompare }: TimelineListProps): JSX.Element {
  const { t, f } = useText();
  const [today] = useState(() => dateOf(new Date()));
  const [month, setMonth] = useState(today.slice(0, 7));
  const [filter, setFilter] = useState(NO_FILTER);
  const [sorting, setSorting] = useState(NEWEST_FIRST);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [forgetting, setForgetting] = useState<ForgetRequest | null>(null);
  const [wish, setWish] = useState({ index: 0, number: 0 });
  const field = useRef<HTMLInputElement>(null);
  const rows = useMemo(() => sorted(filtered(items, filter, (kind) => t.history.kind[kind]), sorting, (kind) => t.history.kind[kind]), [items, filter, sorting, t]);
  const kinds = useMemo(() => [...new Set(items.map(kindOf))], [items]);
  const selected = useMemo(() => items.flatMap(({ snapshot }) => (snapshot !== null && chosen.has(snapshot.id) ? [snapshot.id] : [])), [items, chosen]); // newest first
  const compare = selected.length === 2 ? () => onCompare(selected[1]!, selected[0]!) : null;
  const forget = selected.length > 0 ? () => setForgetting({ ids: selected }) : null;
  usePageShortcuts(field, compare, forget);

  const toMonth = (next: string): void => {
    setMonth(next);
    if (filter.day !== null) setFilter({ ...filter, day: null });
    const index = rows.findIndex(({ at }) => dateOf(at).slice(0, 7) <= next);
    if (sorting === NEWEST_FIRST && filter.day === null && index >= 0) setWish({ index, number: wish.number + 1 });
  };
  const asText = (): string => tableText([
    COLUMNS.map((column) => t.history.column[column]),
    ...rows.map((item) => [f.dateTime(item.at), t.history.kind[kindOf(item)], subjectOf(item), item.outcome === null ? '' : t.common.outcome[item.outcome], item.added === null ? '' : f.bytes(item.added), item.seconds === null ? '' : f.duration(item.seconds)]),
  ]);
  if (items.length === 0) return <Empty title={t.history.nothing}><p>{t.history.nothingHint}</p></Empty>;
  return (
    <div className={classes.list}>
      <MonthStrip month={month} today={today} items={items} day={filter.day} onMonth={toMonth} onDay={(day) => setFilter({ ...filter, day })} />
      <div className={classes.bar}>
        {selected.length > 0 ? (
          <>
            <strong role="status">{t.history.selected(f.count(selected.length), selected.length)}</strong>
            {compare === null ? selected.length === 1 && <span className="quiet">{t.history.compareHint}</span> : <Button size="xs" variant="default" onClick={compare}>{t.history.compare}</Button>}
            <Button size="xs" variant="default" onClick={() => forget?.()}>{t.history.forget}</Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setChosen(new Set())}>{t.history.clear}</Button>
          </>
        ) : (
          <>
            <FilterBar filter={filter} kinds={kinds} field={field} onFilter={(next: Filter) => setFilter(next)} />
            <span className={classes.gap} />
            {origin.plan?.retention != null && <Button size="xs" variant="default" onClick={() => setForgetting({ policy: origin.plan!.retention! })}>{t.history.applyRules}</Button>}
            <CopyTable text={asText} />
          </>
        )}
      </div>
      <TimelineTable rows={rows} sorting={sorting} onSort={(next) => setSorting(next)} opened={opened} onOpen={onOpen} chosen={chosen} onChoose={setChosen} reading={reading} more={more} wish={wish} grid={grid} />
      {forgetting !== null && (
        <ForgetSheet
          origin={origin} request={forgetting}
          onClose={() => setForgetting(null)}
          onForgotten={() => {
            setForgetting(null);
            setChosen(new Set());
          }}
        />
      )}
    </div>
  );
}

function CopyTable({ text }: { text: () => string }): JSX.Element {
  const { t } = useText();
  const { copied, copy } = useClipboard({ timeout: 2000 });
  const label = copied ? t.common.copied : t.history.copyTable;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="md" aria-label={label} onClick={() => copy(text())}>{copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.6} />}</ActionIcon>
    </Tooltip>
  );
}

function usePageShortcuts(field: RefObject<HTMLInputElement | null>, compare: (() => void) | null, forget: (() => void) | null): void {
  const { t } = useText();
  const latest = useRef({ compare, forget });
  useLayoutEffect(() => {
    latest.current = { compare, forget };
  });
  useShortcuts(useMemo((): readonly Shortcut[] => [
    { keys: '/', label: t.history.search, run: () => field.current?.focus() },
    { keys: 'C', label: t.history.compare, run: () => latest.current.compare?.() },
    { keys: 'Delete', label: t.history.forget, run: () => latest.current.forget?.() },
  ], [t, field]));
}
