/** Pruning frees what nobody needs, and whatever happens to it, everything snapshots need stays. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import type { Key, StorageCall } from '../../../storage/storage.ts';
import { addSnapshot, holder, makeVault, noise, openVault, PASSWORD, type Files } from '../../../../test/fixture/vault/make-vault.ts';
import { MemoryStorage, type Shelf } from '../../../../test/fake/memory-storage.ts';
import { RepositoryLock } from '../../lock/lock.ts';
import { VaultStore } from '../vault.ts';
import { check } from './check.ts';
import { applyPrune, planPrune, type PruneOptions } from './prune.ts';
import { allowedUnused } from './prune-plan.ts';

const KEPT: Files = { '/home/a': noise(700_000, 'a'), '/home/b': 'words '.repeat(1000), '/home/sub/c': noise(300_000, 'c') };
const second = new Date('2026-03-02T10:00:00Z');

const count = (storage: MemoryStorage, prefix: string): number => [...storage.shelf.keys()].filter((key) => key.startsWith(prefix)).length;
const ids = (storage: MemoryStorage, prefix: string): string[] => [...storage.shelf.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(-64));

/** Three snapshots, of which the first two were forgotten: a file of one is waste in a pack that is needed, all of the other is waste. */
async function wasteful(storage = new MemoryStorage(), kept = KEPT): Promise<{ storage: MemoryStorage; vault: VaultStore }> {
  const { vault } = await makeVault(storage);
  const gone = await addSnapshot(vault, { ...kept, '/home/gone': noise(600_000, 'gone') });
  await addSnapshot(vault, kept, { time: second });
  const other = await addSnapshot(vault, { '/other': 'other' });
  await vault.remove([gone, other], quietCall());
  return { storage, vault };
}

async function prune(vault: VaultStore, options: PruneOptions = { maxUnused: 0 }): Promise<void> {
  await applyPrune(vault, await planPrune(vault, options, quietCall()), quietCall());
}

async function soundness(shelf: Shelf): Promise<{ errors: unknown[]; snapshots: number }> {
  const vault = await openVault(new MemoryStorage({ shelf: new Map(shelf) }));
  try {
    const { errors, snapshots } = await check(vault, { readData: 'all' }, quietCall());
    return { errors, snapshots };
  } finally {
    await vault.close();
  }
}

/** Remembers what was stored after every change. */
class Witness extends MemoryStorage {
  readonly states: Shelf[] = [];

  override async put(key: Key, bytes: Uint8Array, call: StorageCall, options?: { overwrite?: boolean }): Promise<void> {
    await super.put(key, bytes, call, options);
    this.states.push(new Map(this.shelf));
  }

  override async remove(key: Key, call: StorageCall): Promise<void> {
    await super.remove(key, call);
    this.states.push(new Map(this.shelf));
  }
}

