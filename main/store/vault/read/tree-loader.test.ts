/** Loading directories: few requests, and a damaged place does not matter while there is another. */
import { beforeAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { FaultyStorage } from '../../../../test/fake/faulty-storage.ts';
import { MemoryStorage, type Shelf } from '../../../../test/fake/memory-storage.ts';
import { addSnapshot, makeVault, openVault, type Files } from '../../../../test/fixture/vault/make-vault.ts';
import { TREE, type BlobIndex } from '../index/blob-index.ts';
import { readTree } from '../../tree/tree-reader.ts';
import { packKey } from '../repository/layout.ts';
import { TreeLoader } from './tree-loader.ts';

const FILES: Files = Object.fromEntries(Array.from({ length: 150 }, (_, number) => [`/home/dir${number}/file`, `content ${number}`]));

interface Opened {
  shelf: MemoryStorage;
  storage: FaultyStorage;
  index: BlobIndex;
  trees: TreeLoader;
  /** Id of the root. */
  root: string;
}

let made: { shelf: Shelf; root: string };
beforeAll(async () => {
  const full = new MemoryStorage();
  const { vault } = await makeVault(full);
  made = { shelf: full.shelf, root: (await addSnapshot(vault, FILES)).tree };
  await vault.close();
});

async function opened(): Promise<Opened> {
  const shelf = new MemoryStorage({ shelf: new Map([...made.shelf].map(([key, object]) => [key, { ...object, bytes: object.bytes.slice() }])) });
  const storage = new FaultyStorage(shelf);
  const vault = await openVault(storage);
  const { index } = await vault.index(quietCall());
  return { shelf, storage, index, trees: new TreeLoader(vault.repository, index), root: made.root };
}

/** Names of every entry below a tree. */
async function names(trees: TreeLoader, id: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of readTree(await trees.load(id, quietCall()))) {
    found.push(entry.name);
    if (entry.subtree !== null) found.push(...(await names(trees, entry.subtree)));
  }
  return found;
}

const idOf = (id: string): Uint8Array => Buffer.from(id, 'hex');
const everyTree = ({ index }: Opened): string[] =>
  Array.from({ length: index.count }, (_, entry) => entry).filter((entry) => index.ids.typeOf(entry) === TREE).map((entry) => Buffer.from(index.ids.idOf(entry)).toString('hex'));

describe('TreeLoader', () => {
  it('reads hundreds of directories with a few requests', async () => {
    const { storage, trees, root } = await opened();
    const before = storage.calls.get + storage.calls.stat;
    expect(await names(trees, root)).toHaveLength(1 + 150 * 2);
    expect(storage.calls.get + storage.calls.stat - before).toBeLessThan(5);
  });

  it('names a directory no index knows', async () => {
    const { trees } = await opened();
    await expect(trees.load('ab'.repeat(32), quietCall())).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining('ab'.repeat(32)) });
  });

  it('names the one that is damaged, and loads all the others', async () => {
    const vault = await opened();
    const place = vault.index.place(idOf(vault.root), TREE)!;
    vault.shelf.shelf.get(packKey(place.pack))!.bytes[place.offset + 20]! ^= 1;
    await expect(vault.trees.load(vault.root, quietCall())).rejects.toMatchObject({ kind: 'damaged', context: { tree: vault.root, pack: place.pack } });
    for (const id of everyTree(vault)) if (id !== vault.root) await vault.trees.load(id, quietCall());
  });

  it.each(['damaged', 'cut off', 'gone'])('takes a directory from a second place when the first is %s', async (what) => {
    const vault = await opened();
    const place = vault.index.place(idOf(vault.root), TREE)!;
    const pack = vault.shelf.shelf.get(packKey(place.pack))!;
    const copy = 'cd'.repeat(32);
    vault.shelf.shelf.set(packKey(copy), { ...pack, bytes: pack.bytes.slice() });
    vault.index.add(idOf(vault.root), TREE, { ...place, pack: copy });
    if (what === 'damaged') pack.bytes[place.offset + 20]! ^= 1;
    if (what === 'cut off') pack.bytes = pack.bytes.slice(0, place.offset + 10);
    if (what === 'gone') vault.shelf.shelf.delete(packKey(place.pack));
    expect([...readTree(await vault.trees.load(vault.root, quietCall()))].map(({ name }) => name)).toEqual(['home']);
  });

  it('reads what is left of a pack that is shorter than its index says', async () => {
    const vault = await opened();
    const places = everyTree(vault).map((id) => ({ id, ...vault.index.place(idOf(id), TREE)! })).toSorted((a, b) => a.offset - b.offset);
    const last = places.at(-1)!;
    const pack = vault.shelf.shelf.get(packKey(last.pack))!;
    pack.bytes = pack.bytes.slice(0, last.offset + 5);
    await expect(vault.trees.load(last.id, quietCall())).rejects.toMatchObject({ kind: 'damaged' });
    for (const { id } of places.slice(0, -1)) await vault.trees.load(id, quietCall());
  });

  it('does not take a storage that is away for damage', async () => {
    const { storage, trees, root } = await opened();
    storage.fail({ verb: 'get', nth: 1, fault: new Fault('offline', 'The server is away.') });
    await expect(trees.load(root, quietCall())).rejects.toMatchObject({ kind: 'offline' });
  });
});
