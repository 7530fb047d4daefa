/** Directories: written in order, read one node at a time, and never misread when they are damaged. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../base/fault.ts';
import type { StoredEntry } from '../../entry/entry.ts';
import { TreeBuilder } from './tree-builder.ts';
import { nameOfNode, nodeSpans, readTree, TreeCursor } from './tree-reader.ts';

const file = (name: string): StoredEntry => ({
  name, type: 'file', mode: 0o644, uid: 1, gid: 2, user: 'ada', group: 'ada', mtime: 3n, atime: 3n, ctime: 4n, inode: 5n, deviceId: 6n, links: 1, size: 7,
  content: ['ab'.repeat(32)], subtree: null,
});

function treeOf(names: readonly string[]): Uint8Array {
  const builder = new TreeBuilder();
  for (const name of names) builder.add(file(name), file(name));
  return builder.finish();
}

const bytesOf = (json: string): Buffer => Buffer.from(json, 'latin1');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const names = fc.uniqueArray(fc.uint8Array({ minLength: 1, maxLength: 12 }).map(textOf), { maxLength: 12 }).map((list) => list.toSorted((a, b) => (a < b ? -1 : 1)));

describe('a directory', () => {
  it('ends with a line end, empty or not', () => {
    expect(textOf(treeOf([]))).toBe('{"nodes":[]}\n');
    expect(textOf(treeOf(['a', 'b']))).toMatch(/^\{"nodes":\[\{"name":"a",.*\},\{"name":"b",.*\}\]\}\n$/);
  });

  it('comes back as it was, and from raw nodes byte for byte', () => {
    fc.assert(fc.property(names, (list) => {
      const tree = treeOf(list);
      expect([...readTree(tree)]).toEqual(list.map(file));
      const copy = new TreeBuilder();
      for (const span of nodeSpans(tree)) copy.addRaw(span);
      expect(textOf(copy.finish())).toBe(textOf(tree));
      expect([...nodeSpans(tree)].map(nameOfNode)).toEqual(list);
    }));
  });

  it.each([[['b', 'a']], [['a', 'a']], [['']], [['\xff', 'a']]])('refuses names out of order: %j', (list) => {
    expect(() => treeOf(list)).toThrow(Fault);
    const builder = new TreeBuilder();
    expect(() => list.forEach((name) => builder.addRaw(bytesOf(`{"name":${JSON.stringify(name)}}`)))).toThrow(/out of order|without a name/);
  });
});

describe('TreeCursor', () => {
  const odd = fc.constantFrom<Partial<StoredEntry>>(
    {}, { content: [] }, { content: ['ab'.repeat(32), 'cd'.repeat(32)] }, { user: '}' }, { user: ']}', group: '"]},{"name":"' }, { type: 'dir', content: null, subtree: 'ab'.repeat(32) },
    { xattrs: [{ name: 'user.a', value: Uint8Array.of(1) }, { name: 'user.b', value: null }] }, { type: 'symlink', content: null, linkTarget: `"${'ab'.repeat(32)}"]},` },
  );

  it('passes over files without reading them, and over nothing else', () => {
    fc.assert(fc.property(names, fc.infiniteStream(odd), fc.infiniteStream(fc.boolean()), (list, oddities, passes) => {
      const builder = new TreeBuilder();
      const entries = list.map((name): StoredEntry => ({ ...file(name), ...oddities.next().value }));
      for (const entry of entries) builder.add(entry, entry);
      const cursor = new TreeCursor(builder.finish());
      for (const { name, type } of entries) {
        const passed = passes.next().value === true && cursor.passFile();
        expect(passed && type === 'dir').toBe(false);
        if (!passed) expect(cursor.next()?.name).toBe(name);
      }
      expect([cursor.passFile(), cursor.next()]).toEqual([false, null]);
    }), { numRuns: 500 });
  });

  it('tells the same, peeked or not, taken or passed over', () => {
    fc.assert(fc.property(names, fc.infiniteStream(fc.constantFrom('next', 'skip', 'raw', 'file')), fc.infiniteStream(fc.boolean()), (list, moves, peeks) => {
      const cursor = new TreeCursor(treeOf(list));
      for (const name of [...list, null]) {
        if (peeks.next().value === true) expect(cursor.peekName()).toBe(name);
        const move = moves.next().value;
        if (move === 'skip') cursor.skip();
        else if (move === 'file') expect(cursor.passFile()).toBe(name !== null);
        else if (move === 'raw') expect(mapped(cursor.nextRaw(), nameOfNode)).toBe(name);
        else expect(mapped(cursor.next(), (node) => node.name)).toBe(name);
      }
      expect([cursor.peekName(), cursor.next(), cursor.nextRaw()]).toEqual([null, null, null]);
    }));
  });
});

const mapped = <T, R>(value: T | null, map: (value: T) => R): R | null => (value === null ? null : map(value));

describe('a foreign directory', () => {
  it('may have spaces, other members, and names that do not come first', () => {
    const tree = bytesOf(' { "more" : {"nodes":[1,"]"]} ,\n"nodes" : [ { "type":"file", "name":"a" } , {"name":"b","type":"dir"} ] , "x":null } \n\t');
    expect([...readTree(tree)].map(({ name, type }) => [name, type])).toEqual([['a', 'file'], ['b', 'dir']]);
    const cursor = new TreeCursor(tree);
    expect(cursor.peekName()).toBe('a');
    cursor.skip();
    expect(cursor.peekName()).toBe('b');
    expect(cursor.next()?.type).toBe('dir');
    expect(cursor.next()).toBe(null);
  });

  it('may have no list at all', () => expect([...readTree(bytesOf('{"nodes":null}\n'))]).toEqual([]));
});

describe('a damaged directory', () => {
  it.each([
    ['', '"{" is missing'], ['[]', '"{" is missing'], ['{}', 'no list'], ['{"nodes":{}}', '"[" is missing'], ['{"nodes":[}', '"{" is missing'], ['{"nodes":[5]}', '"{" is missing'],
    ['{"nodes":nope}', 'no value'], ['{"nodes":[]', 'comma is missing'], ['{"nodes":[]}}', 'something follows'], ['{"nodes":[{"name":"a","type":"file"}{}]}', 'comma is missing'], ['{"nodes":[,]}', '"{" is missing'],
  ])('is refused: %s', (json, reason) => {
    expect(() => [...readTree(bytesOf(json))]).toThrow(reason);
    expect(() => [...readTree(bytesOf(json))]).toThrow(/^The directory is malformed at byte \d+: /);
  });

  it('is found out wherever it is cut off, and gives what stands before', () => {
    const tree = treeOf(['a', 'b"\\\n', 'c']).subarray(0, -1);
    const whole = [...readTree(tree)];
    for (let length = 0; length < tree.length; length++) {
      const read: StoredEntry[] = [];
      const readAll = (): void => {
        for (const node of readTree(tree.subarray(0, length))) read.push(node);
      };
      expect(readAll, String(length)).toThrow(Fault);
      expect(read).toEqual(whole.slice(0, read.length));
      expect(() => [...nodeSpans(tree.subarray(0, length))]).toThrow(Fault);
    }
  });

  it('never ends in anything but entries or a Fault, whatever its bytes', () => {
    const tree = treeOf(['a', 'b"\\\n']);
    fc.assert(fc.property(fc.nat(tree.length - 1), fc.nat(255), (at, byte) => {
      const broken = Uint8Array.from(tree);
      broken[at] = byte;
      for (const read of [readTree, nodeSpans]) {
        try {
          for (const _ of read(broken)) void _;
        } catch (error) {
          expect(error).toMatchObject({ kind: 'damaged' });
        }
      }
    }), { numRuns: 2000 });
  });
});
