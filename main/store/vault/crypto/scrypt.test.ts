/** scrypt in the kernel gives what scrypt gives. */
import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { scryptHere } from './scrypt.ts';

describe('scrypt in the kernel', () => {
  it.each([
    ['', '', { N: 16, r: 1, p: 1 }, '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906'],
    ['password', 'NaCl', { N: 1024, r: 8, p: 16 }, 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640'],
  ])('gives the vector of RFC 7914 for "%s", "%s"', async (password, salt, params, expected) => {
    expect((await scryptHere(Buffer.from(password), Buffer.from(salt), 64, params)).toString('hex')).toBe(expected);
  });

  it.each([{ N: 2, r: 1, p: 1 }, { N: 4, r: 3, p: 5 }, { N: 64, r: 7, p: 2 }, { N: 256, r: 8, p: 4 }, { N: 2048, r: 32, p: 1 }, { N: 32768, r: 8, p: 3 }])('gives what Node gives for %o', async (params) => {
    const [password, salt] = [Buffer.from('Kennwort: äöü', 'utf8'), Buffer.from('salt of any length')];
    expect(await scryptHere(password, salt, 64, params)).toEqual(scryptSync(password, salt, 64, { ...params, maxmem: 2 ** 27 }));
  });
});
