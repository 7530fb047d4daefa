import { describe, expect, it } from 'vitest';
import type { Measure } from '../../preload/contract/source-procedures.ts';
import { together, type Measured } from './measured.ts';

const measured = (bytes: number, done: boolean, removed = 0): Measured => {
  const measure: Measure = { kept: { files: 1, bytes }, excluded: { files: 1, bytes: removed }, paths: [], patterns: [{ pattern: '.cache', files: 1, bytes: removed }], unreadable: 0, done };
  return { measure, error: null };
};

describe('sizes put together', () => {
  it('are the sum, pattern by pattern, and done when all are', () => {
    const all = together(['/a', '/b'], new Map([['/a', measured(10, true, 1)], ['/b', measured(5, false, 2)]]));
    expect([all?.kept.bytes, all?.patterns[0]?.bytes, all?.done]).toEqual([15, 3, false]);
  });

  it('count a folder inside another chosen one once', () => {
    expect(together(['/a', '/a/b'], new Map([['/a', measured(10, true)], ['/a/b', measured(4, true)]]))?.kept.bytes).toBe(10);
  });

  it('are unknown until the first number comes', () => {
    expect(together(['/a'], new Map())).toBeNull();
    expect(together(['/a'], new Map([['/a', { measure: null, error: null }]]))).toBeNull();
  });

  it('do not wait for a folder that is gone', () => {
    expect(together(['/a', '/b'], new Map([['/a', measured(10, true)], ['/b', { measure: null, error: new Error('gone') }]]))?.done).toBe(true);
  });
});
