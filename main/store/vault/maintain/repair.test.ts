/** Repairing: the index from the packs, packs from their whole blobs, snapshots from what is left. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { addSnapshot, makeVault, noise, openVault, type Files } from '../../../../test/fixture/vault/make-vault.ts';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { VaultStore } from '../vault.ts';
import { check } from './check.ts';
import { repairIndex } from './repair-index.ts';
import { repairPacks } from './repair-packs.ts';
import { repairSnapshots } from './repair-snapshots.ts';

const FILES: Files = { '/home/a': noise(900_000, 'a'), '/home/b': 'words', '/home/sub/c': noise(300_000, 'c'), '/home/sub/d/e': 'deep' };

interface Made {
  storage: MemoryStorage;
  vault: VaultStore;
  snapshot: Snapshot;
}

async function made(): Promise<Made> {
  const storage = new MemoryStorage();
  const { vault } = await makeVault(storage);
  const snapshot = await addSnapshot(vault, FILES);
  await addSnapshot(vault, { '/other': 'apart' }, { time: new Date('2026-03-02T10:00:00Z') });
  await vault.close();
  return { storage, vault: await openVault(storage), snapshot };
}

const keys = (storage: MemoryStorage, prefix: string): string[] => [...storage.shelf.keys()].filter((key) => key.startsWith(prefix));
const bySize = (storage: MemoryStorage): string[] => keys(storage, 'data/').toSorted((a, b) => storage.shelf.get(b)!.bytes.length - storage.shelf.get(a)!.bytes.length);
const errors = async (vault: VaultStore): Promise<unknown[]> => (await check(vault, { readData: 'all' }, quietCall())).errors;

async function contents(vault: VaultStore, id: string): Promise<Record<string, number>> {
  const call = quietCall();
  const reader = await vault.open((await vault.snapshots(call)).find((snapshot) => snapshot.id === id)!, call);
  const found: Record<string, number> = {};
  for await (const batch of reader.walk({}, call)) {
    for (const { entry, path } of batch) {
      if (entry.type === 'dir') found[`${path}/`] = 0;
      else found[path] = 0;
      if (entry.type === 'file') for await (const bytes of reader.read(entry, call)) found[path] += bytes.length;
    }
  }
  return found;
}

describe('repairing the index', () => {
  it('reads the packs no index names, and says which', async () => {
    const { storage, vault } = await made();
    for (const key of keys(storage, 'index/')) storage.shelf.delete(key);
    const report = await repairIndex(vault, {}, quietCall());
    expect(report).toMatchObject({ packsMissing: [], packsUnreadable: [], filesWritten: 1 });
    expect(report.packsAdded).toHaveLength(4);
    expect(await errors(vault)).toEqual([]);
  });

  it('removes index files that cannot be read, and packs that are not there', async () => {
    const { storage, vault } = await made();
    const [index] = keys(storage, 'index/');
    storage.shelf.get(index)!.bytes[40] ^= 1;
    const [pack] = bySize(storage);
    storage.shelf.delete(pack);
    const first = await repairIndex(vault, {}, quietCall());
    expect(first.damagedFiles).toEqual([index.slice(-64)]);
    expect(first.packsAdded).toHaveLength(1);
    expect(storage.shelf.has(index)).toBe(false);
    const report = await check(vault, { readData: 'none' }, quietCall());
    expect(report).toMatchObject({ brokenPacks: [], suggestRepairIndex: false });
    expect(report.errors.map(({ kind }) => kind)).toEqual(['blob', 'blob', 'blob', 'blob']);
  });

  it('forgets packs that are gone', async () => {
    const { storage, vault } = await made();
    const [pack] = bySize(storage);
    storage.shelf.delete(pack);
    expect(await repairIndex(vault, { dryRun: true }, quietCall())).toMatchObject({ packsMissing: [pack.slice(-64)], filesWritten: 0, filesRemoved: 0 });
    expect(await repairIndex(vault, {}, quietCall())).toMatchObject({ packsMissing: [pack.slice(-64)] });
    expect((await check(vault, { readData: 'none' }, quietCall())).errors.every(({ kind }) => kind === 'blob')).toBe(true);
  });

  it('does nothing where nothing is wrong, and everything when told to trust nothing', async () => {
    const { storage, vault } = await made();
    const before = keys(storage, 'index/');
    expect(await repairIndex(vault, {}, quietCall())).toMatchObject({ packsAdded: [], filesWritten: 0, filesRemoved: 0 });
    expect(keys(storage, 'index/')).toEqual(before);
    expect(await repairIndex(vault, { readAllPacks: true }, quietCall())).toMatchObject({ filesWritten: 1, filesRemoved: 2 });
    expect(await errors(vault)).toEqual([]);
  });

  it('names packs whose header is broken, and leaves them out', async () => {
    const { storage, vault } = await made();
    for (const key of keys(storage, 'index/')) storage.shelf.delete(key);
    const [pack] = bySize(storage);
    const { bytes } = storage.shelf.get(pack)!;
    bytes[bytes.length - 20] ^= 1;
    expect((await repairIndex(vault, {}, quietCall())).packsUnreadable).toEqual([pack.slice(-64)]);
  });
});

describe('repairing snapshots', () => {
  it('leaves out what is lost of a file and keeps the rest', async () => {
    const { storage, vault, snapshot } = await made();
    const [pack] = bySize(storage);
    storage.shelf.get(pack)!.bytes[100] ^= 1;
    const { brokenPacks, errors: found } = await check(vault, { readData: 'all' }, quietCall());
    const [{ path }] = found[0].affected;
    await repairPacks(vault, brokenPacks, quietCall());
    const before = await repairSnapshots(vault, { dryRun: true }, quietCall());
    expect(before).toMatchObject([{ from: snapshot.id, to: null, forgotten: false }]);
    const [repaired] = await repairSnapshots(vault, {}, quietCall());
    expect(repaired.changes).toEqual(before[0].changes);
    expect(repaired.changes).toEqual([expect.stringContaining(path)]);
    const after = await contents(vault, repaired.to!);
    expect(Object.keys(after)).toEqual(['/home/', '/home/a', '/home/b', '/home/sub/', '/home/sub/c', '/home/sub/d/', '/home/sub/d/e']);
    for (const [name, content] of Object.entries(FILES)) if (name !== path) expect([name, after[name]]).toEqual([name, content.length]);
    expect(after[path]).toBeLessThan(FILES[path].length);
    expect((await vault.snapshots(quietCall())).find(({ id }) => id === repaired.to)).toMatchObject({ original: snapshot.id, tags: ['repaired'], time: snapshot.time });
  });

  it('makes lost directories empty, and takes broken snapshots away when told to', async () => {
    const { storage, vault, snapshot } = await made();
    const subtree = await treeOf(vault, snapshot, '/home/sub');
    await dropTree(storage, vault, subtree);
    const [repaired] = await repairSnapshots(vault, { forget: true }, quietCall());
    expect(repaired).toMatchObject({ forgotten: true, changes: ['/home/sub cannot be read; it is an empty directory now.'] });
    expect(await contents(vault, repaired.to!)).toEqual({ '/home/': 0, '/home/a': 900_000, '/home/b': 5, '/home/sub/': 0 });
    expect(await errors(vault)).toEqual([]);
    expect(await repairSnapshots(vault, {}, quietCall())).toEqual([]);
  });

  it('gives up a snapshot of which nothing is left only when told to', async () => {
    const { storage, vault, snapshot } = await made();
    await dropTree(storage, vault, snapshot.tree);
    expect(await repairSnapshots(vault, {}, quietCall())).toMatchObject([{ from: snapshot.id, to: null, forgotten: false }]);
    expect(await repairSnapshots(vault, { forget: true }, quietCall())).toMatchObject([{ from: snapshot.id, to: null, forgotten: true }]);
    expect(await vault.snapshots(quietCall())).toHaveLength(1);
  });

  it('removes a snapshot file nobody can read only when it is named', async () => {
    const { storage, vault, snapshot } = await made();
    storage.shelf.get(`snapshots/${snapshot.id}`)!.bytes[40] ^= 1;
    expect(await repairSnapshots(vault, { forget: true }, quietCall())).toMatchObject([{ from: snapshot.id, forgotten: false }]);
    expect(await repairSnapshots(vault, { forget: true, snapshots: [snapshot.id] }, quietCall())).toMatchObject([{ from: snapshot.id, forgotten: true }]);
    expect(storage.shelf.has(`snapshots/${snapshot.id}`)).toBe(false);
  });
});

describe('repairing packs', () => {
  it('saves what is whole of a pack that was cut off', async () => {
    const { storage, vault } = await made();
    const [pack] = bySize(storage);
    const object = storage.shelf.get(pack)!;
    object.bytes = object.bytes.slice(0, object.bytes.length - 1000);
    const { packs: [result] } = await repairPacks(vault, [pack.slice(-64)], quietCall());
    expect(result.saved).toBeGreaterThan(0);
    expect(result.lost).toBeGreaterThan(0);
    expect(storage.shelf.has(pack)).toBe(false);
    expect((await check(vault, { readData: 'all' }, quietCall())).errors.every(({ kind }) => kind === 'blob')).toBe(true);
    await expect(repairPacks(vault, ['ab'.repeat(32)], quietCall())).rejects.toMatchObject({ kind: 'missing' });
  });
});

async function treeOf(vault: VaultStore, snapshot: Snapshot, path: string): Promise<string> {
  const reader = await vault.open(snapshot, quietCall());
  for await (const batch of reader.walk({}, quietCall())) for (const item of batch) if (item.path === path) return item.entry.subtree!;
  throw new Error(`${path} is not there`);
}

/** Damages one tree where it lies, and takes it out of use. */
async function dropTree(storage: MemoryStorage, vault: VaultStore, tree: string): Promise<void> {
  const { index } = await vault.readable(quietCall());
  const place = index.place(Buffer.from(tree, 'hex'), 1)!;
  storage.shelf.get(`data/${place.pack.slice(0, 2)}/${place.pack}`)!.bytes[place.offset + 20] ^= 1;
  await repairPacks(vault, [place.pack], quietCall());
}
