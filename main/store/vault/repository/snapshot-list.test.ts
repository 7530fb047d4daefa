/** Snapshots are listed each time and read once. */
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import { makeVault, openVault } from '../../../../test/fixture/vault/make-vault.ts';
import { quietCall, type Problem } from '../../../base/call.ts';
import type { StorageCall } from '../../../storage/storage.ts';
import { loadSnapshots, saveSnapshot } from '../maintain/load-snapshots.ts';
import type { VaultStore } from '../vault.ts';

/** Counts what is read of snapshots. */
class CountingStorage extends MemoryStorage {
  reads = 0;
  override get(key: string, call: StorageCall, ...range: []): ReturnType<MemoryStorage['get']> {
    if (key.startsWith('snapshots/')) this.reads++;
    return super.get(key, call, ...range);
  }
}

const call = quietCall();
const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T12:00:00Z`;
let storage: CountingStorage;
let vault: VaultStore;
const save = (number: number): Promise<string> => saveSnapshot(vault.repository, { time: day(number), tree: 'ab'.repeat(32), paths: ['/a'] }, call);
const times = async (): Promise<string[]> => (await vault.snapshots(call)).map(({ time }) => time);

beforeEach(async () => {
  storage = new CountingStorage();
  ({ vault } = await makeVault(storage));
  for (const number of [3, 1, 2]) await save(number);
});

describe('the snapshots of an opened vault', () => {
  it('are read once, however often and by however many they are listed', async () => {
    const lists = await Promise.all([times(), times(), times()]);
    expect([lists, storage.reads]).toEqual([Array(3).fill([day(1), day(2), day(3)]), 3]);
    await save(4);
    expect([await times(), storage.reads]).toEqual([[day(1), day(2), day(3), day(4)], 4]);
  });

  it('are those that are there now, whoever took one away', async () => {
    const [first] = await vault.snapshots(call);
    const other = await openVault(storage);
    await other.remove([first!], call);
    expect(await times()).toEqual([day(2), day(3)]);
    expect([await vault.snapshot(first!.id, call), (await vault.snapshot((await vault.snapshots(call))[0]!.id, call))?.time]).toEqual([null, day(2)]);
  });

  it('are reported each time while one cannot be read', async () => {
    const id = await save(9);
    const key = `snapshots/${id}`;
    const whole = await storage.get(key, call);
    await storage.put(key, whole.map((byte) => byte ^ 1) as Uint8Array<ArrayBuffer>, call, { overwrite: true });
    for (let look = 0; look < 2; look++) {
      const problems: Problem[] = [];
      expect(await vault.snapshots({ ...call, report: (problem) => void problems.push(problem) })).toHaveLength(3);
      expect(problems).toMatchObject([{ item: key, fault: { kind: 'damaged' } }]);
    }
    await storage.put(key, whole, call, { overwrite: true });
    expect(await times()).toHaveLength(4);
  });

  it('cannot be changed by who gets them, for the others', async () => {
    const [first] = await vault.snapshots(call);
    expect(() => Object.assign(first!, { time: day(9) })).toThrow(TypeError);
  });

  it('are read anew by who checks or deletes', async () => {
    await vault.snapshots(call);
    storage.reads = 0;
    expect([(await loadSnapshots(vault.repository, call)).snapshots.length, storage.reads]).toEqual([3, 3]);
  });
});
