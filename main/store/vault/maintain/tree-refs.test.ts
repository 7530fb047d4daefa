/** What a directory refers to, read without reading it, is what reading it gives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TreeBuilder } from '../../tree/tree-builder.ts';
import { readTree } from '../../tree/tree-reader.ts';
import { readRefs } from './tree-refs.ts';

const hex = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const name = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).map((text) => Buffer.from(text).toString('latin1'));
const node = fc.record({ name, content: fc.option(fc.array(hex, { maxLength: 4 })), subtree: fc.option(hex) });

function refsOf(tree: Uint8Array): { data: string[]; trees: string[] } {
  const found = { data: [] as string[], trees: [] as string[] };
  readRefs(tree, { data: (id) => void found.data.push(Buffer.from(id).toString('hex')), tree: (id) => void found.trees.push(Buffer.from(id).toString('hex')) });
  return found;
}

describe('references of a tree', () => {
  it('are all of them, in order', () => {
    fc.assert(fc.property(fc.uniqueArray(node, { selector: (one) => one.name, maxLength: 8 }), (nodes) => {
      const builder = new TreeBuilder();
      for (const { name: raw, content, subtree } of nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
        const entry = { name: raw, type: subtree === null ? 'file' as const : 'dir' as const, mode: 0o644, uid: 0, gid: 0, user: 'content":["', group: '', mtime: 0n, atime: 0n, ctime: 0n, inode: 1n, deviceId: 1n, links: 1, size: 0 };
        builder.add(entry, { content, subtree });
      }
      const tree = builder.finish();
      const all = [...readTree(tree)];
      expect(refsOf(tree)).toEqual({ data: all.flatMap(({ content }) => content ?? []), trees: all.flatMap(({ subtree }) => (subtree === null ? [] : [subtree])) });
    }));
  });

  it.each(['', '{}', '{"nodes":[{"content":["00"]}]}', '{"nodes":[{"subtree":"x"}]}', '{"nodes":['])('refuse %j', (tree) => {
    expect(() => refsOf(Buffer.from(tree))).toThrow(expect.objectContaining({ kind: 'damaged' }));
  });
});
