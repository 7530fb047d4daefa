/** Which costs are chosen and which are refused. */
import { describe, expect, it } from 'vitest';
import { calibrate, scryptProblem, scryptTimer, userKeys, type ScryptParams } from './kdf.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
/** A machine that needs so many milliseconds for N = 32768, r = 8, p = 1. */
const machine = (milliseconds: number) => async ({ N, p }: ScryptParams): Promise<number> => (milliseconds * N * p) / 32768;

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

describe('calibration', () => {
  it.each([[50, 32768, 10], [100, 32768, 5], [300, 32768, 1], [500, 32768, 1], [600, 16384, 1], [5000, 16384, 1], [0, 32768, 256]])('on a machine of %i ms takes N %i and p %i', async (time, N, p) => {
    expect(await calibrate(machine(time))).toEqual({ N, r: 8, p });
  });

  it('always gives what is accepted again', async () => {
    for (const time of [0, 0.001, 1, 77, 1e6]) expect(scryptProblem(await calibrate(machine(time)))).toBe(null);
  });

  it('measures by the clock it is given', async () => {
    let now = 0;
    expect(await scryptTimer({ now: () => 0, monotonic: () => (now += 40) })({ N: 2, r: 1, p: 1 })).toBe(40);
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
