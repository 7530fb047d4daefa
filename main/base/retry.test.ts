/** Retrying: how often, how long in between, and when not at all. */
import { describe, expect, it } from 'vitest';
import { Fault } from './fault.ts';
import { RETRY, backOff, retry } from './retry.ts';

const { signal } = new AbortController();
const offline = new Fault('offline', 'No contact.');

/** Work that fails so often, then succeeds; and sleeps that only take notes. */
function scene(failures: number, error: unknown = offline) {
  const waits: number[] = [];
  let calls = 0;
  const work = async (failed: number): Promise<string> => {
    expect(failed).toBe(calls++);
    if (failed < failures) throw error;
    return 'done';
  };
  const sleep = async (ms: number): Promise<void> => void waits.push(ms);
  return { work, waits, options: { sleep, random: () => 0 }, calls: () => calls };
}

describe('retry', () => {
  it('succeeds without a wait when nothing fails', async () => {
    const { work, waits, options } = scene(0);
    expect(await retry(work, signal, options)).toBe('done');
    expect(waits).toEqual([]);
  });

  it('waits twice as long after each failure, up to the longest', async () => {
    const { work, waits, options } = scene(7);
    expect(await retry(work, signal, options)).toBe('done');
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000]);
  });

  it('gives up with the last error', async () => {
    const { work, options, calls } = scene(100);
    await expect(retry(work, signal, { ...options, tries: 3 })).rejects.toBe(offline);
    expect(calls()).toBe(3);
  });

  it.each([new Fault('full', 'No room.'), new Fault('denied', 'No access.'), new TypeError('bug')])('never repeats %s', async (error) => {
    const { work, options, calls } = scene(100, error);
    await expect(retry(work, signal, options)).rejects.toBe(error);
    expect(calls()).toBe(1);
  });

  it('does not begin when it is cancelled, and stops while it waits', async () => {
    const reason = new Error('stop');
    const { work, options, calls } = scene(100);
    await expect(retry(work, AbortSignal.abort(reason), options)).rejects.toBe(reason);
    expect(calls()).toBe(0);
    const stop = new AbortController();
    const sleep = async (): Promise<void> => stop.abort(reason);
    await expect(retry(work, stop.signal, { ...options, sleep })).rejects.toBe(reason);
    expect(calls()).toBe(1);
  });
});

it('spreads the waits by chance over the upper half of the back-off', () => {
  expect(backOff(1, { ...RETRY, random: () => 0 })).toBe(RETRY.firstDelay / 2);
  expect(backOff(1, { ...RETRY, random: () => 0.999 })).toBeCloseTo(RETRY.firstDelay, -1);
  expect(backOff(60, { ...RETRY, random: () => 0.999 })).toBeLessThanOrEqual(RETRY.longestDelay);
});
