/** A long list of lines of one height: only those that can be seen are in the document, and it scrolls by keyboard. */
import { useRef, type JSX, type ReactNode } from 'react';
import classes from './virtual-list.module.css';
import { useVirtualRows } from './virtual-rows.ts';

export interface VirtualListProps {
  label: string;
  count: number;
  /** Pixels. */
  lineHeight?: number;
  /** `text`: lines that belong together and are read as one; `list`: items. */
  as?: 'list' | 'text';
  className?: string | undefined;
  children: (index: number) => ReactNode;
}

export function VirtualList({ label, count, lineHeight = 28, as = 'list', className, children }: VirtualListProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualRows({ count, scroller, height: lineHeight });
  const isList = as === 'list';
  return (
    // A region that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className={`${classes.scroller} ${className ?? ''}`} role="region" aria-label={label} tabIndex={0}>
      <div className={classes.lines} role={isList ? 'list' : undefined} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <div
            key={index} className={classes.line} style={{ height: lineHeight, transform: `translateY(${start}px)` }}
            {...(isList ? { role: 'listitem', 'aria-setsize': count, 'aria-posinset': index + 1 } : {})}
          >
            {children(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
