import { describe, expect, it } from 'vitest';
import { filtered, NEWEST_FIRST, NO_FILTER, sorted, tableText } from './table-order.ts';
import type { TimelineItem } from './timeline.ts';

const item = (key: string, more: Partial<TimelineItem> = {}): TimelineItem => ({ key, at: `2026-11-0${key}T12:00:00`, run: null, snapshot: null, outcome: null, added: null, seconds: null, ...more });
const version = (tags: string[], paths: string[]) => ({ id: 'abc123', time: '', tree: '', paths, tags }) as TimelineItem['snapshot'];
const word = (kind: string): string => kind;
const keys = (items: readonly TimelineItem[]): string => items.map(({ key }) => key).join('');

describe('the lines of the history', () => {
  const all = [item('3', { added: 5, outcome: 'failed' }), item('2', { snapshot: version(['plan:x', 'Keep'], ['/home/ann']) }), item('1', { added: 9, outcome: 'succeeded' })];

  it('are sorted either way, with those that have no value last', () => {
    expect(keys(sorted(all, { column: 'added', descending: true }, word))).toBe('132');
    expect(keys(sorted(all, { column: 'added', descending: false }, word))).toBe('312');
    expect(keys(sorted(all, { column: 'outcome', descending: false }, word))).toBe('312');
    expect(keys(sorted(all, { column: 'when', descending: false }, word))).toBe('123');
    expect(sorted(all, NEWEST_FIRST, word)).toBe(all);
  });

  it('are found by tag, folder and id, but not by the tag of a plan', () => {
    const found = (text: string): string => keys(filtered(all, { ...NO_FILTER, text }, word));
    expect([found('keep'), found('ANN'), found('abc1'), found('plan:x'), found(' ')]).toEqual(['2', '2', '2', '', '321']);
  });

  it('are narrowed by day and outcome', () => {
    expect(keys(filtered(all, { ...NO_FILTER, day: '2026-11-03' }, word))).toBe('3');
    expect(keys(filtered(all, { ...NO_FILTER, outcome: 'succeeded' }, word))).toBe('1');
  });

  it('become text that keeps its cells', () => {
    expect(tableText([['a', 'b\nc'], ['d\te', '']])).toBe('a\tb c\nd e\t');
  });
});
