/** ReadOnlyStorage: everything can be looked at, nothing can be changed. */
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../test/contract/storage.ts';
import { MemoryStorage } from '../../../test/fake/memory-storage.ts';
import { quietCall } from '../../base/call.ts';
import { LocalStorage } from '../local/local.ts';
import { ReadOnlyStorage } from './read-only.ts';

const call = quietCall();
const bytes = new TextEncoder().encode('content');

describe('ReadOnlyStorage', () => {
  it('shows everything', async () => {
    const memory = new MemoryStorage();
    await memory.put('kept', bytes, call);
    const storage = new ReadOnlyStorage(memory);
    expect(await storage.get('kept', call)).toEqual(bytes);
    expect(await storage.get('kept', call, { offset: 1, length: 2 })).toEqual(bytes.slice(1, 3));
    expect((await storage.stat('kept', call))?.size).toBe(bytes.length);
    expect(await keysOf(storage)).toEqual(['kept']);
  });

  it('refuses every change', async () => {
    const memory = new MemoryStorage();
    await memory.put('kept', bytes, call);
    const storage = new ReadOnlyStorage(memory);
    const denied = { kind: 'denied', message: expect.stringContaining('reading only') };
    await expect(storage.create(call)).rejects.toMatchObject(denied);
    await expect(storage.put('new', bytes, call)).rejects.toMatchObject(denied);
    await expect(storage.remove('kept', call)).rejects.toMatchObject(denied);
    expect(await keysOf(memory)).toEqual(['kept']);
  });

  it('has no sweep, whatever is within', () => {
    expect(new ReadOnlyStorage(new LocalStorage('/nowhere')).sweep).toBeUndefined();
  });

  it('ends with the reason of a signal rather than a refusal', async () => {
    const reason = new Error('stop');
    await expect(new ReadOnlyStorage(new MemoryStorage()).put('new', bytes, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
