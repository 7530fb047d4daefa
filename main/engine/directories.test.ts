/** What was looked at last stays at hand, and no more than fits. */
import { expect, it } from 'vitest';
import type { Directory } from '../store/store.ts';
import { Directories } from './directories.ts';

const of = (weight: number): Directory => ({ weight, count: 0, slice: () => [], directories: () => new Uint32Array(), find: () => null });

it('keeps directories by store and identity, the last used longest', async () => {
  const loaded: string[] = [];
  const directories = new Directories();
  const look = (id: string, weight = 40, store = 's'): Promise<Directory> => directories.get(store, id, async () => (loaded.push(store + id), of(weight * 1024 * 1024)));
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
  for (let look = 0; look < 3; look++) await directories.get('s', 'huge', async () => (loads++, of(1024 ** 3)));
  expect(loads).toBe(1);
});
