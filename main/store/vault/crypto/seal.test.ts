/** Sealing against Node's AES-CTR and Poly1305 in whole numbers; opening against every kind of damage. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from '../../../base/fault.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { newMasterKeys } from './keys.ts';
import { NoncePool } from './nonce.ts';
import { OVERHEAD, Sealer } from './seal.ts';

const keys = newMasterKeys();
const kernel = threadKernel();
const sealer = new Sealer(keys, kernel);
const withNonce = (nonce: Uint8Array) => new Sealer(keys, kernel, new NoncePool((pool) => { for (let at = 0; at < pool.length; at += 16) pool.set(nonce, at); }));
const bodyOf = (sealed: Uint8Array) => sealed.subarray(16, sealed.length - 16);

/** By the paper: numbers modulo 2^130 - 5. */
function tagOf(ciphertext: Uint8Array, nonce: Uint8Array): Buffer {
  const little = (bytes: Uint8Array) => BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
  const r = little(keys.macR) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < ciphertext.length; at += 16) {
    const block = ciphertext.subarray(at, at + 16);
    sum = ((sum + little(block) + (1n << BigInt(8 * block.length))) * r) % ((1n << 130n) - 5n);
  }
  const pad = little(createCipheriv('aes-128-ecb', keys.macK, null).update(nonce));
  return Buffer.from(((sum + pad) & ((1n << 128n) - 1n)).toString(16).padStart(32, '0'), 'hex').reverse();
}

const reference = (plain: Uint8Array, nonce: Uint8Array): Buffer => {
  const ciphertext = createCipheriv('aes-256-ctr', keys.encrypt, nonce).update(plain);
  return Buffer.concat([nonce, ciphertext, tagOf(ciphertext, nonce)]);
};

const refused = (work: () => unknown) => expect(work).toThrow(expect.objectContaining({ kind: 'damaged' }));

describe('sealing', () => {
  it.each([...Array.from({ length: 101 }, (_, length) => length), 32767, 32768, 32769, 65535, 98303, 98304, 131_073, 1_000_003])('agrees with AES-CTR and Poly1305 as published, at %i bytes', (length) => {
    const [plain, nonce] = [randomBytes(length), randomBytes(16)];
    expect(Buffer.compare(withNonce(nonce).sealed(plain), reference(plain, nonce))).toBe(0);
  });

  it('agrees with them for any bytes and nonce', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ minLength: 16, maxLength: 16 }), (plain, nonce) => {
      if (nonce.every((byte) => byte === 0)) return;
      expect(Buffer.compare(withNonce(nonce).sealed(plain), reference(plain, nonce))).toBe(0);
    }), { numRuns: 200 });
  });

  it.each(['ffffffffffffffffffffffffffffffff', '00000000000000ffffffffffffffffff', '0000000000000000ffffffffffffffff', 'fffffffffffffffffffffffffffffffe', '0000000000000000fffffffffffff800'])('carries through the whole 128-bit counter from %s', (hex) => {
    const [plain, nonce] = [randomBytes(70_000), Buffer.from(hex, 'hex')];
    expect(Buffer.compare(withNonce(nonce).sealed(plain), reference(plain, nonce))).toBe(0);
  });

  it('opens what it sealed, up to blobs larger than any chunk', () => {
    for (const length of [0, 1, 8192, 100_000, 17 * 1024 * 1024 + 5]) {
      const plain = randomBytes(length);
      const sealed = sealer.sealed(plain);
      expect(sealed.length).toBe(length + OVERHEAD);
      expect(Buffer.compare(sealer.open(sealed), plain)).toBe(0);
    }
  });

  it('never uses a nonce twice', () => {
    const nonces = new Set(Array.from({ length: 1000 }, () => Buffer.from(sealer.sealed(new Uint8Array(1)).subarray(0, 16)).toString('hex')));
    expect(nonces.size).toBe(1000);
  });

  it('passes over an all-zero nonce', () => {
    let fills = 0;
    const pool = new NoncePool((bytes) => bytes.fill(fills++));
    expect([...pool.next()]).toEqual(Array(16).fill(1));
  });

  it('writes into the middle of a pack and nothing beside', () => {
    const pack = Buffer.alloc(200, 0xee);
    const plain = randomBytes(50);
    expect(sealer.seal(plain, pack, 7)).toBe(82);
    expect(pack.subarray(0, 7)).toEqual(Buffer.alloc(7, 0xee));
    expect(pack.subarray(89)).toEqual(Buffer.alloc(111, 0xee));
    expect(Buffer.compare(sealer.open(pack.subarray(7, 89)), plain)).toBe(0);
  });

  it('seals from kernel memory, also after it has grown', () => {
    const region = kernel.reserve(200_000);
    const before = randomBytes(200_000);
    region.bytes.set(before);
    kernel.reserve(50_000_000);
    const sealed = sealer.sealed(region.bytes);
    expect(createDecipheriv('aes-256-ctr', keys.encrypt, sealed.subarray(0, 16)).update(bodyOf(sealed)).equals(before)).toBe(true);
  });

  it.each([100, 70_000, 300_000])('opens and seals %i bytes in place', (length) => {
    const plain = randomBytes(length);
    const sealed = sealer.sealed(plain);
    expect(Buffer.compare(sealer.open(sealed, sealed), plain)).toBe(0);
    const room = Buffer.concat([Buffer.alloc(16), plain, Buffer.alloc(16)]);
    sealer.seal(room.subarray(16, 16 + length), room, 0);
    expect(Buffer.compare(sealer.open(room), plain)).toBe(0);
  });
});

describe('opening what is not whole', () => {
  it('refuses any single flipped bit and writes nothing', () => {
    const sealed = sealer.sealed(randomBytes(37));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const bad = Uint8Array.from(sealed);
      bad[bit >> 3]! ^= 1 << (bit & 7);
      const into = new Uint8Array(37);
      refused(() => sealer.open(bad, into));
      expect(into).toEqual(new Uint8Array(37));
    }
  });

  it('refuses a piece cut short at any length', () => {
    const sealed = sealer.sealed(randomBytes(37));
    for (let length = 0; length < sealed.length; length++) refused(() => sealer.open(sealed.subarray(0, length)));
  });

  it('refuses an all-zero nonce even with a right tag', () => {
    const nonce = new Uint8Array(16);
    refused(() => sealer.open(reference(Buffer.from('hello'), nonce)));
  });

  it('refuses other keys', () => {
    const sealed = sealer.sealed(randomBytes(100));
    try {
      new Sealer(newMasterKeys(), kernel).open(sealed);
      expect.unreachable();
    } catch (error) {
      expect(isFault(error, 'damaged')).toBe(true);
    }
  });
});