describe('prune', () => {
  it('frees what nobody needs and tells beforehand', async () => {
    const { storage, vault } = await wasteful();
    const before = ids(storage, 'data/');
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    expect(ids(storage, 'data/')).toEqual(before);
    expect(plan.numbers.blobs).toMatchObject({ duplicate: 0, repack: expect.any(Number), remaining: plan.numbers.blobs.used });
    expect(plan.numbers.bytes.unused).toBeGreaterThan(600_000);
    expect(plan.packs.map(({ action }) => action).toSorted()).toEqual(['keep', 'remove', 'remove', 'repack', 'repack']);
    await applyPrune(vault, plan, quietCall());
    const after = await planPrune(vault, { maxUnused: 0 }, quietCall());
    expect(after.numbers.blobs).toMatchObject({ unused: 0, used: plan.numbers.blobs.used, total: plan.numbers.blobs.remaining });
    expect(after.packs.every(({ action }) => action === 'keep')).toBe(true);
    expect(await soundness(storage.shelf)).toEqual({ errors: [], snapshots: 1 });
  });

  it('leaves waste that is allowed in packs of a good size, and reads no more than it may', async () => {
    const { storage, vault } = await wasteful(new MemoryStorage(), { '/home/a': noise(4_500_000, 'a') });
    const dataToRepack = async (options: PruneOptions): Promise<number> => {
      const plan = await planPrune(vault, options, quietCall());
      return plan.packs.filter(({ action, size }) => action === 'repack' && size > 100_000).length;
    };
    expect(await dataToRepack({ maxUnused: 0 })).toBeGreaterThan(0);
    const [small] = (await planPrune(vault, { maxUnused: 0 }, quietCall())).packs.filter(({ action, size }) => action === 'repack' && size > 100_000).toSorted((a, b) => a.size - b.size);
    expect(await dataToRepack({ maxUnused: 0, maxRepackSize: small.size - 1 })).toBe(0);
    expect((await planPrune(vault, { maxUnused: 'unlimited' }, quietCall())).packs.filter(({ action, size }) => action === 'keep' && size > 4_000_000)).toHaveLength(1);
    await prune(vault, { maxUnused: 'unlimited' });
    expect(await soundness(storage.shelf)).toEqual({ errors: [], snapshots: 1 });
  });

  it('changes nothing in a vault without waste', async () => {
    const { storage, vault } = await makeVault() as { storage: MemoryStorage; vault: VaultStore };
    await addSnapshot(vault, KEPT);
    const before = [...storage.shelf.keys()];
    await prune(vault);
    await vault.close();
    expect([...storage.shelf.keys()]).toEqual(before);
  });

  it('clears away what a run left that was cut off, also where there is nothing to free', async () => {
    const { storage, vault } = await makeVault() as { storage: MemoryStorage; vault: VaultStore };
    await addSnapshot(vault, KEPT);
    const before = [...storage.shelf.keys()];
    await RepositoryLock.acquire(vault.repository, { ...holder, pid: holder.pid + 1 }, true, quietCall()); // whose process is no more
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    expect([plan.deadLocks, plan.packs.filter(({ action }) => action !== 'keep')]).toEqual([1, []]);
    await applyPrune(vault, plan, quietCall());
    await vault.close();
    expect([...storage.shelf.keys()]).toEqual(before);
  });

  it('merges packs that are small, and index files with them', async () => {
    const { storage, vault } = await makeVault() as { storage: MemoryStorage; vault: VaultStore };
    for (let day = 1; day <= 12; day++) await addSnapshot(vault, { [`/home/${day}`]: noise(1000, `${day}`) }, { time: new Date(Date.UTC(2026, 2, day)) });
    expect(count(storage, 'data/')).toBe(24);
    await prune(vault, { maxUnused: 'unlimited' });
    expect(count(storage, 'data/')).toBe(2);
    expect(count(storage, 'index/')).toBe(1);
    expect(await soundness(storage.shelf)).toEqual({ errors: [], snapshots: 12 });
  });

  it('keeps one copy of what lies there twice', async () => {
    const { storage, vault } = await makeVault() as { storage: MemoryStorage; vault: VaultStore };
    const other = await openVault(storage);
    await Promise.all([vault.hold(quietCall()), other.hold(quietCall())]);
    await Promise.all([vault.index(quietCall()), other.index(quietCall())]); // neither knows what the other is about to store
    await addSnapshot(vault, KEPT);
    await addSnapshot(other, { ...KEPT, '/home/d': 'd' }, { time: second });
    await other.close();
    await vault.close();
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    expect(plan.numbers.blobs.duplicate).toBeGreaterThan(2);
    await applyPrune(vault, plan, quietCall());
    expect((await planPrune(vault, { maxUnused: 0 }, quietCall())).numbers.blobs).toMatchObject({ duplicate: 0, unused: 0, used: plan.numbers.blobs.used });
    expect(await soundness(storage.shelf)).toEqual({ errors: [], snapshots: 2 });
  });

  it('removes packs no index names', async () => {
    const { storage, vault } = await wasteful();
    storage.shelf.set(`data/ab/${'ab'.repeat(32)}`, { bytes: new Uint8Array(100), modifiedAt: 0 });
    const plan = await planPrune(vault, { maxUnused: 'unlimited' }, quietCall());
    expect(plan.numbers).toMatchObject({ bytes: { unreferenced: 100 }, packfiles: { unreferenced: 1 } });
    await applyPrune(vault, plan, quietCall());
    expect(storage.shelf.has(`data/ab/${'ab'.repeat(32)}`)).toBe(false);
  });
});

