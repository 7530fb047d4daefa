/** A check finds what is wrong, names the files it is about, and goes on with the rest. */
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { addSnapshot, makeVault, noise, openVault } from '../../../../test/fixture/vault/make-vault.ts';
import { FaultyStorage } from '../../../../test/fake/faulty-storage.ts';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import { encodeIndex } from '../format/index-file.ts';
import type { VaultStore } from '../vault.ts';
import { PackWriter } from '../write/pack-writer.ts';
import { check, type CheckReport } from './check.ts';
import { saveSnapshot } from './load-snapshots.ts';
import { PackTable } from './pack-table.ts';

const FILES = { '/home/a/one': noise(5000, 'one'), '/home/a/two': noise(6000, 'two'), '/home/b/three': noise(7000, 'three'), '/home/b/empty': '' };

async function sound(): Promise<{ storage: MemoryStorage; vault: VaultStore }> {
  const storage = new MemoryStorage();
  const { vault } = await makeVault(storage);
  await addSnapshot(vault, FILES);
  await vault.close();
  return { storage, vault: await openVault(storage) };
}

const checked = async (storage: MemoryStorage, readData: Parameters<typeof check>[1]['readData'] = 'none'): Promise<CheckReport> => {
  const vault = await openVault(storage);
  try {
    return await check(vault, { readData }, quietCall());
  } finally {
    await vault.close();
  }
};

const keys = (storage: MemoryStorage, prefix: string): string[] => [...storage.shelf.keys()].filter((key) => key.startsWith(prefix));

/** The pack of data is the larger one. */
const packs = (storage: MemoryStorage): [data: string, tree: string] =>
  keys(storage, 'data/').toSorted((a, b) => storage.shelf.get(b)!.bytes.length - storage.shelf.get(a)!.bytes.length) as [string, string];

function flip(storage: MemoryStorage, key: string, at: number): void {
  storage.shelf.get(key)!.bytes[at] ^= 1;
}

const pathsOf = (report: CheckReport): string[] => [...new Set(report.errors.flatMap(({ affected }) => affected.map(({ path }) => path)))].toSorted();

