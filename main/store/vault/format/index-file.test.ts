/** Index files: ours, restic's and rustic's are understood; malformed ones are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../base/fault.ts';
import { decodeIndex, encodeIndex, type IndexPack } from './index-file.ts';
import type { PackEntry } from './pack.ts';

const [PACK, BLOB] = ['01'.repeat(32), 'ef'.repeat(32)];
const id = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const blob = fc.record({
  type: fc.constantFrom('data' as const, 'tree' as const), id, offset: fc.nat(2 ** 31 - 1), length: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  uncompressedLength: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
});

function decoded(json: string | Uint8Array): IndexPack[] {
  const packs: { id: string; blobs: PackEntry[] }[] = [];
  decodeIndex(typeof json === 'string' ? Buffer.from(json) : json, {
    pack: (pack) => packs.push({ id: Buffer.from(pack).toString('hex'), blobs: [] }),
    blob: (bytes, type, offset, length, uncompressedLength) =>
      packs.at(-1)!.blobs.push({ type: type === 0 ? 'data' : 'tree', id: Buffer.from(bytes).toString('hex'), offset, length, uncompressedLength }),
  });
  return packs;
}

const plain = { type: 'data', id: BLOB, offset: 0, length: 38, uncompressedLength: 0 } as const;
const compressed = { type: 'tree', id: BLOB, offset: 38, length: 150, uncompressedLength: 247 } as const;

describe('an index', () => {
  it('comes back as it was', () => {
    fc.assert(fc.property(fc.array(fc.record({ id, blobs: fc.array(blob, { maxLength: 4 }) }), { maxLength: 4 }), (packs) => {
      expect(decoded(encodeIndex(packs))).toEqual(packs);
    }));
  });

  it('is spelled like restic’s', () => {
    const json =
      `{"packs":[{"id":"${PACK}","blobs":[{"id":"${BLOB}","type":"data","offset":0,"length":38},` +
      `{"id":"${BLOB}","type":"tree","offset":38,"length":150,"uncompressed_length":247}]}]}\n`;
    expect(Buffer.from(encodeIndex([{ id: PACK, blobs: [plain, compressed] }])).toString()).toBe(json);
  });

  it('may have other members, spaces, nulls, and any order', () => {
    const json =
      ` {"supersedes":["${PACK}"], "packs" : [ {"time":"2024-01-01T00:00:00Z","blobs":[ {"uncompressed_length":null,"length":38,"x":[{}],"offset":0,"type":"data","id":"${BLOB}"} ],` +
      ` "size":null, "id":"${PACK}"}, {"id":"${BLOB}"} ], "packs_to_delete":[{"id":"${BLOB}","blobs":[{"id":"nonsense"}]}] } `;
    expect(decoded(json)).toEqual([{ id: PACK, blobs: [plain] }, { id: BLOB, blobs: [] }]);
  });

  it('may hold nothing', () => {
    for (const json of ['{}', '{"packs":[]}', '{"packs":null}']) expect(decoded(json)).toEqual([]);
  });
});

describe('a damaged index', () => {
  const pack = (blobs: string): string => `{"packs":[{"id":"${PACK}","blobs":[${blobs}]}]}`;

  it.each([
    ['', '"{" is missing'], ['[]', '"{" is missing'], ['{"packs":{}}', '"[" is missing'], ['{"packs":[]}x', 'something follows'], ['{"packs":[{"blobs":[]}]}', 'a pack has no id'],
    [`{"packs":[{"id":"${PACK.slice(2)}"}]}`, 'this is no id'], [`{"packs":[{"id":"${PACK.slice(1)}g"}]}`, 'this is no id'], [`{"packs":[{"id":"${PACK.slice(1)}ä"}]}`, 'this is no id'],
    [pack('{}'), 'no id, type or length'], [pack(`{"id":"${BLOB}","type":"data"}`), 'no id, type or length'], [pack(`{"id":"${BLOB}","type":"date","length":1}`), 'no such type'],
    [pack(`{"id":"${BLOB}","type":"data","length":1,"offset":-1}`), 'no whole number'], [pack(`{"id":"${BLOB}","type":"data","length":1,"offset":4294967295}`), 'where no pack reaches'],
    [pack(`{"id":"${BLOB}","type":"data","length":1,"uncompressed_length":4294967296}`), 'where no pack reaches'],
  ])('is refused: %s', (json, reason) => {
    expect(() => decoded(json)).toThrow(reason);
    expect(() => decoded(json)).toThrow(/^The index file is malformed at byte \d+: /);
  });

  it('is found out wherever it is cut off', () => {
    const json = encodeIndex([{ id: PACK, blobs: [plain, compressed] }]).subarray(0, -1);
    for (let length = 0; length < json.length; length++) expect(() => decoded(json.subarray(0, length)), String(length)).toThrow(Fault);
  });
});
