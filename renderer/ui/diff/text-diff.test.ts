import { describe, expect, it } from 'vitest';
import { diffTexts } from './text-diff.ts';
import { linesOf, shownLine } from './text-lines.ts';

const { signal } = new AbortController();

describe('the difference of two texts', () => {
  it('stands line beside line', async () => {
    const { rows, added, removed } = await diffTexts('a\nb\nc\n', 'a\nB\nc\nd\n', signal);
    expect(rows.map(({ kind }) => kind)).toEqual(['same', 'changed', 'same', 'added']);
    expect(rows[1]).toMatchObject({ before: { number: 2, text: 'b' }, after: { number: 2, text: 'B' } });
    expect(rows[3]).toMatchObject({ before: null, after: { number: 4, text: 'd' } });
    expect([added, removed]).toEqual([2, 1]);
  });
  it('holds nothing new for equal texts', async () => {
    expect(await diffTexts('a\r\nb', 'a\nb', signal)).toMatchObject({ added: 0, removed: 0, coarse: false });
  });
  it('gives up pairing lines where there is nothing in common, and still shows both', async () => {
    const text = (word: string): string => Array.from({ length: 12_000 }, (_, line) => `${word} ${line}`).join('\n');
    const { rows, coarse } = await diffTexts(text('x'), text('y'), signal, { atOnce: 5, atMost: 50 });
    expect(coarse).toBe(true);
    expect(rows).toHaveLength(12_000);
    expect(rows.every(({ kind }) => kind === 'changed')).toBe(true);
  });
  it('can be left', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(diffTexts('a', 'b', abort.signal)).rejects.toThrow();
  });
});

describe('lines', () => {
  it('end as any system ends them', () => expect(linesOf('a\r\nb\rc\n')).toEqual(['a', 'b', 'c']));
  it('are cut where nobody reads on', () => expect(shownLine('x'.repeat(5000))).toHaveLength(2002));
});
