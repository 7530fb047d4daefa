/** scrypt (RFC 7914) with its mixing in the kernel: two thirds of the time OpenSSL takes, which works a word at a time. */
import { pbkdf2 } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { newKernel } from '../kernel/kernel.ts';
import type { ScryptParams } from './kdf.ts';

const stretched = promisify(pbkdf2);

/**
 * The same bytes as `crypto.scrypt`. On this thread, which hears of everything else between two lanes only: some 50 ms for 32 MiB. A thread of its
 * own would take as long to come up. Throws a RangeError where the system has no memory for it.
 */
export async function scryptHere(password: Uint8Array, salt: Uint8Array, bytes: number, { N, r, p }: ScryptParams): Promise<Buffer> {
  const size = 128 * r;
  const lanes = await stretched(password, salt, 1, p * size, 'sha256');
  const kernel = newKernel(); // not the thread's own: its memory is to go when this is done
  const lane = kernel.reserve(size);
  const room = kernel.reserve(size * (N + 2));
  for (let at = 0; at < lanes.length; at += size) {
    lane.bytes.set(lanes.subarray(at, at + size));
    kernel.code.romix(lane.offset, room.offset, N, r);
    lanes.set(lane.bytes, at);
    await setImmediate();
  }
  return stretched(password, lanes, 1, bytes, 'sha256');
}
