/** A directory read a page at a time says the same as one that is read whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredEntry } from '../../entry/entry.ts';
import { readTree } from './tree-reader.ts';
import { TreeDirectory } from './tree-directory.ts';

const node = (name: string, isDir = false): object => ({ name, type: isDir ? 'dir' : 'file', mtime: '2026-01-01T00:00:00Z', content: null, ...(isDir ? { subtree: 'ab'.repeat(32) } : {}) });
const tree = (...nodes: object[]): Buffer => Buffer.from(`${JSON.stringify({ nodes })}\n`);

describe('a directory', () => {
  it('has the entries in pages, and its directories by place', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.boolean()), { selector: ([name]) => name }), fc.nat(5), (entries, at) => {
      const bytes = tree(...entries.map(([name, isDir]) => node(name, isDir)));
      const all: StoredEntry[] = [...readTree(bytes)];
      const directory = new TreeDirectory(bytes);
      expect(directory.count).toBe(all.length);
      expect(directory.slice(at, at + 3)).toEqual(all.slice(at, at + 3));
      expect([...directory.directories()]).toEqual(all.flatMap(({ subtree }, place) => (subtree === null ? [] : [place])));
      for (const entry of all) expect(directory.find(entry.name)).toEqual(entry); // in whatever order they are
      expect(directory.find('no such name')).toBeNull();
    }));
  });

  it('knows its directories from names and values that look like them', () => {
    const directory = new TreeDirectory(tree(node('"subtree"'), { ...node('x'), note: { subtree: 'no' } }, node('subtree', true), node('z')));
    expect([...directory.directories()]).toEqual([2]);
  });

  it('without a list of entries is empty; cut short it is damaged', () => {
    expect(new TreeDirectory(Buffer.from('{"nodes":null}')).count).toBe(0);
    expect(() => new TreeDirectory(tree(node('a')).subarray(0, 30))).toThrow(expect.objectContaining({ kind: 'damaged' }));
  });
});
