/** The fakes keep the promises they do not break on purpose, and break the others as told. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../main/base/call.ts';
import { Fault } from '../../main/base/fault.ts';
import type { Storage } from '../../main/storage/storage.ts';
import { keysOf, storageContract } from '../contract/storage.ts';
import { FaultyStorage } from './faulty-storage.ts';
import { LateStorage } from './late-storage.ts';
import { MemoryStorage } from './memory-storage.ts';

const call = quietCall();
const bytes = new TextEncoder().encode('content');
const offline = new Fault('offline', 'The network is down.');

const pairOf = (wrap: (inner: Storage) => Storage) => async () => {
  const shelf = new Map();
  return { a: wrap(new MemoryStorage({ shelf })), b: wrap(new MemoryStorage({ shelf })), dispose: async () => undefined };
};

storageContract(
  'MemoryStorage',
  pairOf((inner) => inner),
);
storageContract(
  'FaultyStorage without mishaps',
  pairOf((inner) => new FaultyStorage(inner)),
);
storageContract(
  'LateStorage without a lag',
  pairOf((inner) => new LateStorage(inner, 0)),
);

describe('FaultyStorage', () => {
  it('fails the call that was ordered, and only that', async () => {
    const storage = new FaultyStorage(new MemoryStorage()).fail({ verb: 'put', nth: 2, fault: offline });
    await storage.put('a', bytes, call);
    await expect(storage.put('b', bytes, call)).rejects.toBe(offline);
    await storage.put('c', bytes, call);
    expect(await keysOf(storage)).toEqual(['a', 'c']);
    expect(storage.calls).toMatchObject({ put: 3, list: 1 });
  });

  it('counts only matching keys where asked', async () => {
    const storage = new FaultyStorage(new MemoryStorage()).fail({ verb: 'put', nth: 1, fault: offline, only: (key) => key.startsWith('index/') });
    await storage.put('data/a', bytes, call);
    await expect(storage.put('index/a', bytes, call)).rejects.toBe(offline);
  });

  it.each([
    ['nothing', []],
    ['all', ['a']],
  ] as const)('cuts a put with %s visible', async (visible, keys) => {
    const storage = new FaultyStorage(new MemoryStorage()).cutPut(1, visible);
    await expect(storage.put('a', bytes, call)).rejects.toMatchObject({ kind: 'offline' });
    expect(await keysOf(storage)).toEqual(keys);
  });

  it('flips a byte of one answer', async () => {
    const storage = new FaultyStorage(new MemoryStorage()).corruptGet(2, -1);
    await storage.put('a', bytes, call);
    expect(await storage.get('a', call)).toEqual(bytes);
    expect((await storage.get('a', call)).at(-1)).toBe(bytes.at(-1)! ^ 0xff);
    expect(await storage.get('a', call)).toEqual(bytes);
  });

  it('runs out of room', async () => {
    const storage = new FaultyStorage(new MemoryStorage()).fullAfter(10);
    await storage.put('a', bytes, call);
    await expect(storage.put('b', bytes, call)).rejects.toMatchObject({ kind: 'full' });
    await storage.put('c', bytes.subarray(0, 3), call);
    expect(await keysOf(storage)).toEqual(['a', 'c']);
  });

  it('breaks a list off half-way', async () => {
    const storage = new FaultyStorage(new MemoryStorage()).fail({ verb: 'list', nth: 1, fault: offline, when: 1 });
    for (const key of ['a', 'b', 'c']) await storage.put(key, bytes, call);
    const seen: string[] = [];
    const listing = (async () => {
      for await (const { key } of storage.list('', call)) seen.push(key);
    })();
    await expect(listing).rejects.toBe(offline);
    expect(seen).toEqual(['a']);
  });
});

describe('LateStorage', () => {
  it('reads at once what it lists only later', async () => {
    const storage = new LateStorage(new MemoryStorage(), 2);
    await storage.put('a', bytes, call);
    expect(await storage.get('a', call)).toEqual(bytes);
    expect(await keysOf(storage)).toEqual([]);
    expect(await keysOf(storage)).toEqual(['a']);
  });
});
