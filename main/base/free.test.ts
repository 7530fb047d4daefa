/** Freed memory is gone at once, and only what belongs to nobody else is freed. */
import { expect, it } from 'vitest';
import { free, freeBuffer } from './free.ts';

it('takes the bytes away at once, and does not mind being asked twice', () => {
  const bytes = new Uint8Array(1000);
  for (let time = 0; time < 2; time++) free(bytes);
  expect([bytes.length, bytes.buffer.detached]).toEqual([0, true]);
  freeBuffer(bytes.buffer);
});

it('leaves bytes alone that are part of something larger', () => {
  const whole = new Uint8Array(1000);
  free(whole.subarray(10, 20));
  free(Buffer.from('from the pool'));
  expect(whole.length).toBe(1000);
});
