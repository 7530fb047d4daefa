/** Waiting ends when it is told to, and a limit never lets more in than it says. */
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Limit, raceAbort, sleep } from './abort.ts';

const reason = new Error('stop');

/** A promise to be settled from outside. */
const open = (): PromiseWithResolvers<void> => Promise.withResolvers<void>();

describe('sleep', () => {
  it('ends by itself and leaves no listener', async () => {
    const { signal } = new AbortController();
    await sleep(1, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends at once when the signal aborts, before or meanwhile', async () => {
    await expect(sleep(1e12, AbortSignal.abort(reason))).rejects.toBe(reason);
    const stop = new AbortController();
    const sleeping = sleep(1e12, stop.signal);
    stop.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });
});

describe('raceAbort', () => {
  it('is the promise when that is first', async () => {
    const { signal } = new AbortController();
    expect(await raceAbort(Promise.resolve(7), signal)).toBe(7);
    await expect(raceAbort(Promise.reject(new Error('own')), signal)).rejects.toThrow('own');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('is the reason when that is first, and a later failure is nobody’s', async () => {
    const stop = new AbortController();
    const { promise, reject } = open();
    const racing = raceAbort(promise, stop.signal);
    stop.abort(reason);
    await expect(racing).rejects.toBe(reason);
    reject(new Error('too late'));
    await expect(raceAbort(Promise.reject(new Error('too late')), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('Limit', () => {
  const { signal } = new AbortController();

  it('lets in only so many, in the order they came', async () => {
    const limit = new Limit(2);
    const gates = Array.from({ length: 5 }, open);
    const started: number[] = [];
    const all = gates.map((gate, at) => limit.run(signal, () => (started.push(at), gate.promise)));
    await Promise.resolve();
    expect([started, limit.active, limit.waiting]).toEqual([[0, 1], 2, 3]);
    gates[1]!.resolve();
    await all[1];
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    for (const gate of gates) gate.resolve();
    await Promise.all(all);
    expect([started, limit.active, limit.waiting]).toEqual([[0, 1, 2, 3, 4], 0, 0]);
  });

  it('goes on after work that failed', async () => {
    const limit = new Limit(1);
    const failing = limit.run(signal, async () => Promise.reject(new Error('failed')));
    const next = limit.run(signal, async () => 'next');
    await expect(failing).rejects.toThrow('failed');
    expect(await next).toBe('next');
  });

  it('takes who aborts out of the queue without starting it', async () => {
    const limit = new Limit(1);
    const gate = open();
    const first = limit.run(signal, () => gate.promise);
    const stop = new AbortController();
    let started = false;
    const second = limit.run(stop.signal, async () => void (started = true));
    const third = limit.run(signal, async () => 'third');
    await Promise.resolve();
    stop.abort(reason);
    await expect(second).rejects.toBe(reason);
    gate.resolve();
    await first;
    expect(await third).toBe('third');
    expect(started).toBe(false);
    await expect(limit.run(AbortSignal.abort(reason), async () => 'never')).rejects.toBe(reason);
  });

  it('refuses to be nothing', () => {
    expect(() => new Limit(0)).toThrow(RangeError);
  });
});
