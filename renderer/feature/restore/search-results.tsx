/** What a search over all versions finds, as it finds it. */
import { Progress } from '@mantine/core';
import { useEffect, useId, useRef, useState, type JSX, type KeyboardEvent } from 'react';
import type { FindBatch } from '../../../preload/contract/snapshot-procedures.ts';
import type { SnapshotFilter } from '../../../preload/contract/snapshot-filter.ts';
import { client } from '../../client.ts';
import { useStream } from '../../client/use-stream.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Empty } from '../../ui/empty.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useVirtualRows } from '../../ui/virtual-rows.ts';
import { NONE_FOUND, withBatch, type Found, type Hit } from './hits.ts';
import { parentOf } from './paths.ts';
import { rowOf } from './row.ts';
import classes from './search.module.css';
import { chosenOf, toggle, type Selection } from './selection.ts';

const LINE = 48;

export interface SearchResultsProps {
  destination: string;
  text: string;
  filter: Partial<SnapshotFilter>;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onOpen: (hit: Hit) => void;
  onLeave: () => void;
}

export function SearchResults({ destination, text, filter, selection, onSelect, onOpen, onLeave }: SearchResultsProps): JSX.Element {
  const { t, f } = useText();
  const [turn, setTurn] = useState(0);
  const { value: found, done, error } = useStream<FindBatch, Found>(
    JSON.stringify([destination, text, filter, turn]), (signal) => client.snapshot.find({ destination, text, filter }, { signal }), withBatch, NONE_FOUND,
  );
  const { hits, searched, of } = found;
  const words = done ? t.restore.found(f.count(hits.length), hits.length) : of === 0 ? t.restore.searching : t.restore.searched(f.count(hits.length), f.count(searched), f.count(of));
  return (
    <div className={classes.results}>
      <div className={classes.head}>
        <h2>{t.restore.hitsFor(text)}</h2>
        <span className="quiet">{words}</span>
        <span className="sr-only" role="status">{done ? words : ''}</span>
        <span className={classes.spacer} />
        <button type="button" className={classes.leave} onClick={onLeave}>{t.restore.backToFolder}</button>
        <CommandButton command={commandLine('find', '-r', destination, ...(filter.tags ?? []).flatMap((tag) => ['--tag', tag]), '--ignore-case', /[*?[]/.test(text) ? text : `*${text}*`)} />
      </div>
      <Progress size="xs" value={done ? 100 : of === 0 ? 0 : (searched / of) * 100} aria-label={t.restore.searchProgress} className={classes.progress} data-done={done || undefined} transitionDuration={0} />
      {error != null && <Problem error={error} meaning={t.restore.untouched} retry={() => setTurn(turn + 1)} />}
      {done && hits.length === 0 && <Empty title={t.restore.noHits(text)}><p>{t.restore.noHitsText}</p></Empty>}
      {hits.length > 0 && <HitList hits={hits} selection={selection} onSelect={onSelect} onOpen={onOpen} onLeave={onLeave} />}
    </div>
  );
}

function HitList({ hits, selection, onSelect, onOpen, onLeave }: Pick<SearchResultsProps, 'selection' | 'onSelect' | 'onOpen' | 'onLeave'> & { hits: readonly Hit[] }): JSX.Element {
  const { t, f } = useText();
  const id = useId();
  const [cursor, setCursor] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualRows({ count: hits.length, scroller, height: LINE, keep: cursor });
  useEffect(() => rows.scrollToIndex(cursor), [cursor]); // eslint-disable-line react-hooks/exhaustive-deps -- only when the cursor moves
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / LINE);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step !== undefined) setCursor(Math.min(hits.length - 1, Math.max(0, cursor + step)));
    else if (event.key === 'Enter') onOpen(hits[cursor]!);
    else if (event.key === ' ') onSelect(toggle(selection, chosenOf(rowOf(hits[cursor]!.entry))));
    else if (event.key === 'Escape') {
      document.querySelector<HTMLElement>('[data-restore-search]')?.focus();
      onLeave();
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller} role="listbox" tabIndex={0} data-restore-hits aria-label={t.restore.hits} aria-multiselectable="true" aria-activedescendant={`${id}${cursor}`} className={`surface dense ${classes.list}`} onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const index = Number((target as HTMLElement).closest<HTMLElement>('[data-hit]')?.dataset['hit'] ?? -1);
        if (index < 0) return;
        setCursor(index);
        onOpen(hits[index]!);
      }}
    >
      <div style={{ height: rows.getTotalSize() }} className={classes.lines} role="presentation">
        {rows.getVirtualItems().map(({ index, start }) => {
          const { entry, time, alsoIn } = hits[index]!;
          return (
            <div
              key={index} id={`${id}${index}`} role="option" aria-selected={selection.has(entry.rawPath)} aria-setsize={hits.length} aria-posinset={index + 1} data-hit={index} data-cursor={index === cursor || undefined} className={classes.hit}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span className={classes.what}>
                <bdi className={classes.name}>{selection.has(entry.rawPath) ? '☑ ' : ''}{entry.name}</bdi>
                <bdi className={`quiet ${classes.folder}`}>{parentOf(entry.path)}</bdi>
              </span>
              <span className={classes.size}>{entry.type === 'file' ? f.bytes(entry.size) : t.restore.type[entry.type]}</span>
              <span className={classes.when}>
                <span>{f.dateTime(time)}</span>
                <span className="quiet">{alsoIn === 0 ? t.restore.onlyHere : t.restore.alsoInOthers(f.count(alsoIn), alsoIn)}</span>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
