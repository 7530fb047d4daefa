/** Moving over versions: the date follows at once, the folder when the hand rests. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Milliseconds. */
const REST = 120;

export interface Sliding {
  /** The version the slider stands on; the folder may still be on its way. */
  index: number;
  move: (to: number) => void;
  step: (by: number) => void;
}

/** @param index of the version that is shown; @param commit called with the one to show. */
export function useSliding(index: number, count: number, commit: (index: number) => void): Sliding {
  const [draft, setDraft] = useState<number | null>(null);
  const timer = useRef(0);
  const latest = useRef({ at: index, index, commit });
  const at = Math.min(draft ?? index, count - 1);
  useLayoutEffect(() => {
    latest.current = { at, index, commit };
  });
  useEffect(() => {
    if (timer.current === 0) setDraft(null); // else the hand has gone on meanwhile
  }, [index]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const move = useCallback((to: number): void => {
    latest.current.at = to;
    setDraft(to);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      if (to === latest.current.index) setDraft(null);
      else latest.current.commit(to);
    }, REST);
  }, []);
  const step = useCallback((by: number): void => {
    const to = latest.current.at + by;
    if (to >= 0 && to < count) move(to);
  }, [count, move]);
  return { index: at, move, step };
}
