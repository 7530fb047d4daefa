/** Which costs are chosen and which are refused. */
import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NEW_KEY, scryptProblem, userKeys } from './kdf.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('keys from a password', () => {
  it('are those of RFC 7914, split into encryption key, k and r', async () => {
    const keys = await userKeys('pleaseletmein', Buffer.from('SodiumChloride'), { N: 16384, r: 8, p: 1 });
    expect(hex(keys.encrypt) + hex(keys.macK) + hex(keys.macR)).toBe(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    );
  });

  it('can be had for the costliest parameters restic has ever written', async () => {
    expect((await userKeys('x', Buffer.alloc(64), { N: 65536, r: 8, p: 1 })).encrypt.length).toBe(32);
  });
});

describe('a new key', () => {
  it('costs what OWASP asks for at least, and is accepted again', () => {
    expect(128 * NEW_KEY.N * NEW_KEY.r).toBeGreaterThanOrEqual(32 * 1024 * 1024);
    expect(NEW_KEY.N * NEW_KEY.r * NEW_KEY.p).toBeGreaterThanOrEqual(32768 * 8 * 3);
    expect(scryptProblem(NEW_KEY)).toBe(null);
  });

  it('is what scrypt makes of the password', async () => {
    const keys = await userKeys('geheim', Buffer.alloc(64, 7), NEW_KEY);
    expect(hex(keys.encrypt) + hex(keys.macK) + hex(keys.macR)).toBe(hex(scryptSync('geheim', Buffer.alloc(64, 7), 64, { ...NEW_KEY, maxmem: 2 ** 27 })));
  });
});

describe('scrypt parameters', () => {
  it.each([
    [{ N: 2 ** 40, r: 8, p: 1 }, /memory/], [{ N: 32768, r: 8, p: 1e6 }, /far too long/], [{ N: 3, r: 8, p: 1 }, /power of two/], [{ N: 1, r: 8, p: 1 }, /power of two/],
    [{ N: 0, r: 8, p: 1 }, /whole numbers/], [{ N: 2, r: 0, p: 1 }, /whole numbers/], [{ N: 2, r: 1.5, p: 1 }, /whole numbers/], [{ N: 2, r: 1, p: -1 }, /whole numbers/],
    [{ N: 2, r: 32768, p: 32768 }, /2\^30/], [{ N: NaN, r: 8, p: 1 }, /whole numbers/],
  ])('%o are refused before anything is computed', async (params, reason) => {
    expect(scryptProblem(params)).toMatch(reason);
    await expect(userKeys('x', Buffer.alloc(64), params)).rejects.toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
