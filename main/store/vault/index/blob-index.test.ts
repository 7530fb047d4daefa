/** The blob index: where every blob lies, through growth, several places, and blobs that are still on their way. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BlobIndex, DATA, TREE } from './blob-index.ts';

const idOf = (seed: number | string): Uint8Array => createHash('sha256').update(String(seed)).digest();
const packOf = (seed: number): string => Buffer.from(idOf(`pack ${seed}`)).toString('hex');
const placeAt = (seed: number) => ({ pack: packOf(seed % 7), offset: seed * 10, length: seed + 33, uncompressed: seed % 2 === 0 ? 0 : seed });

describe('BlobIndex', () => {
  it('gives back every place after growing many times', () => {
    const index = new BlobIndex();
    for (let seed = 0; seed < 4000; seed++) index.add(idOf(seed), seed % 5 === 0 ? TREE : DATA, placeAt(seed));
    expect(index.count).toBe(4000);
    expect(index.packs.toSorted()).toEqual(Array.from({ length: 7 }, (_, seed) => packOf(seed)).toSorted());
    for (let seed = 0; seed < 4000; seed++) expect(index.place(idOf(seed), seed % 5 === 0 ? TREE : DATA)).toEqual(placeAt(seed));
    expect(index.place(idOf(4000), DATA)).toBeNull();
  });

  it('counts the same blob at the same place once: several index files may name one pack', () => {
    const index = new BlobIndex();
    for (let time = 0; time < 3; time++) index.add(idOf(1), DATA, placeAt(1));
    expect(index.count).toBe(1);
    expect(index.places(idOf(1), DATA)).toEqual([placeAt(1)]);
  });

  it('knows every place of a blob that lies in several packs', () => {
    const index = new BlobIndex();
    index.add(idOf(1), DATA, placeAt(1));
    index.add(idOf(1), DATA, placeAt(2));
    expect(index.places(idOf(1), DATA)).toEqual([placeAt(1), placeAt(2)]);
  });

  it('has a blob that is being packed, though nobody can read it yet', () => {
    const index = new BlobIndex();
    const entry = index.reserve(idOf(1), DATA);
    expect(index.has(idOf(1), DATA)).toBe(true);
    expect([index.place(idOf(1), DATA), index.packOf(entry), index.places(idOf(1), DATA)]).toEqual([null, -1, []]);
    index.settle(entry, placeAt(3));
    expect(index.place(idOf(1), DATA)).toEqual(placeAt(3));
    expect(index.packs[index.packOf(entry)]).toBe(placeAt(3).pack);
  });
});
