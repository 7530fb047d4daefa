/** The folders of one folder as a list box: arrows mark, Enter opens, Backspace goes up, letters jump. Thousands cost no more than a screenful. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconFolder, IconLock } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState, type JSX, type KeyboardEvent } from 'react';
import type { FolderListing } from '../../preload/contract/source-procedures.ts';
import { useText } from '../text/language.tsx';
import classes from './folder-picker.module.css';
import { visible } from './visible.ts';

const ROW = 32;
const PAGE = 10;

export interface FolderListProps {
  listing: FolderListing;
  /** Whether hidden folders are shown. */
  hidden: boolean;
  /** The folder that would be chosen now; null: the one that is open. */
  onMark: (path: string | null) => void;
  onGo: (path: string) => void;
}

/** Whoever types a path goes on typing when a listing arrives. */
const isTyping = (): boolean => document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'text';

export function FolderList({ listing, hidden, onMark, onGo }: FolderListProps): JSX.Element {
  const { t } = useText();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const folders = useMemo(() => listing.folders.filter((folder) => hidden || !folder.hidden), [listing, hidden]);
  const [marked, setMarked] = useState(-1);
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({ count: folders.length, getScrollElement: () => list.current, estimateSize: () => ROW, overscan: 8 });
  useEffect(() => {
    setMarked(-1);
    if (!isTyping()) list.current?.focus({ preventScroll: true });
  }, [listing.path]);
  const mark = (index: number): void => {
    const at = Math.max(0, Math.min(folders.length - 1, index));
    if (folders.length === 0) return;
    setMarked(at);
    onMark(folders[at]!.readable ? folders[at]!.path : null);
    rows.scrollToIndex(at, { align: 'auto' });
  };
  const open = (index: number): void => {
    if (folders[index]?.readable === true) onGo(folders[index].path);
  };
  const jump = useJump(folders.map(({ name }) => name), mark);
  const onKeyDown = (event: KeyboardEvent): void => {
    const acts: Record<string, () => void> = {
      ArrowDown: () => mark(marked + 1), ArrowUp: () => mark(marked - 1), PageDown: () => mark(marked + PAGE), PageUp: () => mark(marked - PAGE), Home: () => mark(0), End: () => mark(folders.length - 1),
      Enter: () => open(marked), ArrowRight: () => open(marked), Backspace: () => listing.parent !== null && onGo(listing.parent), ArrowLeft: () => listing.parent !== null && onGo(listing.parent),
    };
    const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : (acts[event.key] ?? jump(event, marked));
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div ref={list} className={classes.list} role="listbox" tabIndex={0} aria-label={t.form.picker.folders} aria-activedescendant={marked < 0 ? undefined : `${id}-${marked}`} onKeyDown={onKeyDown}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
        {rows.getVirtualItems().map(({ index, start }) => {
          const folder = folders[index]!;
          const Icon = folder.readable ? IconFolder : IconLock;
          return (
            <div
              key={folder.path} id={`${id}-${index}`} role="option" tabIndex={-1} aria-selected={index === marked} aria-setsize={folders.length} aria-posinset={index + 1} aria-disabled={!folder.readable} className={classes.option}
              data-hidden={folder.hidden || undefined} style={{ transform: `translateY(${start}px)` }} onClick={() => mark(index)} onDoubleClick={() => open(index)} onKeyDown={undefined} title={visible(folder.name)}
            >
              <Icon size={16} stroke={1.6} aria-hidden="true" />
              <bdi className={classes.name}>{visible(folder.name)}</bdi>
              {!folder.readable && <span className={classes.closed}>{t.form.picker.closed}</span>}
            </div>
          );
        })}
      </div>
      {folders.length === 0 && <p className={classes.none}>{listing.folders.length > 0 ? t.form.picker.onlyHidden : t.form.picker.none}</p>}
      {listing.more && <p className={classes.none}>{t.form.picker.more}</p>}
    </div>
  );
}

/** Letters typed within half a second are the beginning of a name. */
function useJump(names: readonly string[], mark: (index: number) => void): (event: KeyboardEvent, from: number) => (() => void) | undefined {
  const typed = useRef({ text: '', at: 0 });
  return (event, from) => {
    if (event.key.length !== 1 || event.key === ' ') return undefined;
    const text = (event.timeStamp - typed.current.at < 500 ? typed.current.text : '') + event.key.toLocaleLowerCase();
    typed.current = { text, at: event.timeStamp };
    const begin = text.length === 1 ? from + 1 : Math.max(0, from);
    const order = names.map((_, step) => (begin + step) % names.length);
    const found = order.find((index) => names[index]!.toLocaleLowerCase().startsWith(text));
    return found === undefined ? undefined : () => mark(found);
  };
}
