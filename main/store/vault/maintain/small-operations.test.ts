/** Tags, locks, statistics, and the choice of what a check reads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { addSnapshot, holder, makeVault, noise, openVault, PASSWORD } from '../../../../test/fixture/vault/make-vault.ts';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import { VaultStore } from '../vault.ts';
import { inFlight } from './in-flight.ts';
import { loadSnapshot, saveSnapshot } from './load-snapshots.ts';
import { parseSize } from '../../size.ts';
import { stats } from './stats.ts';
import { chooser } from '../../read-data.ts';
import { tagSnapshots } from './tag.ts';
import { unlock } from '../../lock/unlock.ts';

describe('tags', () => {
  it('are added, removed and replaced; the first id is remembered', async () => {
    const { vault } = await makeVault();
    const first = await addSnapshot(vault, { '/a': 'a' }, { tags: ['one', 'two'] });
    const [{ from, to }] = await tagSnapshots(vault, [first], { add: ['three', 'one'], remove: ['two'] }, quietCall());
    expect(from).toBe(first.id);
    const [second] = await vault.snapshots(quietCall());
    expect(second).toMatchObject({ id: to, tags: ['one', 'three'], original: first.id, tree: first.tree, time: first.time });
    expect(await tagSnapshots(vault, [second], { add: ['one'], remove: ['nine'] }, quietCall())).toEqual([]);
    await tagSnapshots(vault, [second], { set: [] }, quietCall());
    const [third] = await vault.snapshots(quietCall());
    expect([third.tags, third.original]).toEqual([undefined, first.id]);
  });

  it('leave alone what other programs wrote', async () => {
    const { vault } = await makeVault();
    const made = await addSnapshot(vault, { '/a': 'a' });
    const strange = await saveSnapshot(vault.repository, Object.assign({}, made, { label: 'rustic', delete: 'Never' }), quietCall());
    const [{ to }] = await tagSnapshots(vault, [await loadSnapshot(vault.repository, strange, quietCall())], { add: ['x'] }, quietCall());
    expect(await loadSnapshot(vault.repository, to, quietCall())).toMatchObject({ label: 'rustic', delete: 'Never', tags: ['x'] });
  });

  it('are not changed two ways at once, nor not at all', async () => {
    const { vault } = await makeVault();
    await expect(tagSnapshots(vault, [], { set: ['a'], add: ['b'] }, quietCall())).rejects.toMatchObject({ kind: 'invalid' });
    await expect(tagSnapshots(vault, [], {}, quietCall())).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('unlock', () => {
  const locks = (storage: MemoryStorage): number => [...storage.shelf.keys()].filter((key) => key.startsWith('locks/')).length;

  it('removes what nobody holds, and everything when told to', async () => {
    const storage = new MemoryStorage();
    const { vault } = await makeVault(storage);
    const dead = await VaultStore.open(storage, PASSWORD, { holder: { ...holder, pid: 1 }, programVersion: 'test' }, quietCall());
    const alive = await openVault(storage);
    await alive.hold(quietCall());
    const far = await VaultStore.open(storage, PASSWORD, { holder: { ...holder, pid: 1, hostname: 'elsewhere' }, programVersion: 'test' }, quietCall());
    await far.hold(quietCall());
    await dead.hold(quietCall());
    storage.shelf.set(`locks/${'ab'.repeat(32)}`, { bytes: new Uint8Array(0), modifiedAt: 0 });
    expect(await unlock(vault, { removeAll: false }, quietCall())).toMatchObject({ removed: [{ lock: { pid: 1, hostname: 'desk' } }], kept: [{}, {}] });
    expect((await unlock(vault, { removeAll: true }, quietCall())).removed).toHaveLength(3);
    expect(locks(storage)).toBe(0);
  });
});

describe('statistics', () => {
  it('count each content and each blob as often as asked', async () => {
    const { vault } = await makeVault();
    const same = noise(1000, 'same');
    await addSnapshot(vault, { '/a/one': same, '/a/two': same, '/b': noise(500, 'b') });
    await addSnapshot(vault, { '/a/one': same, '/a/two': same, '/b': noise(700, 'changed') }, { time: new Date('2026-03-02T10:00:00Z') });
    const all = await vault.snapshots(quietCall());
    expect(await stats(vault, all, 'restore-size', quietCall())).toEqual({ total_size: 5200, total_file_count: 8, snapshots_count: 2 });
    expect(await stats(vault, all, 'files-by-contents', quietCall())).toEqual({ total_size: 2200, total_file_count: 4, snapshots_count: 2 });
    expect(await stats(vault, all, 'blobs-per-file', quietCall())).toEqual({ total_size: 2200, total_file_count: 2, total_blob_count: 3, snapshots_count: 2 });
    expect(await stats(vault, all, 'raw-data', quietCall())).toMatchObject({ total_blob_count: 6, snapshots_count: 2 });
    expect(await stats(vault, [], 'raw-data', quietCall())).toEqual({ total_size: 0, snapshots_count: 0 });
  });
});

describe('the part of the data a check reads', () => {
  const packs = Array.from({ length: 200 }, (_, at) => ({ id: at.toString(16).padStart(2, '0').repeat(32), size: 1000 }));

  it('covers everything once in n groups', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 256 }), (groups) => {
      const read = Array.from({ length: groups }, (_, at) => chooser({ subset: `${at + 1}/${groups}` })(packs)).flat();
      expect(read.map(({ id }) => id).toSorted()).toEqual(packs.map(({ id }) => id));
    }), { numRuns: 30 });
  });

  it('is as large as asked for', () => {
    const read = (subset: string): number => new Set(chooser({ subset })(packs)).size;
    expect(['10%', '0.1%', '100%', '50k', '1', '1g'].map(read)).toEqual([20, 1, 200, 51, 1, 200]);
    expect(chooser('all')(packs)).toHaveLength(200);
    expect(chooser('none')(packs)).toEqual([]);
    expect(chooser({ subset: '5%' })([])).toEqual([]);
  });

  it.each(['0/3', '4/3', '1/257', '101%', '0%', '0', 'all', '', '-5', '1/2/3'])('is not "%s"', (subset) => {
    expect(() => chooser({ subset })).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

describe('a size', () => {
  it.each([['500', 500], ['2k', 2048], ['1.5M', 1_572_864], ['3G', 3 * 2 ** 30], ['1TiB', 2 ** 40], ['7b', 7], ['x', null], ['', null], ['-1', null]])('%s is %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));
});

describe('work in flight', () => {
  it('is never more than allowed, and all of it is done', async () => {
    let [running, most] = [0, 0];
    const done: number[] = [];
    for await (const item of inFlight(Array.from({ length: 20 }, (_, at) => at), 3, async (at) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return at;
    })) done.push(item);
    expect([most, done.toSorted((a, b) => a - b)]).toEqual([3, Array.from({ length: 20 }, (_, at) => at)]);
  });

  it('ends with the first error', async () => {
    const failing = async (): Promise<void> => {
      for await (const _ of inFlight([1, 2, 3], 2, (item) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve()))) continue;
    };
    await expect(failing()).rejects.toThrow('two');
  });
});
