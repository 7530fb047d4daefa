/** One store used for several things in a row, or beside another one: its idea of what is stored is never older than its lock. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../base/call.ts';
import { Fault } from '../../base/fault.ts';
import { addSnapshot, makeVault, noise, openVault, type Files } from '../../../test/fixture/vault/make-vault.ts';
import { FaultyStorage } from '../../../test/fake/faulty-storage.ts';
import { MemoryStorage } from '../../../test/fake/memory-storage.ts';
import { check } from './maintain/check.ts';
import { applyPrune, planPrune } from './maintain/prune.ts';
import type { VaultStore } from './vault.ts';

const FILES: Files = { '/home/a': noise(900_000, 'a'), '/home/b': 'words' };
const sound = async (vault: VaultStore): Promise<unknown> => (await check(vault, { readData: 'all' }, quietCall())).errors;

async function dryRun(vault: VaultStore): Promise<void> {
  const request = { time: new Date(0), paths: ['/'], hostname: 'desk', username: 'ada', tags: [], excludes: [], parent: null, dryRun: true, skipIfUnchanged: false };
  const entry = { name: 'b', type: 'file' as const, mode: 0o644, uid: 0, gid: 0, user: '', group: '', mtime: 0n, atime: 0n, ctime: 0n, inode: 0n, deviceId: 0n, links: 1, size: 5 };
  const writer = await vault.begin(request, quietCall());
  await writer.write([{ type: 'entry', entry, path: '/b', content: { type: 'stream', open: async function* () { yield Buffer.from('words').subarray(); } } }]);
  await writer.commit();
}

describe('a store', () => {
  it('stores after a dry run what the dry run did not', async () => {
    const { vault } = await makeVault();
    await vault.hold(quietCall());
    await vault.index(quietCall());
    await dryRun(vault);
    await addSnapshot(vault, FILES);
    await vault.close();
    expect(await sound(vault)).toEqual([]);
  });

  it('stores again what somebody else pruned in between', async () => {
    const { storage, vault } = await makeVault();
    const gone = await addSnapshot(vault, FILES);
    const other = await openVault(storage);
    await other.remove([gone], quietCall());
    await applyPrune(other, await planPrune(other, { maxUnused: 0 }, quietCall()), quietCall());
    await other.close();
    await addSnapshot(vault, FILES);
    expect(await sound(vault)).toEqual([]);
  });

  it('stores again what a failed run before did not get to store', async () => {
    const shelf = new MemoryStorage();
    await (await makeVault(shelf)).vault.close();
    const faulty = new FaultyStorage(shelf);
    const vault = await openVault(faulty);
    await vault.hold(quietCall());
    await vault.index(quietCall());
    faulty.fail({ verb: 'put', nth: 1, only: (key) => key.startsWith('data/'), fault: new Fault('full', 'no room') });
    await expect(addSnapshot(vault, FILES)).rejects.toMatchObject({ kind: 'full' });
    await addSnapshot(vault, FILES);
    await vault.close();
    expect(await sound(vault)).toEqual([]);
  });

  it('may read and then forget', async () => {
    const { vault } = await makeVault();
    const snapshot = await addSnapshot(vault, FILES);
    await vault.open(snapshot, quietCall());
    await vault.remove([snapshot], quietCall());
    expect(await vault.snapshots(quietCall())).toEqual([]);
  });

  it('loads the index anew after a cancelled try', async () => {
    const { vault } = await makeVault();
    const snapshot = await addSnapshot(vault, FILES);
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    vault.forgetIndex();
    await expect(vault.index(quietCall(stop.signal))).rejects.toThrow('enough');
    await vault.open(snapshot, quietCall());
  });
});
