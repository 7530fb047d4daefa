/** Chosen entries: exact paths, whatever is in their names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectEntries } from './selection.ts';

describe('chosen paths', () => {
  it('want themselves and all below, enter what leads there, and nothing else', () => {
    const { wants, enters, all } = selectEntries([], [], ['/a/b*', '/c']);
    expect(['/a/b*', '/a/b*/x/y', '/c'].map(wants)).toEqual([true, true, true]);
    expect(['/', '/a', '/a/bc', '/a/b', '/cc', '/d'].map(wants)).toEqual([false, false, false, false, false, false]);
    expect(['/', '/a', '/a/b*', '/a/b*/x', '/a/bc', '/d'].map(enters)).toEqual([true, true, true, true, false, false]);
    expect(all).toBe(false);
  });

  it('are narrowed by patterns', () => {
    const { wants, enters } = selectEntries(['*.txt'], ['old'], ['/a']);
    expect(['/a/x.txt', '/b/x.txt', '/a/x.jpg', '/a/old/x.txt'].map(wants)).toEqual([true, false, false, false]);
    expect(['/a/sub', '/b', '/a/old'].map(enters)).toEqual([true, false, false]);
  });

  it('that are the root, or none, are everything', () => {
    expect(selectEntries([], [], ['/']).all).toBe(true);
    expect(selectEntries([], []).all).toBe(true);
  });

  it('are entered down to every one of them', () => {
    const name = fc.stringMatching(/^[^/\0]{1,5}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => `/${names.join('/')}`);
    fc.assert(fc.property(fc.array(path, { minLength: 1 }), path, (chosen, other) => {
      const { wants, enters } = selectEntries([], [], chosen);
      for (const one of chosen) {
        expect(wants(one)).toBe(true);
        for (let cut = one.lastIndexOf('/'); cut > 0; cut = one.lastIndexOf('/', cut - 1)) expect(enters(one.slice(0, cut))).toBe(true);
      }
      expect(wants(other)).toBe(chosen.some((one) => other === one || other.startsWith(`${one}/`)));
    }));
  });
});
