/** The chunker against a plain rolling fingerprint, against a published blob, and for every way the bytes may come in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../base/ids.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { Chunker, VAULT_LIMITS, type ChunkLimits } from './chunker.ts';
import { reduce } from './polynomial.ts';

const POLYNOMIAL = 0x3da3358b4dc173n;
const kernel = threadKernel();
const region = kernel.reserve(9 * 1024 * 1024);
const MIB = 1024 * 1024;

/** Chunk lengths, with the bytes handed over in parts of the given sizes, again and again. */
function chunk(bytes: Uint8Array, parts: readonly number[] = [bytes.length], limits: Partial<ChunkLimits> = {}): number[] {
  const chunker = new Chunker(kernel, POLYNOMIAL, limits);
  region.bytes.set(bytes);
  const lengths: number[] = [];
  let pending = 0;
  for (let at = 0, part = 0; at < bytes.length; part++) {
    const size = Math.min(parts[part % parts.length] ?? bytes.length, bytes.length - at);
    const taken = chunker.next(region.offset + at, size);
    pending += taken === -1 ? size : taken;
    at += taken === -1 ? size : taken;
    if (taken !== -1) {
      lengths.push(pending);
      pending = 0;
    }
  }
  return pending === 0 ? lengths : [...lengths, pending];
}

/** As the format describes it: a window that starts with a single 1, fed with every byte but the first `min` - 64. */
function slowly(bytes: Uint8Array, { min, max, mask }: ChunkLimits): number[] {
  const fingerprint = (window: readonly number[]) => reduce(BigInt(`0x${Buffer.from(window).toString('hex')}`), POLYNOMIAL);
  const lengths: number[] = [];
  for (let start = 0, at = 0; start < bytes.length; start = at) {
    let window = [...Array<number>(63).fill(0), 1];
    for (at = Math.min(start + min - 64, bytes.length); at < bytes.length;) {
      window = [...window.slice(1), bytes[at++]!];
      const cut = at - start >= max || (fingerprint(window) & BigInt(mask)) === 0n;
      if (at - start >= min && cut) break;
    }
    lengths.push(at - start);
  }
  return lengths;
}

/** Pseudo-random bytes that are the same every time. */
function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0, state = seed; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

describe('chunks', () => {
  it('of zeros are cut at the minimum, giving a blob known from other vaults', () => {
    expect(chunk(new Uint8Array(2 * MIB))).toEqual(Array(4).fill(512 * 1024));
    expect(sha256Hex(new Uint8Array(512 * 1024))).toBe('07854d2fef297a06ba81685e660c332de36d5d18d546927d30daad6d7fda1541');
  });

  it('without any cut end at the maximum', () => {
    expect(chunk(new Uint8Array(8 * MIB + 3).fill(1))).toEqual([8 * MIB, 3]);
    expect(chunk(new Uint8Array(8 * MIB).fill(1))).toEqual([8 * MIB]);
  });

  it.each([1, 524_287, 524_288, 524_289])('cover content of %i bytes', (length) => {
    expect(chunk(noise(length)).reduce((sum, size) => sum + size, 0)).toBe(length);
  });

  it('agree with the description of the format, byte by byte', () => {
    const limits = fc.record({ min: fc.integer({ min: 128, max: 300 }), max: fc.integer({ min: 300, max: 1500 }), mask: fc.constantFrom(0x1f, 0x7f, 0xff) });
    const content = fc.tuple(fc.nat(4000), fc.nat(1000)).map(([length, seed]) => noise(length, seed));
    const parts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(content, parts, limits, (bytes, sizes, given) => {
      expect(chunk(bytes, sizes, given)).toEqual(slowly(bytes, given));
    }), { numRuns: 40 });
  });

  it('do not depend on how the bytes come in', () => {
    const bytes = noise(6 * MIB);
    const whole = chunk(bytes);
    expect(whole.length).toBeGreaterThan(2);
    for (const parts of [[MIB], [65_536, 1, 63, 64, 65], [524_287, 1, 1, 2], [7919]]) expect(chunk(bytes, parts)).toEqual(whole);
  });

  it('are found the same by all lanes of the kernel', () => {
    const bytes = noise(300_000, 5);
    const given = { min: 128, max: MIB, mask: 0x3fff };
    const whole = chunk(bytes, undefined, given);
    expect(whole.length).toBeGreaterThan(8);
    expect(chunk(bytes, [5000], given)).toEqual(whole);
  });

  it('start afresh after a reset', () => {
    const chunker = new Chunker(kernel, POLYNOMIAL);
    region.bytes.fill(0, 0, MIB);
    expect(chunker.next(region.offset, 300_000)).toBe(-1);
    chunker.reset();
    expect(chunker.next(region.offset, MIB)).toBe(VAULT_LIMITS.min);
  });

  it('of two vaults at once do not disturb each other', () => {
    const bytes = noise(3 * MIB, 9);
    region.bytes.set(bytes);
    const other = new Chunker(kernel, 0x25b468838dcb75n);
    const alone = chunk(bytes)[0];
    other.next(region.offset, bytes.length);
    expect(chunk(bytes)[0]).toBe(alone);
  });
});
