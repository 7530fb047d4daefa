/** The id table: nothing that was added is ever not found, nor confused with anything else, however the table grew. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATA, IdTable, IdView, TREE, type BlobType, type SharedIds } from './id-table.ts';

const idOf = (seed: number): Uint8Array => createHash('sha256').update(String(seed)).digest();

/** Equal in all but the last byte: they land in the same slot and must be told apart by comparing. */
const crowded = (last: number): Uint8Array => new Uint8Array(32).fill(7).with(31, last);

describe('IdTable', () => {
  it('finds every id through many growths, and no other', () => {
    const table = new IdTable(1);
    for (let seed = 0; seed < 5000; seed++) expect(table.add(idOf(seed), DATA)).toBe(seed);
    expect(table.count).toBe(5000);
    for (let seed = 0; seed < 5000; seed++) {
      expect(table.find(idOf(seed), DATA)).toBe(seed);
      expect(Buffer.compare(table.idOf(seed), idOf(seed))).toBe(0);
    }
    for (let seed = 5000; seed < 6000; seed++) expect(table.find(idOf(seed), DATA)).toBe(-1);
  });

  it('keeps data and trees of the same id apart', () => {
    const table = new IdTable();
    table.add(idOf(1), TREE);
    expect(table.find(idOf(1), DATA)).toBe(-1);
    table.add(idOf(1), DATA);
    expect([table.find(idOf(1), TREE), table.find(idOf(1), DATA)]).toEqual([0, 1]);
    expect([table.typeOf(0), table.typeOf(1)]).toEqual([TREE, DATA]);
  });

  it('gives every place of an id that was added several times, and first the oldest', () => {
    const table = new IdTable(2);
    for (const seed of [1, 2, 1, 3, 1]) table.add(idOf(seed), DATA);
    expect(table.findAll(idOf(1), DATA)).toEqual([0, 2, 4]);
    expect(table.find(idOf(1), DATA)).toBe(0);
    expect(table.findAll(idOf(4), DATA)).toEqual([]);
  });

  it('tells ids apart that begin alike', () => {
    const table = new IdTable(4);
    for (let last = 0; last < 200; last++) table.add(crowded(last), DATA);
    for (let last = 0; last < 200; last++) expect(table.findAll(crowded(last), DATA)).toEqual([last]);
    expect(table.find(crowded(200), DATA)).toBe(-1);
  });

  it('agrees with a plain map, whatever is added in whatever order', () => {
    const item = fc.record({ seed: fc.integer({ min: 0, max: 40 }), type: fc.constantFrom<BlobType>(DATA, TREE), isCrowded: fc.boolean() });
    fc.assert(fc.property(fc.array(item, { maxLength: 200 }), (items) => {
      const table = new IdTable(1);
      const places = new Map<string, number[]>();
      items.forEach(({ seed, type, isCrowded }, entry) => {
        const id = isCrowded ? crowded(seed) : idOf(seed);
        table.add(id, type);
        const key = `${type}${Buffer.from(id).toString('hex')}`;
        places.set(key, [...(places.get(key) ?? []), entry]);
      });
      for (const [key, entries] of places) expect(table.findAll(Buffer.from(key.slice(1), 'hex'), Number(key[0]) as BlobType)).toEqual(entries);
    }), { numRuns: 50 });
  });
});

describe('IdView', () => {
  it('sees what the owner adds after it was made, until the table moves', () => {
    const table = new IdTable(100);
    const view = new IdView(table.shared);
    table.add(idOf(1), DATA);
    expect(view.find(idOf(1), DATA)).toBe(0);
  });

  it('is told where the table has moved to, and an old view still knows what it knew', () => {
    const table = new IdTable(1);
    const moves: SharedIds[] = [];
    table.onGrow = (shared) => void moves.push(shared);
    table.add(idOf(1), DATA);
    const old = new IdView(table.shared);
    table.add(idOf(2), DATA);
    expect(moves).toEqual([table.shared]);
    expect([old.find(idOf(1), DATA), old.find(idOf(2), DATA)]).toEqual([0, -1]);
    expect(new IdView(moves[0]!).find(idOf(2), DATA)).toBe(1);
  });
});
