/** The order of the table: by name as it comes, by size or date once everything is there. */
import type { Row } from './row.ts';

export type SortKey = 'name' | 'size' | 'modified';

export interface Sorting {
  key: SortKey;
  down: boolean;
}

export const BY_NAME: Sorting = { key: 'name', down: false };

/** A click on a column: the same one turns round, another one begins with what people look for first. */
export const clicked = (before: Sorting, key: SortKey): Sorting => (before.key === key ? { key, down: !before.down } : { key, down: key !== 'name' });

/** Places in the folder in the order they are shown; null: as they come. */
export function orderOf(rows: readonly Row[], { key, down }: Sorting): Uint32Array | null {
  if (key === 'name' && !down) return null;
  const order = Uint32Array.from(rows, (_, index) => index);
  const times = key === 'modified' ? Float64Array.from(rows, ({ mtime }) => Date.parse(mtime)) : null;
  const compare = (a: number, b: number): number => (key === 'name' ? a - b : times === null ? rows[a]!.size - rows[b]!.size : times[a]! - times[b]!);
  order.sort((a, b) => (down ? compare(b, a) : compare(a, b)) || a - b);
  return order;
}
