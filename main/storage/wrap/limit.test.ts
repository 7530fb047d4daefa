/** LimitedStorage: the average rate holds, on a clock that only sleeping moves. */
import { beforeEach, describe, expect, it } from 'vitest';
import { storageContract } from '../../../test/contract/storage.ts';
import { MemoryStorage } from '../../../test/fake/memory-storage.ts';
import { quietCall } from '../../base/call.ts';
import { Bucket, LimitedStorage } from './limit.ts';
import type { Pace } from './limit.ts';

const call = quietCall();
const bytes = new Uint8Array(1000);

storageContract('LimitedStorage', async () => {
  const shelf = new Map();
  const open = (): LimitedStorage => new LimitedStorage(new MemoryStorage({ shelf }), { upload: 1e12, download: 1e12 });
  return { a: open(), b: open(), dispose: async () => undefined };
});

describe('LimitedStorage', () => {
  let now: number;
  let pace: Pace;

  beforeEach(() => {
    now = 0;
    pace = {
      clock: { now: () => now, monotonic: () => now },
      sleep: async (ms) => void (now += ms),
    };
  });

  it('holds uploads to the rate', async () => {
    const storage = new LimitedStorage(new MemoryStorage(), { upload: 500, download: null }, pace);
    for (let at = 0; at < 5; at++) await storage.put(`object-${at}`, bytes, call);
    expect(now).toBe(8000); // the fifth waited until four were paid for
  });

  it('holds downloads to the rate, whole or in ranges', async () => {
    const storage = new LimitedStorage(new MemoryStorage(), { upload: null, download: 500 }, pace);
    await storage.put('object', bytes, call);
    for (let at = 0; at < 3; at++) await storage.get('object', call);
    expect(now).toBe(4000);
    await storage.get('object', call, { offset: 0, length: 500 });
    await storage.get('object', call);
    expect(now).toBe(7000);
  });

  it('does not make up for times when nothing was sent', async () => {
    const storage = new LimitedStorage(new MemoryStorage(), { upload: 500, download: null }, pace);
    now = 1_000_000;
    await storage.put('a', bytes, call);
    await storage.put('b', bytes, call);
    expect(now).toBe(1_002_000);
  });

  it('knows no limit where none is set', async () => {
    const storage = new LimitedStorage(new MemoryStorage(), { upload: null, download: null }, pace);
    await storage.put('a', bytes, call);
    await storage.get('a', call);
    expect(now).toBe(0);
  });

  it('charges nothing for what was cancelled while it waited', async () => {
    const reason = new Error('stop');
    const bucket = new Bucket(500, { ...pace, sleep: async () => Promise.reject(reason) });
    await bucket.take(1000, call.signal);
    await expect(bucket.take(1_000_000, call.signal)).rejects.toBe(reason);
    now = 2000;
    await bucket.take(1, call.signal);
  });

  it('refuses a rate that lets nothing through', () => {
    for (const rate of [0, -1, NaN]) expect(() => new Bucket(rate, pace)).toThrow(RangeError);
  });
});
