/** What Storage promises of calls that are cancelled: nothing is touched, and nothing is left in halves. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Storage, StorageCall } from '../../../main/storage/storage.ts';
import { BIG, call, keysOf, pattern, same, text, type Place } from './place.ts';

/** Every verb, as a call that would change or tell something if it were let through. */
function everyVerb(storage: Storage, stopped: StorageCall): Record<string, () => Promise<unknown>> {
  const drain = async (): Promise<void> => {
    for await (const object of storage.list('', stopped)) throw new Error(`listed ${object.key}`);
  };
  return {
    create: () => storage.create(stopped),
    put: () => storage.put('new', text('x'), stopped),
    overwrite: () => storage.put('kept', text('x'), stopped, { overwrite: true }),
    ...(storage.begin ? { begin: () => storage.begin!('new', stopped) } : {}),
    get: () => storage.get('kept', stopped),
    range: () => storage.get('kept', stopped, { offset: 0, length: 1 }),
    stat: () => storage.stat('kept', stopped),
    list: drain,
    remove: () => storage.remove('kept', stopped),
    free: () => storage.free(stopped),
    ...(storage.sweep ? { sweep: () => storage.sweep!(stopped) } : {}),
  };
}

export function stopsCleanly(place: Place): void {
  describe('stopping', () => {
    it('touches nothing when a call starts cancelled', async () => {
      await place.a.put('kept', text('kept'), call);
      const reason = new Error('stopped before');
      for (const [verb, run] of Object.entries(everyVerb(place.a, { signal: AbortSignal.abort(reason) }))) {
        await expect(run(), verb).rejects.toBe(reason);
      }
      expect(await keysOf(place.b)).toEqual(['kept']);
      expect(await place.b.get('kept', call)).toEqual(text('kept'));
      expect((await place.inside?.()) ?? ['kept']).toEqual(['kept']);
    });

    it.each([false, true])('leaves a key whole or absent when a put is cut off (overwriting: %s)', async (overwrite) => {
      const bytes = pattern(BIG);
      const before = text('before');
      for (let turns = 0; turns < 12; turns++) {
        const key = `cut/${turns}`;
        if (overwrite) await place.a.put(key, before, call);
        const stop = new AbortController();
        const reason = new Error('pulled');
        const putting = place.a.put(key, bytes, { signal: stop.signal }, { overwrite }).then(
          () => 'landed',
          (error: unknown) => error,
        );
        for (let turn = 0; turn < turns * turns; turn++) await setImmediate();
        stop.abort(reason);
        const outcome = await putting;
        expect(['landed', reason]).toContain(outcome);
        const there = (await place.b.stat(key, call)) === null ? null : await place.b.get(key, call);
        if (outcome === 'landed') expect(there !== null && same(there, bytes)).toBe(true);
        else if (there === null) expect(overwrite).toBe(false);
        else expect(same(there, bytes) || (overwrite && same(there, before))).toBe(true);
        await place.b.remove(key, call);
        expect((await place.inside?.()) ?? []).toEqual([]);
      }
    });
  });
}
