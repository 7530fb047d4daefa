/** CachedStorage: spares the origin, is never believed, and never in the way. */
import { beforeEach, describe, expect, it } from 'vitest';
import { keysOf, storageContract } from '../../../test/contract/storage.ts';
import { FaultyStorage } from '../../../test/fake/faulty-storage.ts';
import { MemoryStorage } from '../../../test/fake/memory-storage.ts';
import { quietCall } from '../../base/call.ts';
import { Fault } from '../../base/fault.ts';
import { sha256Hex } from '../../base/ids.ts';
import { CachedStorage } from './cache.ts';

const call = quietCall();
const bytes = new TextEncoder().encode('content');
const key = `index/${sha256Hex(bytes)}`;
const wanted = (name: string): boolean => name.startsWith('index/') || name.startsWith('snapshots/');

storageContract('CachedStorage', async () => {
  const shelf = new Map();
  const open = (): CachedStorage => new CachedStorage(new MemoryStorage({ shelf }), new MemoryStorage(), wanted);
  return { a: open(), b: open(), dispose: async () => undefined };
});

describe('CachedStorage', () => {
  let origin: FaultyStorage;
  let shelf: MemoryStorage;
  let cache: FaultyStorage;
  let storage: CachedStorage;

  beforeEach(async () => {
    origin = new FaultyStorage(new MemoryStorage());
    shelf = new MemoryStorage();
    cache = new FaultyStorage(shelf);
    storage = new CachedStorage(origin, cache, wanted);
  });

  it('asks the origin once', async () => {
    await origin.put(key, bytes, call);
    for (let time = 0; time < 3; time++) expect(await storage.get(key, call)).toEqual(bytes);
    expect(origin.calls.get).toBe(1);
  });

  it('keeps what is put', async () => {
    await storage.put(key, bytes, call);
    expect(await storage.get(key, call)).toEqual(bytes);
    expect(origin.calls).toMatchObject({ put: 1, get: 0 });
  });

  it('keeps nothing that is not wanted, not named by its hash, or only a part', async () => {
    const data = `data/${sha256Hex(bytes)}`;
    await origin.put(key, bytes, call);
    await storage.put(data, bytes, call);
    await storage.put('index/other', bytes, call);
    await storage.put(`index/${'0'.repeat(64)}`, bytes, call);
    for (const name of [data, 'index/other', `index/${'0'.repeat(64)}`]) await storage.get(name, call);
    expect(await storage.get(key, call, { offset: 1, length: 3 })).toEqual(bytes.slice(1, 4));
    expect(await keysOf(shelf)).toEqual([]);
  });

  it('goes back to the origin when the cache has rotted, and heals it', async () => {
    await storage.put(key, bytes, call);
    shelf.shelf.get(key)!.bytes[0]! ^= 1;
    expect(await storage.get(key, call)).toEqual(bytes);
    expect(shelf.shelf.get(key)!.bytes).toEqual(bytes);
  });

  it('does not keep what the origin gives back damaged', async () => {
    await origin.put(key, bytes, call);
    origin.corruptGet(1);
    expect(await storage.get(key, call)).not.toEqual(bytes);
    expect(await storage.get(key, call)).toEqual(bytes);
  });

  it('drops what the origin no longer lists, below the prefix that was listed', async () => {
    const other = `snapshots/${sha256Hex(bytes)}`;
    await storage.put(key, bytes, call);
    await storage.put(other, bytes, call);
    await origin.remove(key, call);
    await origin.remove(other, call);
    expect(await keysOf(storage, 'index/')).toEqual([]);
    expect(await keysOf(shelf)).toEqual([other]);
    await expect(storage.get(key, call)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('drops nothing after a list that broke off', async () => {
    await storage.put(key, bytes, call);
    origin.fail({ verb: 'list', nth: 1, fault: new Fault('offline', 'No contact.') });
    await expect(keysOf(storage)).rejects.toMatchObject({ kind: 'offline' });
    expect(await keysOf(shelf)).toEqual([key]);
  });

  it('drops what is removed', async () => {
    await storage.put(key, bytes, call);
    await storage.remove(key, call);
    expect(await keysOf(shelf)).toEqual([]);
  });

  it('works as well with a cache that fails every time', async () => {
    const fault = new Fault('full', 'No room for the cache.');
    for (const verb of ['put', 'get', 'list', 'remove'] as const) for (let nth = 1; nth < 9; nth++) cache.fail({ verb, nth, fault });
    await storage.put(key, bytes, call);
    expect(await storage.get(key, call)).toEqual(bytes);
    expect(await keysOf(storage)).toEqual([key]);
    await storage.remove(key, call);
    expect(await keysOf(storage)).toEqual([]);
  });
});
