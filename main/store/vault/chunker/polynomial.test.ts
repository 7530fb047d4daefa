/** Which polynomials are irreducible, and how a vault's config writes them. */
import { describe, expect, it } from 'vitest';
import { degree, drawPolynomial, formatPolynomial, isIrreducible, parsePolynomial } from './polynomial.ts';

const damaged = expect.objectContaining({ kind: 'damaged' });

/** The product over GF(2). */
function product(a: bigint, b: bigint): bigint {
  let sum = 0n;
  for (let bit = 0n; b >> bit !== 0n; bit++) if ((b >> bit) & 1n) sum ^= a << bit;
  return sum;
}

/** Multiplied out: the products of any two polynomials of degree 1 or more. */
function reducibles(below: bigint): Set<bigint> {
  const found = new Set<bigint>();
  for (let a = 2n; a < below; a++) for (let b = 2n; b <= a && product(a, b) < below; b++) found.add(product(a, b));
  return found;
}

describe('irreducible polynomials', () => {
  it('are exactly those that no two others multiply to', () => {
    const known = reducibles(512n);
    for (let p = 2n; p < 512n; p++) expect([p, isIrreducible(p)]).toEqual([p, !known.has(p)]);
  });

  it('of degree 53 are found, written and read back', () => {
    for (let draw = 0; draw < 20; draw++) {
      const p = drawPolynomial();
      expect(degree(p)).toBe(53);
      expect(parsePolynomial(formatPolynomial(p))).toBe(p);
    }
  });

  it('include those of known vaults', () => {
    expect(parsePolynomial('3da3358b4dc173')).toBe(0x3da3358b4dc173n);
  });

  it('are not searched for without end when the randomness is broken', () => {
    expect(() => drawPolynomial(() => new Uint8Array(8))).toThrow(expect.objectContaining({ kind: 'bug' }));
  });

  it.each(['', '0', '3da3358b4dc172', '25b468838dcb75x', '13da3358b4dc173', 'b', formatPolynomial(product(0x80000000000000n >> 3n | 1n, 3n))])('refuse "%s" in a config', (text) => {
    expect(() => parsePolynomial(text)).toThrow(damaged);
  });
});
