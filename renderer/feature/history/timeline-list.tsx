/** The line of time as a table: a month of days above, filters, and what can be done with the versions that are chosen. */
import { Button, Select } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { RunOutcome } from '../../../preload/contract/run.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { ForgetSheet, type ForgetRequest } from './forget-sheet.tsx';
import classes from './history.module.css';
import { MonthStrip } from './month-strip.tsx';
import type { HistoryPlace } from './places.ts';
import { dateOf, type TimelineItem } from './timeline.ts';
import { TimelineRow } from './timeline-row.tsx';

interface TimelineListProps {
  place: HistoryPlace;
  items: readonly TimelineItem[];
  pending: boolean;
  more: (() => void) | null;
  opened: string | null;
  onOpen: (item: TimelineItem) => void;
  onCompare: (from: string, to: string) => void;
}

const OUTCOMES = ['succeeded', 'warned', 'failed', 'cancelled', 'interrupted', 'skipped', 'missed'] as const satisfies readonly RunOutcome[];

export function TimelineList({ place, items, pending, more, opened, onOpen, onCompare }: TimelineListProps): JSX.Element {
  const { t, f } = useText();
  const [today] = useState(() => dateOf(new Date()));
  const [month, setMonth] = useState(today.slice(0, 7));
  const [day, setDay] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [forgetting, setForgetting] = useState<ForgetRequest | null>(null);
  const shown = items.filter((item) => (day === null || dateOf(item.at) === day) && (outcome === null || item.outcome === outcome));
  const selected = items.flatMap(({ snapshot }) => (snapshot !== null && chosen.has(snapshot.id) ? [snapshot.id] : [])); // newest first
  const choose = (id: string, on: boolean): void => setChosen((before) => new Set(on ? [...before, id] : [...before].filter((other) => other !== id)));
  if (pending) return <div className={classes.list}><Loading lines={8} /></div>;
  if (items.length === 0) return <Empty title={t.history.nothing}><p>{t.history.nothingHint}</p></Empty>;
  return (
    <div className={classes.list}>
      <MonthStrip month={month} today={today} items={items} day={day} onMonth={setMonth} onDay={setDay} />
      <div className={classes.bar}>
        <Select
          size="xs" w={170} aria-label={t.history.outcome} placeholder={t.history.outcome} clearable value={outcome} onChange={setOutcome}
          data={OUTCOMES.map((value) => ({ value, label: t.common.outcome[value] }))}
        />
        {day !== null && <Button size="xs" variant="default" onClick={() => setDay(null)}>{t.history.onlyDay(f.date(`${day}T12:00`))} · {t.history.showAll}</Button>}
        <span className="quiet" role="status">{selected.length > 0 && t.history.selected(f.count(selected.length), selected.length)}</span>
        {selected.length > 0 && (
          <>
            {selected.length === 2 && <Button size="xs" variant="default" onClick={() => onCompare(selected[1]!, selected[0]!)}>{t.history.compare}</Button>}
            <Button size="xs" variant="default" onClick={() => setForgetting({ ids: selected })}>{t.history.forget}</Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setChosen(new Set())}>{t.history.clear}</Button>
          </>
        )}
        {selected.length === 0 && place.plan?.retention != null && (
          <Button size="xs" variant="default" onClick={() => setForgetting({ policy: place.plan!.retention! })}>{t.history.applyRules}</Button>
        )}
      </div>
      <div className={`${classes.scroll} surface`} tabIndex={0} role="region" aria-label={t.frame.history}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col"><span className="sr-only">{t.history.select('')}</span></th>
              <th scope="col">{t.history.when}</th>
              <th scope="col">{t.history.what}</th>
              <th scope="col">{t.history.outcome}</th>
              <th scope="col" className={classes.number}>{t.history.added}</th>
              <th scope="col" className={classes.number}>{t.common.duration}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((item) => (
              <TimelineRow key={item.key} item={item} opened={item.key === opened} chosen={item.snapshot !== null && chosen.has(item.snapshot.id)} onOpen={onOpen} onChoose={choose} />
            ))}
          </tbody>
        </table>
        {more !== null && <Button m="sm" size="xs" variant="default" onClick={more}>{t.common.more}</Button>}
      </div>
      {forgetting !== null && (
        <ForgetSheet
          place={place} request={forgetting}
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
