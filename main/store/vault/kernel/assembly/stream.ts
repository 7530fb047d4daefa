/** Counter mode around a cipher that lives outside: makes the counter blocks, and applies the key stream. */

const REVERSED = v128(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

/** Writes `count` 16-byte counter blocks: the big-endian number `high`:`low`, then one more each, around at 2^128. */
export function counterBlocks(into: usize, count: u32, high: u64, low: u64): void {
  for (let block: u32 = 0; block < count; block++) {
    const number = i64x2.replace_lane(i64x2.splat(low), 1, high);
    v128.store(into + (<usize>block << 4), v128.swizzle(number, REVERSED));
    low++;
    if (low == 0) high++;
  }
}

/** `into` ^= `stream`, over `length` bytes rounded up to 16: both must have room for that. */
export function xor(into: usize, stream: usize, length: usize): void {
  const end = into + length;
  for (; into < end; into += 16, stream += 16) {
    v128.store(into, v128.xor(v128.load(into), v128.load(stream)));
  }
}
