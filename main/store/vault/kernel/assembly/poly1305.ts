/**
 * Poly1305 (RFC 8439 section 2.5) in five limbs of 26 bits. Up to four blocks a round, h = (h + m1) r^4 + m2 r^3 + m3 r^2 + m4 r, so
 * that carrying is paid once in 64 bytes. A column sums 20 products below 2^57, so it stays below 2^62.
 */
import { LAST_BLOCK, POWERS } from './layout';

const LIMB: u64 = 0x3ffffff;
/** Bit 128 of a whole block, as seen from limb 4. */
const WHOLE: u64 = 1 << 24;
/** Bytes of one power in the table: five limbs, then 5 times limbs 1 to 4, which is what they weigh beyond 2^130. */
const POWER: usize = 72;
const POWERS_END: usize = POWERS + 4 * POWER;

/** The accumulator, carried but not reduced. */
let h0: u64 = 0, h1: u64 = 0, h2: u64 = 0, h3: u64 = 0, h4: u64 = 0;

/** Takes the 16 bytes of r at `key` (clamped here, as the RFC says) and starts a message. */
export function polyStart(key: usize): void {
  const low = load<u64>(key) & 0x0ffffffc0fffffff;
  const high = load<u64>(key, 8) & 0x0ffffffc0ffffffc;
  h0 = low & LIMB;
  h1 = (low >> 26) & LIMB;
  h2 = (low >> 52 | high << 12) & LIMB;
  h3 = (high >> 14) & LIMB;
  h4 = high >> 40;
  for (let power = POWERS_END - POWER; ; power -= POWER) {
    storePower(power);
    if (power == POWERS) break;
    // h is r^n: one round over an all-zero block multiplies it by r.
    memory.fill(LAST_BLOCK, 0, 16);
    absorb(LAST_BLOCK, 16, 0);
  }
  h0 = h1 = h2 = h3 = h4 = 0;
}

function storePower(power: usize): void {
  store<u64>(power, h0);
  store<u64>(power, h1, 8);
  store<u64>(power, h2, 16);
  store<u64>(power, h3, 24);
  store<u64>(power, h4, 32);
  store<u64>(power, h1 * 5, 40);
  store<u64>(power, h2 * 5, 48);
  store<u64>(power, h3 * 5, 56);
  store<u64>(power, h4 * 5, 64);
}

/** Takes whole blocks; `top` is what limb 4 of each gets on top: WHOLE, or 0 for the padded last block. */
function absorb(at: usize, length: usize, top: u64): void {
  let x0 = h0, x1 = h1, x2 = h2, x3 = h3, x4 = h4;
  const end = at + length;
  while (at < end) {
    let a0: u64 = 0, a1: u64 = 0, a2: u64 = 0, a3: u64 = 0, a4: u64 = 0;
    let power = POWERS_END - <usize>min<usize>(4, (end - at) >> 4) * POWER;
    for (; power < POWERS_END; power += POWER, at += 16) {
      const low = load<u64>(at), high = load<u64>(at, 8);
      x0 += low & LIMB;
      x1 += (low >> 26) & LIMB;
      x2 += (low >> 52 | high << 12) & LIMB;
      x3 += (high >> 14) & LIMB;
      x4 += (high >> 40) | top;
      const r0 = load<u64>(power), r1 = load<u64>(power, 8), r2 = load<u64>(power, 16), r3 = load<u64>(power, 24), r4 = load<u64>(power, 32);
      const s1 = load<u64>(power, 40), s2 = load<u64>(power, 48), s3 = load<u64>(power, 56), s4 = load<u64>(power, 64);
      a0 += x0 * r0 + x1 * s4 + x2 * s3 + x3 * s2 + x4 * s1;
      a1 += x0 * r1 + x1 * r0 + x2 * s4 + x3 * s3 + x4 * s2;
      a2 += x0 * r2 + x1 * r1 + x2 * r0 + x3 * s4 + x4 * s3;
      a3 += x0 * r3 + x1 * r2 + x2 * r1 + x3 * r0 + x4 * s4;
      a4 += x0 * r4 + x1 * r3 + x2 * r2 + x3 * r1 + x4 * r0;
      x0 = x1 = x2 = x3 = x4 = 0;
    }
    a1 += a0 >> 26;
    a2 += a1 >> 26;
    a3 += a2 >> 26;
    a4 += a3 >> 26;
    x0 = (a0 & LIMB) + (a4 >> 26) * 5;
    x1 = (a1 & LIMB) + (x0 >> 26);
    x0 &= LIMB;
    x2 = a2 & LIMB;
    x3 = a3 & LIMB;
    x4 = a4 & LIMB;
  }
  h0 = x0; h1 = x1; h2 = x2; h3 = x3; h4 = x4;
}

/** Takes the next bytes. Only the last call may bring a length that is no multiple of 16. */
export function polyUpdate(at: usize, length: usize): void {
  const rest = length & 15;
  absorb(at, length - rest, WHOLE);
  if (rest == 0) return;
  memory.fill(LAST_BLOCK, 0, 16);
  memory.copy(LAST_BLOCK, at + length - rest, rest);
  store<u8>(LAST_BLOCK + rest, 1);
  absorb(LAST_BLOCK, 16, 0);
}

/** Writes the 16-byte tag to `into`: the accumulator, fully reduced, plus the 16 bytes at `pad`, modulo 2^128. */
export function polyFinish(pad: usize, into: usize): void {
  reduce();
  const low = h0 | h1 << 26 | h2 << 52;
  const high = h2 >> 12 | h3 << 14 | h4 << 40;
  const sum = low + load<u64>(pad);
  store<u64>(into, sum);
  store<u64>(into, high + load<u64>(pad, 8) + <u64>(sum < low), 8);
}

/** Carries completely and takes 2^130 - 5 away once more if it fits, without a branch on the value. */
function reduce(): void {
  for (let round = 0; round < 2; round++) {
    h1 += h0 >> 26; h0 &= LIMB;
    h2 += h1 >> 26; h1 &= LIMB;
    h3 += h2 >> 26; h2 &= LIMB;
    h4 += h3 >> 26; h3 &= LIMB;
    h0 += (h4 >> 26) * 5; h4 &= LIMB;
  }
  // h + 5 reaches 2^130 exactly if h >= 2^130 - 5; then h - (2^130 - 5) is h + 5 without that bit.
  let carry = (h0 + 5) >> 26;
  carry = (h1 + carry) >> 26;
  carry = (h2 + carry) >> 26;
  carry = (h3 + carry) >> 26;
  carry = (h4 + carry) >> 26;
  h0 += 5 * carry;
  h1 += h0 >> 26; h0 &= LIMB;
  h2 += h1 >> 26; h1 &= LIMB;
  h3 += h2 >> 26; h2 &= LIMB;
  h4 += h3 >> 26; h3 &= LIMB;
  h4 &= LIMB;
}
