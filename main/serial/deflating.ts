/** Compression frame by frame, with a window small enough for any board. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Powers of two; both ends must agree (see `on-board/files.ts`). */
const WINDOW = { windowBits: 10 } as const;

/** Null when it does not pay. */
export function deflated(bytes: Uint8Array): Uint8Array | null {
  const small = deflateRawSync(bytes, { ...WINDOW, level: 9, memLevel: 9 });
  return small.length < bytes.length * 0.95 ? small : null;
}

/** One frame of a compressed answer: `z` before what was compressed, `=` before what was not. */
export function inflated(payload: Uint8Array): Uint8Array {
  return payload[0] === 0x7a ? inflateRawSync(payload.subarray(1), WINDOW) : payload.subarray(1);
}
