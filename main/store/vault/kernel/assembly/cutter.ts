/**
 * Content-defined cutting: a Rabin fingerprint over GF(2) of the last 64 bytes, modulo a polynomial of degree 53.
 *
 * The fingerprint depends on the last 64 bytes alone, so it can be started anywhere at the price of 64 bytes. One stream is bound
 * by the latency of shift, table load and xor; four streams side by side fill the processor.
 */
import { LEAVING, REDUCE } from './layout';

const WINDOW: usize = 64;
/** Bytes each of the four lanes goes through in a block. Longer lanes warm up less often, but more is repeated after a hit. */
const LANE: usize = 4096;

@inline function enter(digest: u64, byte: u64): u64 {
  return ((digest << 8) | byte) ^ load<u64>(<usize>(digest >> 45) << 3, REDUCE);
}

@inline function slide(digest: u64, entering: u64, leaving: usize): u64 {
  return enter(digest, entering) ^ load<u64>(leaving << 3, LEAVING);
}

/** Whether any of the 4 * LANE fingerprints from `at` on is a cut. */
function blockCuts(at: usize, mask: u32): bool {
  let d0: u64 = 0, d1: u64 = 0, d2: u64 = 0, d3: u64 = 0;
  let p = at - WINDOW;
  for (; p < at; p++) {
    d0 = enter(d0, load<u8>(p));
    d1 = enter(d1, load<u8>(p, LANE));
    d2 = enter(d2, load<u8>(p, 2 * LANE));
    d3 = enter(d3, load<u8>(p, 3 * LANE));
  }
  p = at - WINDOW;
  const end = p + LANE;
  for (; p < end; p++) {
    d0 = slide(d0, load<u8>(p, WINDOW), load<u8>(p));
    d1 = slide(d1, load<u8>(p, WINDOW + LANE), load<u8>(p, LANE));
    d2 = slide(d2, load<u8>(p, WINDOW + 2 * LANE), load<u8>(p, 2 * LANE));
    d3 = slide(d3, load<u8>(p, WINDOW + 3 * LANE), load<u8>(p, 3 * LANE));
    if (!(<u32>d0 & mask) || !(<u32>d1 & mask) || !(<u32>d2 & mask) || !(<u32>d3 & mask)) return true;
  }
  return false;
}

/** The address after the first byte of `at` to `end` that is a cut, or 0. */
function firstCut(at: usize, end: usize, mask: u32): usize {
  let digest: u64 = 0;
  for (let p = at - WINDOW; p < at; p++) digest = enter(digest, load<u8>(p));
  for (let p = at - WINDOW; p < end - WINDOW; p++) {
    digest = slide(digest, load<u8>(p, WINDOW), load<u8>(p));
    if (!(<u32>digest & mask)) return p + WINDOW + 1;
  }
  return 0;
}

/**
 * Looks for the first byte of `at` to `end` after which to cut: the fingerprint of the 64 bytes ending there has no bit of `mask`.
 * The 64 bytes before `at` must be there. Returns the address after that byte, or 0.
 */
export function scan(at: usize, end: usize, mask: u32): usize {
  while (end - at >= 4 * LANE) {
    if (blockCuts(at, mask)) return firstCut(at, at + 4 * LANE, mask);
    at += 4 * LANE;
  }
  return at < end ? firstCut(at, end, mask) : 0;
}
