/** The cursor of the table, and what is chosen with it: one entry, a range, all. */
import { useEffect, useRef, useState } from 'react';
import { nameOf } from './paths.ts';
import type { Row } from './row.ts';
import { add, around, chosenOf, remove, toggle, type Chosen, type Selection } from './selection.ts';
import type { FolderState } from './use-folder.ts';

export interface CursorProps {
  folder: FolderState;
  /** The folder asked for; what is shown may still be another one. */
  path: string;
  /** Path of the entry the cursor goes to when it is there. */
  aim: string | null;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onActive: (row: Row | null) => void;
}

export interface Cursor {
  at: number;
  /** Counts up when the cursor was moved by hand: then it is scrolled to. */
  moved: number;
  move: (to: number, extend: boolean) => void;
  toggle: (index: number) => void;
  all: () => void;
}

/** Where the cursor is. It stays on its entry when the version or the order changes. */
export function useCursor({ folder, path, aim, selection, onSelect, onActive }: CursorProps, rowAt: (index: number) => Row | undefined, order: Uint32Array | null): Cursor {
  const { pages, path: shownPath, snapshot } = folder.shown;
  const [state, setState] = useState({ at: 0, moved: 0, on: aim, touched: aim !== null });
  const range = useRef<{ from: number; base: Selection } | null>(null);
  const folderKey = `${shownPath} ${snapshot} ${String(order === null)} ${pages.loaded}`;
  const [known, setKnown] = useState({ key: '', path: shownPath });
  if (known.key !== folderKey && pages.total !== null) {
    const isOther = known.path !== shownPath;
    const on = isOther ? aim : state.on;
    const place = on === null ? -1 : pages.indexOf(on);
    const at = place < 0 ? (isOther || known.key === '' ? 0 : Math.min(state.at, Math.max(0, pages.total - 1))) : order === null ? place : order.indexOf(place);
    setKnown({ key: folderKey, path: shownPath });
    setState({ at, moved: isOther || place >= 0 && known.key === '' ? state.moved + 1 : state.moved, on, touched: isOther ? place >= 0 : state.touched });
  }
  const row = rowAt(state.at);
  const active = state.touched && row !== undefined && shownPath === path ? row : null;
  useEffect(() => onActive(active), [active, onActive]);
  const rowsBetween = (from: number, to: number): Chosen[] => {
    const chosen: Chosen[] = [];
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      const each = rowAt(index);
      if (each !== undefined) chosen.push(chosenOf(each));
    }
    return chosen;
  };
  const set = (at: number): void => setState(({ moved }) => ({ at, moved: moved + 1, on: rowAt(at)?.path ?? null, touched: true }));
  return {
    at: state.at, moved: state.moved,
    move: (to, extend) => {
      if (extend) {
        range.current ??= { from: state.at, base: selection };
        onSelect(add(range.current.base, rowsBetween(range.current.from, to)));
      } else range.current = null;
      set(to);
    },
    toggle: (index) => {
      range.current = null;
      const target = rowAt(index);
      if (target !== undefined && around(selection, target.path) === null) onSelect(toggle(selection, chosenOf(target)));
      set(index);
    },
    all: () => {
      const total = pages.total ?? 0;
      const every = pages.isWhole ? rowsBetween(0, total - 1) : [{ path, name: nameOf(path), type: 'dir' as const, size: 0 }];
      const isAll = every.length > 0 && every.every((each) => selection.has(each.path));
      onSelect(isAll ? remove(selection, every.map((each) => each.path)) : add(selection, every));
    },
  };
}
