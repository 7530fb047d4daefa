/**
 * The part of scrypt (RFC 7914) that takes all the time: filling memory and reading it back in an order nobody can foresee. Each block of 64
 * bytes is kept with its words in the order 0 5 10 15, 4 9 14 3, 8 13 2 7, 12 1 6 11: so the columns of Salsa20, and after turning the
 * vectors its rows, are worked on four at a time.
 */

@inline
function rotated(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/**
 * BlockMix with Salsa20/8: `blocks` blocks of 64 bytes, each block of `a` XORed with that of `b`, into `into`, even ones first. Nothing of
 * `into` may be in `a` or `b`.
 */
function mix(a: usize, b: usize, into: usize, blocks: u32): void {
  const last = (<usize>(blocks - 1)) << 6;
  let x0 = v128.xor(v128.load(a + last), v128.load(b + last));
  let x1 = v128.xor(v128.load(a + last, 16), v128.load(b + last, 16));
  let x2 = v128.xor(v128.load(a + last, 32), v128.load(b + last, 32));
  let x3 = v128.xor(v128.load(a + last, 48), v128.load(b + last, 48));
  const half = (<usize>(blocks >> 1)) << 6;
  for (let block: u32 = 0; block < blocks; block++) {
    const at = (<usize>block) << 6;
    const s0 = (x0 = v128.xor(x0, v128.xor(v128.load(a + at), v128.load(b + at))));
    const s1 = (x1 = v128.xor(x1, v128.xor(v128.load(a + at, 16), v128.load(b + at, 16))));
    const s2 = (x2 = v128.xor(x2, v128.xor(v128.load(a + at, 32), v128.load(b + at, 32))));
    const s3 = (x3 = v128.xor(x3, v128.xor(v128.load(a + at, 48), v128.load(b + at, 48))));
    for (let round = 0; round < 4; round++) {
      x1 = v128.xor(x1, rotated(i32x4.add(x0, x3), 7));
      x2 = v128.xor(x2, rotated(i32x4.add(x1, x0), 9));
      x3 = v128.xor(x3, rotated(i32x4.add(x2, x1), 13));
      x0 = v128.xor(x0, rotated(i32x4.add(x3, x2), 18));
      x1 = v128.shuffle<i32>(x1, x1, 3, 0, 1, 2);
      x2 = v128.shuffle<i32>(x2, x2, 2, 3, 0, 1);
      x3 = v128.shuffle<i32>(x3, x3, 1, 2, 3, 0);
      x3 = v128.xor(x3, rotated(i32x4.add(x0, x1), 7));
      x2 = v128.xor(x2, rotated(i32x4.add(x3, x0), 9));
      x1 = v128.xor(x1, rotated(i32x4.add(x2, x3), 13));
      x0 = v128.xor(x0, rotated(i32x4.add(x1, x2), 18));
      x1 = v128.shuffle<i32>(x1, x1, 1, 2, 3, 0);
      x2 = v128.shuffle<i32>(x2, x2, 2, 3, 0, 1);
      x3 = v128.shuffle<i32>(x3, x3, 3, 0, 1, 2);
    }
    const to = into + ((<usize>(block >> 1)) << 6) + (block & 1 ? half : 0);
    v128.store(to, (x0 = i32x4.add(x0, s0)));
    v128.store(to, (x1 = i32x4.add(x1, s1)), 16);
    v128.store(to, (x2 = i32x4.add(x2, s2)), 32);
    v128.store(to, (x3 = i32x4.add(x3, s3)), 48);
  }
}

/** Words of every block from `from` to `into`: into the order above, or back. */
function reorder(from: usize, into: usize, blocks: u32, back: bool): void {
  for (let word: usize = 0; word < (<usize>blocks) << 4; word++) {
    const moved = (word & ~15) + ((word * 5) & 15);
    if (back) store<u32>(into + (moved << 2), load<u32>(from + (word << 2)));
    else store<u32>(into + (word << 2), load<u32>(from + (moved << 2)));
  }
}

/**
 * ROMix of one lane of `128 * r` bytes at `lane`, in place. `room`: for `rounds + 2` such lanes, the last of them zeros; `rounds` is a
 * power of two.
 */
export function romix(lane: usize, room: usize, rounds: u32, r: u32): void {
  const blocks = r << 1;
  const size = (<usize>blocks) << 6;
  const zeros = room + size * (rounds + 1);
  reorder(lane, room, blocks, false);
  for (let round: u32 = 0; round < rounds; round++) mix(room + size * round, zeros, room + size * (round + 1), blocks);
  let from = room + size * rounds;
  let to = lane;
  for (let round: u32 = 0; round < rounds; round++) {
    const chosen = load<u32>(from + size - 64) & (rounds - 1);
    mix(from, room + size * chosen, to, blocks);
    const mixed = to;
    to = from;
    from = mixed;
  }
  // an even number of rounds: the result is where the first was read
  reorder(from, lane, blocks, true);
}
