/** The paths of one group: fetched a page at a time while they are scrolled to, and only what is in view is drawn. */
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { useProblems } from './queries.ts';
import classes from './run.module.css';
import { ShownPath } from './shown-path.tsx';

const ROW = 26;
/** Rows in view at most. */
const VIEW = 10;

export interface ProblemPathsProps {
  runId: string;
  group: string;
  /** As many as there are by now; more than were fetched while the run goes on. */
  count: number;
  label: string;
}

export function ProblemPaths({ runId, group, count, label }: ProblemPathsProps): JSX.Element {
  const { t, f } = useText();
  const query = useProblems(runId, group);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const items = useMemo(() => data?.pages.flatMap(({ problems }) => problems.map(({ item }) => item)) ?? [], [data]);
  const since = count - (data?.pages.at(-1)?.total ?? count);
  return (
    <Loaded query={query} lines={Math.min(VIEW, count)}>
      {() => (
        <>
          <Rows items={items} label={label} more={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null} />
          {since > 0 && <Button variant="subtle" size="compact-sm" onClick={() => void refetch()}>{t.run.newer(f.count(since))}</Button>}
        </>
      )}
    </Loaded>
  );
}

function Rows({ items, label, more }: { items: readonly string[]; label: string; more: (() => void) | null }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- what it returns is not handed on
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 8 });
  const seen = rows.getVirtualItems();
  const end = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && end >= items.length - 100) more();
  }, [end, items.length, more]);
  return (
    <div ref={box} className={classes.paths} style={{ height: Math.min(VIEW, items.length) * ROW + 2 }} tabIndex={0} role="region" aria-label={label}>
      <ul style={{ height: rows.getTotalSize() }}>
        {seen.map(({ index, start }) => (
          <li key={index} aria-setsize={items.length} aria-posinset={index + 1} style={{ transform: `translateY(${start}px)` }}>
            <ShownPath path={items[index] ?? ''} />
          </li>
        ))}
      </ul>
    </div>
  );
}
