/** The vault keeps the promises of every store, on a disk and on a storage that only remembers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { storeContract, type StoreFixture } from '../../../test/contract/store.ts';
import { MemoryStorage } from '../../../test/fake/memory-storage.ts';
import { makeVault, openVault } from '../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../base/call.ts';
import { LocalStorage } from '../../storage/local/local.ts';
import type { Storage } from '../../storage/storage.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-vault-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let number = 0;

async function fixture(storage: Storage): Promise<StoreFixture> {
  const { vault } = await makeVault(storage);
  return { store: vault, second: () => openVault(storage), damage: () => damagePacks(storage) };
}

/** A flipped bit in the middle of every pack. */
async function damagePacks(storage: Storage): Promise<void> {
  for await (const { key, size } of storage.list('data/', quietCall())) {
    const bytes = await storage.get(key, quietCall());
    bytes[Math.floor(size / 2)]! ^= 1;
    await storage.put(key, bytes, quietCall(), { overwrite: true });
  }
}

storeContract('vault in a folder', () => fixture(new LocalStorage(join(scratch, String(number++)))));
storeContract('vault in memory', () => fixture(new MemoryStorage()));
