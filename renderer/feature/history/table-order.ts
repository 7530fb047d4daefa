/** Which lines of the history are shown, and in which order. */
import type { RunKind, RunOutcome } from '../../../preload/contract/run.ts';
import { dateOf, WORST } from './days.ts';
import type { TimelineItem } from './timeline.ts';

export const COLUMNS = ['when', 'what', 'of', 'outcome', 'added', 'duration'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Sorting {
  column: Column;
  descending: boolean;
}

export const NEWEST_FIRST: Sorting = { column: 'when', descending: true };

export interface Filter {
  text: string;
  kind: RunKind | null;
  outcome: RunOutcome | null;
  /** `YYYY-MM-DD`, local. */
  day: string | null;
}

export const NO_FILTER: Filter = { text: '', kind: null, outcome: null, day: null };

/** A version that nobody here made was made by a backup somewhere else. */
export const kindOf = ({ run }: TimelineItem): RunKind => run?.kind ?? 'backup';

/** Tags of somebody's own. */
export const ownTags = (tags: readonly string[] | undefined): string[] => (tags ?? []).filter((tag) => !tag.startsWith('plan:'));

export const subjectOf = ({ run, snapshot }: TimelineItem): string => run?.subject ?? snapshot?.paths.join(', ') ?? '';

/** @param word what a kind is called, for searching by it. */
export function filtered(items: readonly TimelineItem[], { text, kind, outcome, day }: Filter, word: (kind: RunKind) => string): readonly TimelineItem[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' && kind === null && outcome === null && day === null) return items;
  return items.filter((item) =>
    (day === null || dateOf(item.at) === day) && (outcome === null || item.outcome === outcome) && (kind === null || kindOf(item) === kind) && (wanted === '' || says(item, wanted, word)));
}

function says(item: TimelineItem, wanted: string, word: (kind: RunKind) => string): boolean {
  const { snapshot, run } = item;
  return [subjectOf(item), word(kindOf(item)), snapshot?.hostname ?? '', ...ownTags(snapshot?.tags)].some((text) => text.toLowerCase().includes(wanted)) ||
    snapshot?.id.startsWith(wanted) === true || run?.id.startsWith(wanted) === true;
}

type Value = number | string | null;

function valueOf(item: TimelineItem, column: Column, word: (kind: RunKind) => string): Value {
  if (column === 'when') return Date.parse(item.at);
  if (column === 'what') return word(kindOf(item));
  if (column === 'of') return subjectOf(item);
  if (column === 'outcome') return item.outcome === null ? null : WORST.indexOf(item.outcome);
  return column === 'added' ? item.added : item.seconds;
}

/** What has no value comes last, whichever way it is sorted; what is equal stays newest first. */
export function sorted(items: readonly TimelineItem[], { column, descending }: Sorting, word: (kind: RunKind) => string): readonly TimelineItem[] {
  if (column === 'when' && descending) return items;
  const text = new Intl.Collator(undefined, { numeric: true });
  const sign = descending ? -1 : 1;
  const compare = (a: Value, b: Value): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'string' ? text.compare(a, String(b)) : a - Number(b));
  };
  return items.map((item) => ({ item, value: valueOf(item, column, word) })).sort((a, b) => compare(a.value, b.value)).map(({ item }) => item);
}

/** As a spreadsheet takes it: lines of cells with tabs between. */
export const tableText = (rows: readonly (readonly string[])[]): string => rows.map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