describe('prune that is cut off', () => {
  it('leaves every snapshot whole wherever that happens, and the next one ends its work', async () => {
    const witness = new Witness();
    const { vault } = await wasteful(witness);
    await vault.close();
    witness.states.length = 0;
    const dying = await VaultStore.open(witness, PASSWORD, { holder: { ...holder, pid: 1 }, programVersion: 'test' }, quietCall());
    await prune(dying);
    await dying.close();
    expect(witness.states.length).toBeGreaterThan(8);
    for (const state of witness.states) {
      expect(await soundness(state)).toEqual({ errors: [], snapshots: 1 });
      const storage = new MemoryStorage({ shelf: new Map(state) });
      const next = await openVault(storage);
      await prune(next);
      expect((await planPrune(next, { maxUnused: 0 }, quietCall())).numbers).toMatchObject({ blobs: { duplicate: 0, unused: 0 }, bytes: { unreferenced: 0 } });
      await next.close();
      expect(await soundness(storage.shelf)).toEqual({ errors: [], snapshots: 1 });
    }
  });

  it('stops when it is told to, with nothing lost', async () => {
    const { storage, vault } = await wasteful();
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    const stop = new AbortController();
    const call = quietCall(stop.signal);
    const put = storage.put.bind(storage);
    storage.put = (key, ...rest) => {
      if (key.startsWith('data/')) stop.abort(new Error('enough'));
      return put(key, ...rest);
    };
    await expect(applyPrune(vault, plan, call)).rejects.toThrow('enough');
    expect(await soundness(storage.shelf)).toEqual({ errors: [], snapshots: 1 });
    expect(count(storage, 'locks/')).toBe(0);
  });
});

describe('prune refuses', () => {
  const refused = async (storage: MemoryStorage, vault: VaultStore): Promise<void> => {
    const before = ids(storage, 'data/');
    await vault.close();
    await expect(prune(await openVault(storage))).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining('nothing was deleted') });
    expect(ids(storage, 'data/')).toEqual(before);
  };
  const first = (storage: MemoryStorage, prefix: string): string => [...storage.shelf.keys()].find((key) => key.startsWith(prefix))!;

  it('when a pack that is needed is missing', async () => {
    const { storage, vault } = await wasteful();
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    const [{ id }] = plan.packs.filter(({ action }) => action === 'repack');
    storage.shelf.delete(`data/${id.slice(0, 2)}/${id}`);
    await refused(storage, vault);
  });

  it.each([['snapshots/'], ['index/']])('when a file of %s cannot be read', async (folder) => {
    const { storage, vault } = await wasteful();
    storage.shelf.get(first(storage, folder))!.bytes[30] ^= 1;
    await refused(storage, vault);
  });

  it('when an index file is gone', async () => {
    const { storage, vault } = await wasteful();
    storage.shelf.delete(first(storage, 'index/'));
    await refused(storage, vault);
  });

  it('to move a blob that is damaged', async () => {
    const { storage, vault } = await wasteful();
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    const [{ id }] = plan.packs.filter(({ action }) => action === 'repack');
    const { bytes } = storage.shelf.get(`data/${id.slice(0, 2)}/${id}`)!;
    for (let at = 50; at < bytes.length; at += 1000) bytes[at] ^= 1;
    await expect(applyPrune(vault, plan, quietCall())).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining(id.slice(0, 8)) });
    expect(storage.shelf.has(`data/${id.slice(0, 2)}/${id}`)).toBe(true);
  });

  it('a plan made before somebody changed the vault', async () => {
    const { vault } = await wasteful();
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    await addSnapshot(vault, { '/home/new': 'new' });
    await expect(applyPrune(vault, plan, quietCall())).rejects.toMatchObject({ kind: 'stale' });
  });

  it('while somebody else uses the vault', async () => {
    const { storage, vault } = await wasteful();
    const plan = await planPrune(vault, { maxUnused: 0 }, quietCall());
    const other = await openVault(storage);
    await other.hold(quietCall());
    await expect(applyPrune(vault, plan, quietCall())).rejects.toMatchObject({ kind: 'locked' });
    await other.close();
    await applyPrune(vault, plan, quietCall());
  });
});

describe('the amount of waste that may stay', () => {
  it.each([
    ['5%', 5], ['0%', 0], ['unlimited', Number.POSITIVE_INFINITY], [7, 7], ['2k', 2048], ['50%', 95],
  ])('%s of 95 used bytes is %d', (text, bytes) => expect(allowedUnused(text)(95)).toBe(bytes));

  it.each(['100%', '-5', 'some', '', -1])('%s is none', (text) => expect(() => allowedUnused(text)).toThrow(expect.objectContaining({ kind: 'invalid' })));
});
