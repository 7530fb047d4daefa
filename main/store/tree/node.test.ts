/** Entries come back from their JSON as they were; restic's spelling, and that of others, is understood. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryType, StoredEntry } from '../../entry/entry.ts';
import { rawFromText } from '../../entry/name.ts';
import { ByteWriter } from './byte-writer.ts';
import { goMode, modeOfGo } from './node-mode.ts';
import { decodeNode, encodeNode, type Node } from './node.ts';
import { parseTime } from './time.ts';

const ID = 'a1'.repeat(32);

function encoded(node: Node): string {
  const writer = new ByteWriter();
  encodeNode(writer, node, node);
  return Buffer.from(writer.finish()).toString('latin1');
}

const decoded = (json: string): Node => decodeNode(Buffer.from(json, 'latin1'));
const EMPTY: StoredEntry = {
  name: 'a', type: 'file', mode: 0, uid: 0, gid: 0, user: '', group: '', mtime: 0n, atime: 0n, ctime: 0n, inode: 0n, deviceId: 0n, links: 0, size: 0, content: null, subtree: null,
};

const bytes = (most: number) => fc.uint8Array({ minLength: 1, maxLength: most });
const rawName = fc.oneof(bytes(30), fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => Buffer.from(text))).map((name) => Buffer.from(name).toString('latin1'));
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const time = fc.bigInt({ min: parseTime('0001-01-01T00:00:00Z'), max: parseTime('9998-12-31T00:00:00Z') });
const hexId = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((id) => Buffer.from(id).toString('hex'));
const type = fc.constantFrom<EntryType>('file', 'dir', 'symlink', 'dev', 'chardev', 'fifo', 'socket');
const text = fc.string({ unit: 'binary' });

const node: fc.Arbitrary<Node> = fc.record({
  name: rawName, type, mode: fc.nat(0o7777), uid: fc.nat(2 ** 32 - 1), gid: fc.nat(2 ** 32 - 1), user: text, group: text,
  mtime: time, atime: time, ctime: time, inode: uint64, deviceId: uint64, links: fc.nat(), size: fc.maxSafeNat(),
  content: fc.option(fc.array(hexId, { maxLength: 3 })), subtree: fc.option(hexId),
}).chain((base) => fc.record({
  linkTarget: rawName, rdev: uint64,
  xattrs: fc.array(fc.record({ name: text.map(rawFromText), value: fc.option(fc.uint8Array()) }), { minLength: 1, maxLength: 3 }),
  extra: fc.uniqueArray(fc.record({ name: fc.string().map((name) => `x-${rawFromText(name)}`), json: fc.json().map(rawFromText) }), { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
}, { requiredKeys: [] }).map(({ linkTarget, rdev, ...rest }): Node => ({
  ...base, ...rest, ...(base.type === 'symlink' && linkTarget !== undefined ? { linkTarget } : {}), ...(base.type === 'dev' || base.type === 'chardev' ? { rdev: rdev ?? 0n } : {}),
})));

describe('a node', () => {
  it('comes back as it was, byte for byte', () => {
    fc.assert(fc.property(node, (entry) => {
      const json = encoded(entry);
      expect(decoded(json)).toEqual(entry);
      expect(() => JSON.parse(Buffer.from(json, 'latin1').toString()) as unknown).not.toThrow();
    }));
  });

  it('has the fields of restic in restic’s order, without the empty ones', () => {
    const full: Node = {
      ...EMPTY, type: 'chardev', mode: 0o7644, user: 'u', group: 'g', inode: 2n ** 64n - 1n, deviceId: 5n, size: 6, links: 2, linkTarget: '\xff', rdev: 259n,
      xattrs: [{ name: 'user.x', value: Uint8Array.of(255) }, { name: 'y', value: null }], content: [ID, ID], subtree: ID,
      mtime: parseTime('2024-01-01T00:00:00.5Z'), extra: [{ name: 'error', json: '"e"' }, { name: 'generic_attributes', json: '{"a":"b"}' }],
    };
    const members = JSON.parse(encoded(full)) as object;
    expect(Object.keys(members)).toEqual([
      'name', 'type', 'mode', 'mtime', 'atime', 'ctime', 'uid', 'gid', 'user', 'group', 'inode', 'device_id', 'size', 'links', 'linktarget', 'linktarget_raw',
      'extended_attributes', 'generic_attributes', 'device', 'content', 'subtree', 'error',
    ]);
    expect(encoded(full)).toContain('"inode":18446744073709551615,');
    expect(encoded(full)).toContain('"extended_attributes":[{"name":"user.x","value":"/w=="},{"name":"y","value":null}],"generic_attributes":{"a":"b"},"device":259,');
    expect(Object.keys(JSON.parse(encoded(EMPTY)) as object)).toEqual(['name', 'type', 'mtime', 'atime', 'ctime', 'uid', 'gid', 'content']);
  });

  it('always has content: a list for files, even empty ones, else null', () => {
    expect(encoded({ ...EMPTY, content: [] })).toContain('"content":[]}');
    expect(encoded({ ...EMPTY, type: 'fifo' })).toContain('"content":null}');
  });
});

describe('decodeNode', () => {
  it('reads the usual spelling and any other alike', () => {
    const owner = fc.constantFrom({ uid: 0, gid: 0, user: 'root', group: 'root' }, { uid: 0, gid: 0, user: '', group: '' }, { uid: 0, gid: 0, user: '', group: 'g' }, { uid: 1, gid: 10, user: 'a', group: '' });
    const usual = fc.record({ entry: node, owner, sameTime: fc.boolean() }).map(({ entry, owner: names, sameTime }) => ({ ...entry, ...names, ...(sameTime ? { atime: entry.mtime } : {}) }));
    fc.assert(fc.property(fc.array(usual, { maxLength: 5 }), (entries) => {
      for (const json of entries.map(encoded)) expect(decoded(json)).toEqual(decoded(json.replace('{', '{ ')));
    }));
  });

  it('says the same of what is cut off or changed, however it is spelled', () => {
    const outcome = (json: string): unknown => {
      try {
        return decoded(json);
      } catch (error) {
        return (error as Error).message;
      }
    };
    const shifted = (told: unknown): unknown => (typeof told === 'string' ? told.replaceAll(/at byte \d+/g, '') : told);
    fc.assert(fc.property(node, fc.nat(), fc.option(fc.integer({ min: 1, max: 255 })), (entry, place, code) => {
      const json = encoded(entry);
      const at = 1 + (place % (json.length - 1));
      const spoilt = json.slice(0, at) + (code === null ? '' : String.fromCharCode(code) + json.slice(at + 1));
      expect(shifted(outcome(spoilt))).toEqual(shifted(outcome(spoilt.replace('{', '{ '))));
    }), { numRuns: 500 });
  });

  it('takes what others leave out, add, null, space or order differently', () => {
    const json = ` { "type" : "dev" , "future":{"a":[1,"}"]}, "size":null, "content":null,"extended_attributes":[{"value":null,"name":"n"},{"name":"m","value":""}], "n\\u0061me":"x\\\\xff" } `;
    expect(decoded(json)).toEqual({
      ...EMPTY, name: 'x\xff', type: 'dev', rdev: 0n, extra: [{ name: 'future', json: '{"a":[1,"}"]}' }],
      xattrs: [{ name: 'n', value: null }, { name: 'm', value: new Uint8Array() }],
    });
  });

  it('reads names that were never quoted, as rustic once wrote them', () => {
    expect(decoded('{"name":"a\\"b\\\\","type":"file"}').name).toBe('a"b\\');
    expect(decoded('{"name":"\\ud83d\\ude00 \\ud83d \\/ \\t","type":"file"}').name).toBe(rawFromText('😀 \ufffd / \t'));
  });

  it('keeps whole numbers exact', () => {
    const json = '{"name":"a","type":"file","inode":18446744073709551615,"device_id":9007199254740993,"size":9007199254740991}';
    expect(decoded(json)).toMatchObject({ inode: 18446744073709551615n, deviceId: 9007199254740993n, size: 9007199254740991 });
  });

  it('lets a raw link target win, wherever it stands', () => {
    for (const order of ['"linktarget":"?","linktarget_raw":"/w=="', '"linktarget_raw":"/w==","linktarget":"?"']) {
      expect(decoded(`{"name":"a","type":"symlink",${order}}`).linkTarget).toBe('\xff');
    }
  });

  it.each([
    ['{"name":"a"}', 'no type'], ['{"name":"a","type":"irregular"}', 'irregular'], ['{"name":"a","type":"toString"}', 'no type of entry'],
    ['{"name":"a","type":"file","mtime":"yesterday"}', 'no time'], ['{"name":"a","type":"file","content":["ab"]}', 'no id'],
    [`{"name":"a","type":"file","content":["${'A'.repeat(64)}"]}`, 'no id'], ['{"name":"a","type":"file","size":-1}', 'no whole number'], ['{"name":"a","type":"file","size":1.5}', 'no whole number'],
    ['{"name":"a","type":"file","inode":18446744073709551616}', 'too large'], ['{"name":"a\n","type":"file"}', 'control character'], ['{"name":"\\q","type":"file"}', 'no escape'],
    ['{"name":"a","type":"file",}', 'string is missing'], ['{"name":"a" "type":"file"}', 'comma'], ['{"name":5}', 'string is missing'], ['[]', '"{" is missing'],
  ])('refuses %s', (json, reason) => {
    expect(() => decoded(json)).toThrow(reason);
    expect(() => decoded(json)).toThrow(/^The entry is malformed at byte \d+: /);
  });
});

describe('modes', () => {
  it.each([
    ['file', 0o644, 0o644], ['dir', 0o755, 2147484141], ['symlink', 0o777, 134218239], ['chardev', 0o666, 69206454], ['dev', 0o660, 67109296],
    ['fifo', 0o600, 33554816], ['socket', 0o755, 16777709], ['file', 0o4755, 8389101], ['dir', 0o2755, 2151678445], ['dir', 0o1777, 2148532735],
  ] as const)('of a %s %i are Go’s %i', (entryType, mode, go) => {
    expect(goMode(entryType, mode)).toBe(go);
    expect(modeOfGo(go)).toBe(mode);
  });
});
