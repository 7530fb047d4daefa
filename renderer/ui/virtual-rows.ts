/** Rows of one height of which only those that can be seen exist, and the one that has the cursor: focus always has a place. */
import { useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

export interface VirtualRowsOptions {
  count: number;
  /** The element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  /** Pixels of one row. */
  height: number;
  /** Row that is always there. */
  keep?: number;
  /** Pixels of a head that stays at the top of the scroller. */
  head?: number;
}

export type VirtualRows = Virtualizer<HTMLDivElement, Element>;

const OVERSCAN = 10;

export function useVirtualRows({ count, scroller, height, keep, head = 0 }: VirtualRowsOptions): VirtualRows {
  // Nothing it returns is memoised by us, so what the rule warns of does not happen here.
  // oxlint-disable-next-line react/incompatible-library
  return useVirtualizer({
    count, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: OVERSCAN, scrollPaddingEnd: head, useFlushSync: false,
    rangeExtractor: (range) => rowsOf(range, keep),
  });
}

/** The rows to draw, in order. */
export function rowsOf({ startIndex, endIndex, overscan, count }: Range, keep: number | undefined): number[] {
  const [first, last] = [Math.max(0, startIndex - overscan), Math.min(count - 1, endIndex + overscan)];
  const seen = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  if (keep === undefined || keep < 0 || keep >= count) return seen;
  if (keep < first) return [keep, ...seen];
  return keep > last ? [...seen, keep] : seen;
}
