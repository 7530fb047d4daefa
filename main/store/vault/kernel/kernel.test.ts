/** The kernel's Poly1305 against RFC 8439 and whole-number arithmetic, and the promises about its memory. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { threadKernel } from './kernel.ts';

const kernel = threadKernel();
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const message = kernel.reserve(4096);
const place = kernel.reserve(64);

/** Hands the message over in pieces of whole blocks, the rest last. */
function poly1305(key: Uint8Array, bytes: Uint8Array, step = 4096): string {
  place.bytes.set(key);
  kernel.code.polyStart(place.offset);
  message.bytes.set(bytes);
  for (let at = 0; at < bytes.length; at += step) kernel.code.polyUpdate(message.offset + at, Math.min(step, bytes.length - at));
  kernel.code.polyFinish(place.offset + 16, place.offset + 32);
  return Buffer.from(place.bytes.subarray(32, 48)).toString('hex');
}

function byNumbers(key: Uint8Array, bytes: Uint8Array): string {
  const little = (part: Uint8Array) => BigInt(`0x0${Buffer.from(part).reverse().toString('hex')}`);
  const r = little(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < bytes.length; at += 16) {
    const block = bytes.subarray(at, at + 16);
    sum = ((sum + little(block) + (1n << BigInt(8 * block.length))) * r) % ((1n << 130n) - 5n);
  }
  const tag = (sum + little(key.subarray(16, 32))) & ((1n << 128n) - 1n);
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse().toString('hex');
}

const ONES = 'ff'.repeat(16);
const ZEROS = '00'.repeat(16);
const TWO = `02${'00'.repeat(15)}`;

describe('Poly1305', () => {
  it('gives the tag of RFC 8439 section 2.5.2', () => {
    const key = hex('85d6be7857556d337f4452fe42d506a8 0103808afb0db2fd4abff6af4149f51b');
    expect(poly1305(key, Buffer.from('Cryptographic Forum Research Group'))).toBe('a8061dc1305136c6c22b8baf0c0127a9');
  });

  it.each([
    ['a sum of 2^130 - 2', TWO + ZEROS, ONES, '03'.padEnd(32, '0')],
    ['a carry out of 2^128 when the pad is added', TWO + ONES, TWO, '03'.padEnd(32, '0')],
    ['limbs full of ones', `01${'00'.repeat(15)}${ZEROS}`, `${ONES}f0${'ff'.repeat(15)}11${'00'.repeat(15)}`, '05'.padEnd(32, '0')],
    ['a sum of exactly 2^130 - 5', `01${'00'.repeat(15)}${ZEROS}`, `${ONES}fb${'fe'.repeat(15)}${'01'.repeat(16)}`, ZEROS],
    ['a sum of 2^130 - 6', TWO + ZEROS, `fd${'ff'.repeat(15)}`, `fa${'ff'.repeat(15)}`],
  ])('reduces %s (RFC 8439 appendix A.3)', (_, key, bytes, tag) => {
    expect(poly1305(hex(key), hex(bytes))).toBe(tag);
  });

  it('agrees with arithmetic on whole numbers, however the bytes come in', () => {
    const odd = fc.oneof(fc.uint8Array({ maxLength: 1000 }), fc.nat(1000).map((length) => new Uint8Array(length).fill(255)));
    const key = fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constant(new Uint8Array(32).fill(255)));
    fc.assert(fc.property(key, odd, fc.integer({ min: 1, max: 10 }), (k, bytes, blocks) => {
      expect(poly1305(k, bytes, blocks * 16)).toBe(byNumbers(k, bytes));
    }), { numRuns: 500 });
  });
});

describe('kernel memory', () => {
  it('keeps a region where it is and what it holds when the memory grows', () => {
    const region = kernel.reserve(1000);
    region.bytes.fill(7);
    const old = region.bytes;
    kernel.reserve(30_000_000);
    expect(old.length).toBe(0);
    expect(region.bytes).toEqual(new Uint8Array(1000).fill(7));
  });

  it('gives regions that never overlap, aligned to 64 bytes', () => {
    const regions = [1, 63, 64, 65, 100_000].map((size) => kernel.reserve(size));
    for (const [index, region] of regions.entries()) {
      expect(region.offset % 64).toBe(0);
      const next = regions[index + 1];
      if (next !== undefined) expect(next.offset).toBeGreaterThanOrEqual(region.offset + region.length);
    }
  });

  it('is one per thread', () => {
    expect(threadKernel()).toBe(kernel);
  });
});
