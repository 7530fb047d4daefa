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

/** The same as JSON.parse has it, member by member: a name that comes twice counts twice. */
function refsByMember(tree: Buffer): { data: string[]; trees: string[] } {
  const found = { data: [] as string[], trees: [] as string[] };
  for (const members of membersOf(tree)) {
    for (const [key, value] of members) {
      if (key === 'content') found.data.push(...((value ?? []) as string[]));
      else if (key === 'subtree') found.trees.push(value as string);
    }
  }
  return found;
}

/** The members of each node, in order: every key is made another one first, so that none is lost. */
function membersOf(tree: Buffer): [string, unknown][][] {
  let count = 0;
  const keys: string[] = [];
  const numbered = tree.toString().replaceAll(/("(?:[^"\\]|\\.)*")(\s*:)/g, (_, key: string, colon: string) => {
    keys.push(JSON.parse(key) as string);
    return `"${count++}"${colon}`;
  });
  const [nodes] = Object.values(JSON.parse(numbered) as Record<string, Record<string, unknown>[]>);
  return nodes!.map((node) => Object.entries(node).map(([number, value]) => [keys[Number(number)]!, value]));
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

  it('are all of them, however a directory is spelled', () => {
    const id = (digit: string): string => digit.repeat(64);
    const odd = fc.constantFrom(
      '"type":"file"', '"mode":420', '"user":"}"', '"user":"{"', '"user":"a\\"],\\"content\\":[\\""', `"linktarget":"\\",\\"content\\":[\\"${id('9')}\\"]}"`,
      '"extended_attributes":[{"name":"user.a","value":"eA=="},{"name":"user.b","value":null}]', `"generic_attributes":{"content":["${id('8')}"],"subtree":"${id('7')}"}`,
      '"content":null', '"content":[]', `"content":["${id('a')}"]`, `"content":["${id('b')}","${id('c')}"]`, `"content":[ "${id('d')}" ]`, `"subtree":"${id('e')}"`, `"subtree": "${id('f')}"`,
      `"conten\\u0074":["${id('1')}"]`, `"\\u0073ubtree":"${id('2')}"`, '"subtrees":0', '"error":"content"',
    );
    const nodes = fc.array(fc.array(odd, { maxLength: 6 }), { maxLength: 5 });
    fc.assert(fc.property(nodes, fc.constantFrom(',', ', ', ',\n'), (list, comma) => {
      const tree = Buffer.from(`{"nodes":[${list.map((members, at) => `{${[`"name":"${at}"`, ...members].join(comma)}}`).join(',')}]}\n`);
      expect(refsOf(tree)).toEqual(refsByMember(tree));
    }), { numRuns: 2000 });
  });

  it.each(['', '{}', '{"nodes":[{"content":["00"]}]}', '{"nodes":[{"subtree":"x"}]}', '{"nodes":['])('refuse %j', (tree) => {
    expect(() => refsOf(Buffer.from(tree))).toThrow(expect.objectContaining({ kind: 'damaged' }));
  });
});
