import { describe, expect, it } from 'vitest';
import { en } from '../../text/en.ts';
import { formatFor } from '../../text/format.ts';
import { folderSummary } from './folder-summary.ts';

const say = (total: number | null, different: number, compared: number, isWhole: boolean): string => folderSummary({ total, different, compared, isWhole }, en, formatFor('en'));

describe('what stands beside the path', () => {
  it('counts items and what is not the same any more', () => {
    expect(say(12, 4, 12, true)).toBe('12 items · 4 changed since');
    expect(say(1, 0, 1, true)).toBe('1 item · nothing changed since');
  });
  it('claims nothing about what was not looked at', () => {
    expect(say(100_000, 3, 400, false)).toBe('100,000 items · 3 changed since, of 400 looked at');
    expect(say(5, 0, 0, true)).toBe('5 items');
    expect(say(null, 0, 0, false)).toBe('');
  });
});
