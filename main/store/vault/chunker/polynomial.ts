/** Irreducible polynomials over GF(2): each vault draws its own, so that where files are cut tells a stranger nothing. */
import { randomBytes } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';

/** Bit i is the coefficient of x^i. */
export type Polynomial = bigint;

/** Degree the vault format asks for. */
export const DEGREE = 53;
/** About one draw in 13 is irreducible; a thousand misses in a row happen once in 10^34, unless the randomness is broken. */
const DRAWS = 1000;

export const degree = (p: Polynomial): number => p.toString(2).length - 1;

/** `a` modulo `p`. */
export function reduce(a: Polynomial, p: Polynomial): Polynomial {
  const size = degree(p);
  for (let excess = degree(a) - size; excess >= 0 && a !== 0n; excess = degree(a) - size) a ^= p << BigInt(excess);
  return a;
}

/** Squaring over GF(2) moves bit i to bit 2i. */
const squared = (a: Polynomial): Polynomial => BigInt(`0b${a.toString(2).split('').join('0')}`);

function gcd(a: Polynomial, b: Polynomial): Polynomial {
  while (b !== 0n) [a, b] = [b, reduce(a, b)];
  return a;
}

/** Ben-Or's test: irreducible when p has no factor in common with x^(2^i) - x for any i up to half its degree. */
export function isIrreducible(p: Polynomial): boolean {
  if (p < 2n) return false;
  const x = 2n;
  let power = x;
  for (let i = 1; i <= degree(p) >> 1; i++) {
    power = reduce(squared(power), p);
    if (gcd(p, power ^ x) !== 1n) return false;
  }
  return true;
}

/** A random irreducible polynomial of degree 53. `random` gives 8 bytes a call. */
export function drawPolynomial(random: () => Uint8Array = () => randomBytes(8)): Polynomial {
  for (let draw = 0; draw < DRAWS; draw++) {
    const bytes = random();
    const bits = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
    const candidate = BigInt.asUintN(DEGREE, bits) | (1n << BigInt(DEGREE)) | 1n;
    if (isIrreducible(candidate)) return candidate;
  }
  throw new Fault('bug', `No irreducible polynomial was found in ${DRAWS} draws: the random numbers of this system are not random.`);
}

/** As the vault's `config` writes it: hex digits, no prefix. */
export const formatPolynomial = (p: Polynomial): string => p.toString(16);

/** Reads `chunker_polynomial`. Anything but an irreducible polynomial of degree 53 is a Fault `damaged`. */
export function parsePolynomial(text: string): Polynomial {
  const p = /^[0-9a-fA-F]{1,16}$/.test(text) ? BigInt(`0x${text}`) : 0n;
  if (p === 0n || degree(p) !== DEGREE || !isIrreducible(p)) {
    throw new Fault('damaged', `The vault's config holds "${text.slice(0, 40)}" as chunker_polynomial, which is no irreducible polynomial of degree ${DEGREE}.`);
  }
  return p;
}
