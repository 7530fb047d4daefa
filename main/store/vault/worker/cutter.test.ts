/** The cutter: content is cut the same way however it comes in, and exactly as the chunker alone would cut it. */
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chunker } from '../chunker/chunker.ts';
import { newMasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { IdTable } from '../index/id-table.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { BlobSealer } from './blob-sealer.ts';
import { Control } from './control.ts';
import { Cutter } from './cutter.ts';
import type { SealedBatch } from './protocol.ts';
import { StreamCutter } from './stream-cutter.ts';

const POLYNOMIAL = 0x3da3358b4dc173n;
const MIB = 1024 * 1024;
const kernel = threadKernel();
const control = new Control();
const release = ({ place }: SealedBatch): void => (typeof place === 'number' ? control.freeSlot(place) : control.releaseLarge(place.length));
const cutter = new Cutter(kernel, new Chunker(kernel, POLYNOMIAL), new BlobSealer(new Sealer(newMasterKeys(), kernel), new IdTable(), true, control, release));

const idsOf = (ids: Uint8Array): string[] => Array.from({ length: ids.length / 32 }, (_, at) => Buffer.from(ids.subarray(at * 32, at * 32 + 32)).toString('hex'));

/** Ids of the content when it comes in parts of these sizes, again and again. */
function cut(bytes: Uint8Array, parts: readonly number[]): { ids: string[]; size: number } {
  cutter.begin();
  for (let at = 0, part = 0; at < bytes.length; part++) {
    at += cutter.feed((into) => {
      const piece = bytes.subarray(at, at + Math.min(parts[part % parts.length], into.length));
      into.set(piece);
      return piece.length;
    });
  }
  const { ids, size } = cutter.end();
  return { ids: idsOf(ids), size };
}

/** The same by the chunker alone, over the whole content at once. */
function whole(bytes: Uint8Array): string[] {
  const region = kernel.reserve(bytes.length);
  region.bytes.set(bytes);
  const chunker = new Chunker(kernel, POLYNOMIAL);
  const ids: string[] = [];
  for (let start = 0, at = 0; start < bytes.length; start = at) {
    const taken = chunker.next(region.offset + start, bytes.length - start);
    at = taken < 0 ? bytes.length : start + taken;
    ids.push(createHash('sha256').update(bytes.subarray(start, at)).digest('hex'));
  }
  return ids;
}

const NOISE = randomBytes(20 * MIB);

describe('Cutter', () => {
  it.each([0, 1, 1000, 512 * 1024 - 1, 512 * 1024, 512 * 1024 + 1, MIB, 9 * MIB])('cuts %i bytes as the chunker does', (size) => {
    const bytes = NOISE.subarray(0, size);
    expect(cut(bytes, [Infinity])).toEqual({ ids: whole(bytes), size });
  });

  it('cuts 20 MiB the same in whatever parts they come', () => {
    const expected = whole(NOISE);
    expect(expected.length).toBeGreaterThan(5);
    fc.assert(fc.property(fc.array(fc.integer({ min: 1000, max: 400_000 }), { minLength: 1, maxLength: 10 }), (parts) => {
      expect(cut(NOISE, parts).ids).toEqual(expected);
    }), { numRuns: 5 });
  });

  it('cuts zeros, which have a cut at every minimum, and a run without any cut at the maximum', () => {
    expect(cut(new Uint8Array(3 * MIB), [100_000]).ids).toEqual(Array(6).fill('07854d2fef297a06ba81685e660c332de36d5d18d546927d30daad6d7fda1541'));
    const endless = new Uint8Array(17 * MIB).fill(1);
    expect(cut(endless, [Infinity]).ids).toEqual(whole(endless));
  });

  it('begins anew after content that was given up half-way', () => {
    const bytes = NOISE.subarray(0, 3 * MIB);
    cutter.begin();
    cutter.feed((into) => into.fill(9).length);
    expect(cut(bytes, [Infinity]).ids).toEqual(whole(bytes));
  });
});

describe('StreamCutter', () => {
  it('takes pieces of any length', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 3 * MIB }), { minLength: 1, maxLength: 8 }), (sizes) => {
      const stream = new StreamCutter(cutter);
      let at = 0;
      for (const size of sizes) stream.feed(NOISE.subarray(at, (at = Math.min(at + size, NOISE.length))));
      const { ids, size } = stream.end();
      expect({ ids: idsOf(ids), size }).toEqual({ ids: whole(NOISE.subarray(0, at)), size: at });
    }), { numRuns: 6 });
  });
});
