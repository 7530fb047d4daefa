/** RetryingStorage: what passes by itself is tried again, what does not is not, and nothing is done or told twice. */
import { describe, expect, it } from 'vitest';
import { keysOf, storageContract } from '../../../test/contract/storage.ts';
import { FaultyStorage } from '../../../test/fake/faulty-storage.ts';
import type { Verb } from '../../../test/fake/faulty-storage.ts';
import { MemoryStorage } from '../../../test/fake/memory-storage.ts';
import { quietCall } from '../../base/call.ts';
import { Fault } from '../../base/fault.ts';
import { sha256Hex } from '../../base/ids.ts';
import type { Storage } from '../storage.ts';
import { RetryingStorage } from './retry.ts';

const call = quietCall();
const bytes = new TextEncoder().encode('content');
const offline = new Fault('offline', 'The network is down.');
const fast = { sleep: async () => undefined, random: () => 0 };
const hash = `index/${sha256Hex(bytes)}`;

storageContract('RetryingStorage', async () => {
  const shelf = new Map();
  const open = (): Storage => new RetryingStorage(new MemoryStorage({ shelf }), fast);
  return { a: open(), b: open(), dispose: async () => undefined };
});

function scene() {
  const memory = new MemoryStorage();
  const faulty = new FaultyStorage(memory);
  return { memory, faulty, storage: new RetryingStorage(faulty, fast) };
}

describe('RetryingStorage', () => {
  it.each<[Verb, (storage: Storage) => Promise<unknown>]>([
    ['create', (storage) => storage.create(call)],
    ['put', (storage) => storage.put('new', bytes, call)],
    ['get', (storage) => storage.get('kept', call)],
    ['stat', (storage) => storage.stat('kept', call)],
    ['list', (storage) => keysOf(storage)],
    ['remove', (storage) => storage.remove('kept', call)],
    ['free', (storage) => storage.free(call)],
  ])('tries %s again', async (verb, run) => {
    const { faulty, storage } = scene();
    await storage.put('kept', bytes, call);
    const before = faulty.calls[verb];
    faulty.fail({ verb, nth: 1, fault: offline }).fail({ verb, nth: 2, fault: new Fault('busy', 'Not now.') });
    await run(storage);
    expect(faulty.calls[verb] - before).toBe(3);
  });

  it('does not try again what will not pass', async () => {
    const { faulty, storage } = scene();
    const full = new Fault('full', 'No room.');
    faulty.fail({ verb: 'put', nth: 1, fault: full });
    await expect(storage.put('a', bytes, call)).rejects.toBe(full);
    await expect(storage.get('a', call)).rejects.toMatchObject({ kind: 'missing' });
    expect(faulty.calls).toMatchObject({ put: 1, get: 1 });
  });

  it.each([hash, 'config'])('takes it for success when the first put of %s had landed', async (key) => {
    const { memory, faulty, storage } = scene();
    faulty.cutPut(1, 'all');
    await storage.put(key, bytes, call);
    expect(await memory.get(key, call)).toEqual(bytes);
  });

  it('does not take another one’s object for its own', async () => {
    const { memory, faulty, storage } = scene();
    await memory.put(
      'config',
      bytes.map((byte) => byte ^ 1),
      call,
    );
    await memory.put('short', bytes.subarray(1), call);
    for (const key of ['config', 'short']) {
      faulty.fail({ verb: 'put', nth: 1, fault: offline });
      await expect(storage.put(key, bytes, call)).rejects.toMatchObject({ kind: 'exists' });
    }
    await expect(storage.put('config', bytes, call)).rejects.toMatchObject({ kind: 'exists' });
  });

  it('begins a broken list again and tells nothing twice', async () => {
    const { faulty, storage } = scene();
    const keys = ['a', 'b', 'c', 'd'];
    for (const key of keys) await storage.put(key, bytes, call);
    faulty.fail({ verb: 'list', nth: 1, fault: offline, when: 2 }).fail({ verb: 'list', nth: 2, fault: offline, when: 3 });
    expect(await keysOf(storage)).toEqual(keys);
  });

  it('stops waiting when it is cancelled', async () => {
    const reason = new Error('stop');
    const stop = new AbortController();
    const faulty = new FaultyStorage(new MemoryStorage()).fail({ verb: 'put', nth: 1, fault: offline });
    const storage = new RetryingStorage(faulty, { sleep: async () => stop.abort(reason) });
    await expect(storage.put('a', bytes, { signal: stop.signal })).rejects.toBe(reason);
    expect(faulty.calls.put).toBe(1);
  });
});
