/** What a restore would do, as it becomes known: the list, and how many of each kind. */
import type { RestoreAction, RestorePreviewBatch, RestorePreviewEnd } from '../../../preload/contract/restore.ts';

export interface PlannedItem {
  action: RestoreAction;
  path: string;
  size: number;
}

export interface Planned {
  items: readonly PlannedItem[];
  counts: Partial<Record<RestoreAction, number>>;
  bytes: number;
  /** Set when everything is known. */
  end: RestorePreviewEnd | null;
}

export const NOT_PLANNED: Planned = { items: [], counts: {}, bytes: 0, end: null };

/** In the order in which people want to know of them. */
export const ACTIONS: readonly RestoreAction[] = ['create', 'replace', 'keep-both', 'skip', 'same', 'delete'];

export const withItems = (planned: Planned, { items, counts, bytes }: RestorePreviewBatch): Planned => ({ ...planned, items: [...planned.items, ...items], counts, bytes });
export const withEnd = (planned: Planned, end: RestorePreviewEnd): Planned => ({ ...planned, counts: end.counts, bytes: end.bytes, end });

/** What is written; nothing to write needs no start. */
export const writes = ({ counts }: Planned): number => (counts.create ?? 0) + (counts.replace ?? 0) + (counts['keep-both'] ?? 0);

export interface CountChange {
  action: RestoreAction;
  before: number;
  after: number;
}

/** How a list differs from the one that was shown before. */
export const changesOf = (before: Planned['counts'], after: Planned['counts']): CountChange[] =>
  ACTIONS.map((action) => ({ action, before: before[action] ?? 0, after: after[action] ?? 0 })).filter((change) => change.before !== change.after);
