/** Compression of blobs: what goes in comes out, whatever went wrong before, and nothing is stored larger than it is. */
import { randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Compressor, decompress, Decompressor } from './compression.ts';

const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

/** Text that compresses to about half. */
function text(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = 97 + (Math.imul(at, 2_654_435_761) >>> 28);
  return bytes;
}

const SIZES = [100, 200, 1000, 65_535, 65_536, 131_072, 131_073, 1_000_000, 8 * 1024 * 1024];

describe('Compressor', () => {
  it.each(SIZES)('makes one frame of %i bytes that any zstd unfolds', (size) => {
    const [compressor, plain] = [new Compressor(), text(size)];
    const packed = compressor.compress(plain)!;
    expect(packed.length).toBeLessThan(size);
    expect(same(zstdDecompressSync(packed), plain)).toBe(true);
  });

  it('says so when it would not get smaller', () => {
    const compressor = new Compressor();
    for (const size of [0, 1, 2, 10, 5000, 300_000]) expect(compressor.compress(randomBytes(size))).toBeNull();
  });

  it('works on after a blob that did not get smaller, and takes one larger than any before', () => {
    const compressor = new Compressor(1000);
    for (const size of [500, 200_000, 100, 2_000_000, 1000]) {
      compressor.compress(randomBytes(size));
      expect(same(zstdDecompressSync(compressor.compress(text(size))!), text(size))).toBe(true);
    }
  });

  it('does as well for the second blob as for the first: contexts remember nothing', () => {
    const compressor = new Compressor();
    const [first, ...others] = [1, 2, 3].map(() => Buffer.from(compressor.compress(text(10_000))!));
    for (const other of others) expect(same(other, first)).toBe(true);
  });
});

describe('Decompressor', () => {
  it('gives back what was compressed, of any size and content', () => {
    const [compressor, decompressor] = [new Compressor(), new Decompressor()];
    const plain = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.integer({ min: 1, max: 200_000 }).map(text));
    fc.assert(fc.property(plain, (bytes) => {
      const frame = compressor.compress(bytes) ?? zstdCompressSync(bytes);
      expect(same(decompressor.decompress(frame, bytes.length), bytes)).toBe(true);
    }), { numRuns: 100 });
  });

  const frame = zstdCompressSync(text(5000));
  const broken: [string, Uint8Array, number][] = [
    ['a frame that unfolds to more', frame, 4999],
    ['a frame that unfolds to less', frame, 5001],
    ['a frame that is cut off', frame.subarray(0, frame.length - 10), 5000],
    ['a frame that goes on behind its end', Buffer.concat([frame, Buffer.from('more')]), 5000],
    ['bytes that are no frame', randomBytes(100), 5000],
    ['nothing', new Uint8Array(0), 5000],
  ];
  it.each(broken)('refuses %s, and opens the next one all the same', (_, bytes, length) => {
    const decompressor = new Decompressor();
    for (let time = 0; time < 2; time++) {
      expect(() => decompressor.decompress(bytes, length)).toThrow(Error);
      expect(same(decompressor.decompress(frame, 5000), text(5000))).toBe(true);
    }
    expect(() => decompress(bytes, length)).toThrow(Error);
  });
});
