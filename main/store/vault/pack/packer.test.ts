/** The packer: every blob ends up in exactly one pack, where its list says, and no pack is larger or smaller than it should be. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePackHeader, MAX_ENTRIES } from '../format/pack.ts';
import { DATA, TREE } from '../index/blob-index.ts';
import { Packer, type FilledPack } from './packer.ts';

const MIB = 1024 * 1024;
const hex = (number: number): string => number.toString(16).padStart(64, '0');

/** Packs blobs of these sizes, each filled with its number, and returns what came out. */
function packed(sizes: readonly number[]): FilledPack[] {
  const packs: FilledPack[] = [];
  const packer = new Packer(DATA, (pack) => void packs.push(pack));
  sizes.forEach((size, number) => packer.add(new Uint8Array(size).fill(number), hex(number), number, number));
  packer.flush();
  return packs;
}

function expectWhole(packs: readonly FilledPack[], sizes: readonly number[]): void {
  const seen: number[] = [];
  for (const { buffer, length, entries, reserved } of packs) {
    const header = encodePackHeader(entries); // refuses gaps
    expect(length + header.length + 36).toBeLessThanOrEqual(buffer.length);
    entries.forEach((entry, at) => {
      const number = Number.parseInt(entry.id, 16);
      seen.push(number);
      expect(entry).toMatchObject({ type: 'data', length: sizes[number], uncompressedLength: number });
      expect(reserved[at]).toBe(number);
      const bytes = buffer.subarray(entry.offset, entry.offset + entry.length);
      expect(Buffer.compare(bytes, Buffer.alloc(entry.length, number))).toBe(0);
    });
    expect(entries.reduce((sum, entry) => sum + entry.length, 0)).toBe(length);
  }
  expect(seen.toSorted((a, b) => a - b)).toEqual(sizes.map((_, number) => number));
}

describe('Packer', () => {
  it('puts little into one pack', () => {
    const sizes = [100, 33, 5000, 40];
    const packs = packed(sizes);
    expect(packs).toHaveLength(1);
    expectWhole(packs, sizes);
  });

  it('makes nothing of nothing', () => {
    expect(packed([])).toEqual([]);
  });

  it('keeps every blob where the list says, whatever the sizes', () => {
    const size = fc.oneof(fc.integer({ min: 33, max: 3000 }), fc.integer({ min: 100_000, max: 6 * MIB }));
    fc.assert(fc.property(fc.array(size, { maxLength: 30 }), (sizes) => expectWhole(packed(sizes), sizes)), { numRuns: 15 });
  });

  it('closes packs near their target size', () => {
    const sizes = Array.from({ length: 150 }, () => 700_000);
    const packs = packed(sizes);
    expectWhole(packs, sizes);
    const full = packs.slice(0, -2); // the last ones are what was left
    expect(full.length).toBeGreaterThan(3);
    for (const { length } of full) {
      expect(length).toBeGreaterThan(7 * MIB);
      expect(length).toBeLessThanOrEqual(16 * MIB);
    }
  });

  it('mixes neighbours over two packs, so that the size of a pack tells no order', () => {
    const sizes = Array.from({ length: 200 }, () => 200_000);
    const packs = packed(sizes);
    const numbers = packs[0].entries.map(({ id }) => Number.parseInt(id, 16));
    const gaps = numbers.slice(1).filter((number, at) => number !== numbers[at] + 1);
    expect(gaps.length).toBeGreaterThan(2); // one long run would be sequential packing
  });

  it('gives a blob larger than a pack the room it needs', () => {
    const sizes = [50 * MIB, 1000, 50 * MIB];
    const packs = packed(sizes);
    expectWhole(packs, sizes);
  });

  it('closes a pack of tiny blobs before its list grows too long to be read', () => {
    const packs: FilledPack[] = [];
    const packer = new Packer(TREE, (pack) => void packs.push(pack));
    const sealed = randomBytes(33);
    for (let number = 0; number < 120_000; number++) packer.add(sealed, hex(number), 0, number);
    packer.flush();
    expect(packs.reduce((sum, { entries }) => sum + entries.length, 0)).toBe(120_000);
    for (const { entries } of packs) {
      expect(entries.length).toBeLessThanOrEqual(Math.min(MAX_ENTRIES, 50_000));
      expect(entries[0].type).toBe('tree');
    }
  });
});
