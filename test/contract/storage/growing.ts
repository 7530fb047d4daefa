/** What Storage promises of objects that are written while they come into being: nothing is to be seen of them before they are whole. */
import { describe, expect, it } from 'vitest';
import { call, idOf, keysOf, kindOf, pattern, same, text, type Place } from './place.ts';

const SIZES = [0, 1, 1_000_003, 5 << 20];

export function growsObjects(place: Place): void {
  describe('begin', () => {
    const begin = (signal = call.signal) => place.a.begin!('data/00/near', { signal });

    it('puts together what was written piece by piece, to be seen only in the end', async () => {
      const object = await begin();
      const bytes = pattern(SIZES.reduce((sum, size) => sum + size));
      let at = 0;
      for (const size of SIZES) await object.write(bytes.subarray(at, (at += size)));
      expect(await keysOf(place.b)).toEqual([]);
      const key = `data/ab/${idOf(bytes)}`;
      await object.finish(key);
      expect(await keysOf(place.b)).toEqual([key]);
      expect(same(await place.b.get(key, call), bytes)).toBe(true);
      expect((await place.inside?.()) ?? [key]).toEqual([key]);
    });

    it('leaves nothing of one that is given up', async () => {
      const object = await begin();
      await object.write(text('half'));
      await object.discard();
      await object.discard();
      expect(await keysOf(place.b)).toEqual([]);
      expect((await place.inside?.()) ?? []).toEqual([]);
    });

    it('never overwrites, and leaves nothing then', async () => {
      const object = await begin();
      await place.b.put('data/ab/taken', text('theirs'), call);
      await object.write(text('ours'));
      expect(await kindOf(object.finish('data/ab/taken'))).toBe('exists');
      expect(await place.b.get('data/ab/taken', call)).toEqual(text('theirs'));
      expect((await place.inside?.()) ?? ['data/ab/taken']).toEqual(['data/ab/taken']);
    });

    it('ends where the call does, and refuses what is no key', async () => {
      const stop = new AbortController();
      const object = await begin(stop.signal);
      await object.write(text('half'));
      expect(await kindOf(object.finish('../out'))).toBe('invalid');
      const reason = new Error('stopped');
      stop.abort(reason);
      await expect(object.write(text('more'))).rejects.toBe(reason);
      await expect(object.finish('data/ab/never')).rejects.toBe(reason);
      await object.discard();
      expect(await keysOf(place.b)).toEqual([]);
      expect((await place.inside?.()) ?? []).toEqual([]);
    });
  });
}
