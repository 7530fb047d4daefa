/** What was looked at last stays at hand, and no more than fits. */
import { describe, expect, it } from 'vitest';
import type { Directory } from '../store/store.ts';
import { Directories } from './directories.ts';

const of = (weight: number): Directory => ({ weight, count: 0, slice: () => [], directories: () => new Uint32Array(), find: () => null });

const staying = new AbortController().signal;

it('keeps directories by store and identity, the last used longest', async () => {
  const loaded: string[] = [];
  const directories = new Directories();
  const look = (id: string, weight = 40, store = 's'): Promise<Directory> => directories.get(store, id, async () => (loaded.push(store + id), of(weight * 1024 * 1024)), staying);
  await look('a');
  await look('b');
  await look('a');
  await look('c'); // b goes
  await look('a');
  await look('b'); // c goes
  await look('a', 40, 'other'); // another vault's
  expect(loaded).toEqual(['sa', 'sb', 'sc', 'sb', 'othera']);
});

it('keeps one that is bigger than all it may keep', async () => {
  let loads = 0;
  const directories = new Directories();
  for (let look = 0; look < 3; look++) await directories.get('s', 'huge', async () => (loads++, of(1024 ** 3)), staying);
  expect(loads).toBe(1);
});

describe('several who want one at once', () => {
  it('get one reading of it', async () => {
    let loads = 0;
    const directories = new Directories();
    const { promise, resolve } = Promise.withResolvers<Directory>();
    const looks = Array.from({ length: 5 }, () => directories.get('s', 'big', () => (loads++, promise), staying));
    resolve(of(1));
    expect(new Set(await Promise.all(looks)).size).toBe(1);
    expect(loads).toBe(1);
  });

  it('are not told of the trouble of the first: the next reads it, for the others too', async () => {
    const directories = new Directories();
    const { promise, reject } = Promise.withResolvers<Directory>();
    const first = directories.get('s', 'big', () => promise, staying);
    let loads = 0;
    const others = Array.from({ length: 3 }, () => directories.get('s', 'big', async () => (loads++, of(1)), staying));
    reject(new Error('left'));
    await expect(first).rejects.toThrow('left');
    expect(new Set(await Promise.all(others)).size).toBe(1);
    expect(loads).toBe(1);
  });

  it('leave without the others', async () => {
    const directories = new Directories();
    const { promise, resolve } = Promise.withResolvers<Directory>();
    const leaver = new AbortController();
    const first = directories.get('s', 'big', () => promise, staying);
    const left = directories.get('s', 'big', () => promise, leaver.signal);
    leaver.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    resolve(of(1));
    expect(await first).toMatchObject({ weight: 1 });
  });
});