describe('check of a sound vault', () => {
  it('finds nothing, and says what it looked at', async () => {
    const { storage, vault } = await sound();
    await addSnapshot(vault, { ...FILES, '/home/b/four': 'four' }, { time: new Date('2026-03-02T10:00:00Z') });
    await vault.close();
    const report = await checked(storage, 'all');
    expect(report.errors).toEqual([]);
    expect(report).toMatchObject({ notes: [], snapshots: 2, dataBlobs: 4, packs: 4, packsRead: 4, brokenPacks: [], suggestPrune: false, suggestRepairIndex: false });
    expect(report.trees).toBe(7); // /home/a is the same in both, everything above and beside it is not
    expect(report.bytesRead).toBe(keys(storage, 'data/').reduce((sum, key) => sum + storage.shelf.get(key)!.bytes.length, 0));
  });

  it('reads only the part it is told to', async () => {
    const { storage } = await sound();
    const halves = await Promise.all([checked(storage, { subset: '1/2' }), checked(storage, { subset: '2/2' })]);
    expect(halves[0].packsRead + halves[1].packsRead).toBe(2);
    expect((await checked(storage, { subset: '1%' })).packsRead).toBe(1);
    await expect(checked(storage, { subset: '3/2' })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('check of a damaged vault', () => {
  it('names the one file that a flipped byte hits, and only when data is read', async () => {
    const { storage } = await sound();
    const [data] = packs(storage);
    flip(storage, data, 100);
    expect((await checked(storage)).errors).toEqual([]);
    const report = await checked(storage, 'all');
    expect(report.errors).toHaveLength(1);
    expect(report.errors[0]).toMatchObject({ kind: 'pack', affectedCount: 1, message: expect.stringContaining('1 of its 3 blobs is lost') });
    expect(pathsOf(report)).toHaveLength(1);
    expect(report.brokenPacks).toEqual([data.slice(-64)]);
    expect(report.packsRead).toBe(2);
  });

  it('names every file of a pack that is gone, in every snapshot', async () => {
    const { storage, vault } = await sound();
    await addSnapshot(vault, { ...FILES, '/home/b/four': 'four' }, { time: new Date('2026-03-02T10:00:00Z') });
    await vault.close();
    const [data] = packs(storage);
    storage.shelf.delete(data);
    const report = await checked(storage);
    expect(report.errors).toHaveLength(1);
    expect(report.errors[0]).toMatchObject({ kind: 'missing-pack', affectedCount: 6 });
    expect(pathsOf(report)).toEqual(['/home/a/one', '/home/a/two', '/home/b/three']);
    expect(report.suggestRepairIndex).toBe(true);
  });

  it('names the files behind the cut of a pack that was cut off', async () => {
    const { storage } = await sound();
    const [data] = packs(storage);
    const object = storage.shelf.get(data)!;
    object.bytes = object.bytes.slice(0, object.bytes.length - 600); // the header, and the end of the last blob
    const report = await checked(storage, 'all');
    expect(report.errors).toHaveLength(1);
    expect(report.errors[0].affectedCount).toBe(1);
  });

  it('names the directories of a pack of directories that is damaged', async () => {
    const { storage } = await sound();
    const [, tree] = packs(storage);
    flip(storage, tree, 30);
    const report = await checked(storage);
    expect(report).toMatchObject({ errors: [{ kind: 'pack', affectedCount: 1 }], brokenPacks: [tree.slice(-64)] });
    expect(pathsOf(report)).toEqual([expect.stringMatching(/^\/home/)]);
    expect((await checked(storage, 'all')).errors).toMatchObject([{ affectedCount: 1 }]);
    storage.shelf.delete(tree);
    expect(pathsOf(await checked(storage))).toEqual(['/']);
  });

  it('says what is lost when an index file is missing or damaged', async () => {
    const { storage } = await sound();
    const [index] = keys(storage, 'index/');
    flip(storage, index, 50);
    const damaged = await checked(storage);
    expect(damaged.errors.map(({ kind }) => kind)).toEqual(['index', 'tree']);
    expect(damaged.errors[1]).toMatchObject({ affected: [{ path: '/' }] });
    expect(damaged.suggestRepairIndex).toBe(true);
    storage.shelf.delete(index);
    expect((await checked(storage)).errors).toMatchObject([{ kind: 'tree', affected: [{ path: '/' }] }]);
  });

  it('tells of snapshot and key files that cannot be read, and checks the others', async () => {
    const { storage, vault } = await sound();
    await addSnapshot(vault, FILES, { time: new Date('2026-03-02T10:00:00Z') });
    await vault.close();
    flip(storage, keys(storage, 'snapshots/')[0], 40);
    const [key] = keys(storage, 'keys/');
    storage.shelf.set(key.replace(/.{4}$/, 'ffff'), { bytes: Buffer.from('{}'), modifiedAt: 0 });
    const report = await checked(storage);
    expect(report.errors.map(({ kind }) => kind).toSorted()).toEqual(['key', 'snapshot']);
    expect(report).toMatchObject({ snapshots: 1, brokenSnapshots: [keys(storage, 'snapshots/')[0].slice(-64)] });
  });

  it('takes a pack no index names for what it is: rubbish', async () => {
    const { storage } = await sound();
    storage.shelf.set(`data/ab/${'ab'.repeat(32)}`, { bytes: new Uint8Array(100), modifiedAt: 0 });
    const report = await checked(storage, 'all');
    expect(report.errors).toEqual([]);
    expect(report).toMatchObject({ notes: [expect.stringContaining('named by no index')], suggestPrune: true });
  });

  it('passes over a reading that went wrong once, with a note', async () => {
    const { storage } = await sound();
    const vault = await openVault(new FaultyStorage(storage).corruptGet(1, 60, (key) => key === packs(storage)[0]));
    const report = await check(vault, { readData: 'all' }, quietCall());
    expect(report).toMatchObject({ errors: [], notes: [expect.stringContaining('A second reading found it whole')] });
  });

  it('names the files on a bad sector, and reads on; a drive that is gone ends it', async () => {
    const { storage } = await sound();
    const [data] = packs(storage);
    const faulty = new FaultyStorage(storage);
    for (let nth = 1; nth <= 20; nth++) faulty.fail({ verb: 'get', nth, only: (key) => key === data, fault: new Fault('offline', 'input/output error') });
    const report = await check(await openVault(faulty), { readData: 'all' }, quietCall());
    expect(report).toMatchObject({ packsRead: 2, brokenPacks: [data.slice(-64)], errors: [{ kind: 'pack', affectedCount: 3 }] });
    const gone = new FaultyStorage(storage);
    const vault = await openVault(gone);
    for (let nth = 1; nth <= 50; nth++) gone.fail({ verb: 'get', nth, only: (key) => key.startsWith('data/') || key === 'config', fault: new Fault('offline', 'unplugged') });
    await expect(check(vault, { readData: 'all' }, quietCall())).rejects.toMatchObject({ kind: 'offline' });
  });

  it('finds a pack that two index files describe differently', async () => {
    const { storage, vault } = await sound();
    const { index } = await vault.readable(quietCall());
    const entry = index.ids.find(index.ids.idOf(0), index.ids.typeOf(0));
    const half = [{ id: index.packs[index.packOf(entry)], blobs: new PackTable(index).list(index.packOf(entry)).slice(0, 1) }];
    await vault.repository.save('index', encodeIndex(half), quietCall());
    await vault.close();
    expect((await checked(storage)).errors).toMatchObject([{ kind: 'pack', message: expect.stringContaining('described differently') }]);
  });

  it('names entries that make no sense, by their directory', async () => {
    const { storage, vault } = await sound();
    const nodes = [node('../up', 'file', '[]'), node('b', 'file', 'null'), node('a', 'file', '[]'), node('c', 'dir', 'null')];
    const inner = await storeTree(vault, nodes);
    const root = await storeTree(vault, [`{"name":"home","type":"dir","mtime":"2026-01-01T00:00:00Z","atime":"2026-01-01T00:00:00Z","ctime":"2026-01-01T00:00:00Z","uid":0,"gid":0,"content":null,"subtree":"${inner}"}`]);
    await saveSnapshot(vault.repository, { time: '2026-03-05T00:00:00Z', tree: root, paths: ['/home'] }, quietCall());
    await vault.close();
    const { errors } = await checked(storage);
    expect(errors).toMatchObject([{ kind: 'entry', affected: [{ path: '/home' }] }]);
    for (const reason of ['"../up" whose name', '"b" that is a file without', '"a" that is out of order', '"c" that is a directory without']) expect(errors[0].message).toContain(reason);
  });
});

const node = (name: string, type: string, content: string): string =>
  `{"name":"${name}","type":"${type}","mtime":"2026-01-01T00:00:00Z","atime":"2026-01-01T00:00:00Z","ctime":"2026-01-01T00:00:00Z","uid":0,"gid":0,"content":${content}}`;

/** Stores a tree as it is written here, and names it in an index. */
async function storeTree(vault: VaultStore, nodes: readonly string[]): Promise<string> {
  const tree = Buffer.from(`{"nodes":[${nodes.join(',')}]}\n`);
  const id = hash('sha256', tree, 'buffer');
  const packWriter = new PackWriter(vault.repository, (await vault.readable(quietCall())).index, vault.clock, false, quietCall());
  packWriter.add(id, 1, vault.repository.sealer.sealed(tree), 0);
  await packWriter.flush();
  return id.toString('hex');
}
