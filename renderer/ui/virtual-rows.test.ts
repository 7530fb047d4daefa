import { describe, expect, it } from 'vitest';
import { rowsOf } from './virtual-rows.ts';

describe('the rows that exist', () => {
  const range = { startIndex: 50, endIndex: 53, overscan: 2, count: 100 };
  it('are those that can be seen, and a few around', () => expect(rowsOf(range, undefined)).toEqual([48, 49, 50, 51, 52, 53, 54, 55]));
  it('hold the cursor wherever it is', () => {
    expect(rowsOf(range, 3)[0]).toBe(3);
    expect(rowsOf(range, 99).at(-1)).toBe(99);
    expect(rowsOf(range, 52)).toHaveLength(8);
    expect(rowsOf(range, 100)).toHaveLength(8);
  });
  it('are none of nothing', () => expect(rowsOf({ startIndex: 0, endIndex: 0, overscan: 2, count: 0 }, 0)).toEqual([]));
});
