/** What Storage promises of names: which there are, what is told of them, and what goes. */
import { beforeEach, describe, expect, it } from 'vitest';
import { call, keysOf, kindOf, text, type Place } from './place.ts';

const BAD_KEYS = [
  '',
  '/',
  '/absolute',
  'a//b',
  'a/',
  '../up',
  'a/../b',
  '.',
  '..',
  'a/./b',
  'Upper',
  'with space',
  'a\\b',
  'c:x',
  'nul\0',
  'grüße',
  'trailing.',
  'a.part',
  `${'x'.repeat(300)}`,
];

export function keepsNames(place: Place): void {
  describe('list', () => {
    const KEYS = ['config', 'data/00/a', 'data/00/deep/er/b', 'data/01/c', 'data-old/d', 'index/e', 'x.y_z-1'];

    beforeEach(() => Promise.all(KEYS.map((key) => place.a.put(key, text(key), call))));

    it('finds everything, at any depth', async () => {
      expect(await keysOf(place.b)).toEqual(KEYS.toSorted());
    });

    it.each([
      ['data', ['data/00/a', 'data/00/deep/er/b', 'data/01/c']],
      ['data/', ['data/00/a', 'data/00/deep/er/b', 'data/01/c']],
      ['data/00', ['data/00/a', 'data/00/deep/er/b']],
      ['data/00/deep/', ['data/00/deep/er/b']],
      ['index/', ['index/e']],
      ['config', []],
      ['dat', []],
      ['snapshots/', []],
      ['data/ff/no', []],
    ])('of %s finds what is below it', async (prefix, keys) => {
      expect(await keysOf(place.b, prefix)).toEqual(keys);
    });

    it('tells size and time', async () => {
      for await (const object of place.b.list('index', call)) {
        expect(object).toEqual(await place.b.stat(object.key, call));
        expect(object.size).toBe('index/e'.length);
      }
    });

    it('forgets what was removed', async () => {
      await place.b.remove('data/00/a', call);
      expect(await keysOf(place.a, 'data')).toEqual(['data/00/deep/er/b', 'data/01/c']);
    });

    it('passes over names that are no keys', async ({ skip }) => {
      if (!place.plant) return skip('nobody else can write here');
      const foreign = ['README.TXT', 'data/Thumbs.db', 'data/lost+found/x', 'data/00/a b', 'data/00/left.0123456789abcdef.part', '.Trash-1000/x'];
      for (const planted of foreign) await place.plant(planted);
      expect(await keysOf(place.b)).toEqual(KEYS.toSorted());
    });

    it('stops when it is told to', async () => {
      const stop = new AbortController();
      const listed = (async () => {
        for await (const object of place.b.list('', { signal: stop.signal })) stop.abort(new Error(`enough after ${object.key}`));
      })();
      await expect(listed).rejects.toThrow('enough');
    });

    it('may be left early', async () => {
      for await (const object of place.b.list('', call)) {
        expect(KEYS).toContain(object.key);
        break;
      }
      expect(await keysOf(place.b)).toHaveLength(KEYS.length);
    });

    it('refuses prefixes no key begins with', async () => {
      for (const prefix of ['/', '//', '../', 'a//', 'Data/', '/data']) expect(await kindOf(keysOf(place.b, prefix))).toBe('invalid');
    });
  });

  describe('stat', () => {
    it('is null where nothing is', async () => {
      await place.a.put('data/ab/one', text('one'), call);
      for (const key of ['none', 'no/such/folder', 'data/ab', 'data/ab/one/below']) expect(await place.b.stat(key, call)).toBeNull();
    });

    it('tells size and, where known, a time near the present', async () => {
      await place.a.put('timed', text('12345'), call);
      const object = await place.b.stat('timed', call);
      expect(object).toMatchObject({ key: 'timed', size: 5 });
      if (object?.modifiedAt != null) expect(Math.abs(object.modifiedAt - Date.now())).toBeLessThan(10 * 60_000);
    });
  });

  describe('remove', () => {
    it('takes the object away for everybody', async () => {
      await place.a.put('data/ab/one', text('one'), call);
      await place.a.remove('data/ab/one', call);
      expect(await place.b.stat('data/ab/one', call)).toBeNull();
      expect(await kindOf(place.b.get('data/ab/one', call))).toBe('missing');
      await place.b.put('data/ab/one', text('again'), call);
      expect(await place.a.get('data/ab/one', call)).toEqual(text('again'));
    });

    it('succeeds where nothing is', async () => {
      await place.a.put('data/ab/one', text('one'), call);
      for (const key of ['none', 'no/such/folder', 'data/ab', 'data/ab/one/below']) await place.a.remove(key, call);
      expect(await keysOf(place.b)).toEqual(['data/ab/one']);
    });
  });

  it('refuses bad keys, whatever the verb', async () => {
    for (const key of BAD_KEYS) {
      expect(await kindOf(place.a.put(key, text('x'), call)), `put ${key}`).toBe('invalid');
      expect(await kindOf(place.a.get(key, call)), `get ${key}`).toBe('invalid');
      expect(await kindOf(place.a.stat(key, call)), `stat ${key}`).toBe('invalid');
      expect(await kindOf(place.a.remove(key, call)), `remove ${key}`).toBe('invalid');
    }
    expect(await keysOf(place.b)).toEqual([]);
  });

  it('may be created twice, and keeps what is there', async () => {
    await place.a.put('kept', text('kept'), call);
    await place.b.create(call);
    expect(await place.b.get('kept', call)).toEqual(text('kept'));
  });

  it('tells free bytes or that it does not know', async () => {
    const free = await place.a.free(call);
    if (free !== null) expect(free).toBeGreaterThan(0);
  });
}
