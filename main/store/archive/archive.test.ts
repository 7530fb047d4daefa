/** Archive stores keep every promise of a store, whatever the container. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { storeContract, type StoreFixture } from '../../../test/contract/store.ts';
import { makeArchives, openArchives } from '../../../test/fixture/archive/make-archive.ts';
import type { NewArchives } from './archive.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-archives-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Spoils every archive in the middle: where the large file is. */
function damage(root: string): void {
  for (const file of readdirSync(root).filter((name) => /\.(tar|zip|blb)/.test(name))) {
    const bytes = readFileSync(join(root, file));
    bytes.fill(0x55, Math.floor(bytes.length / 3), Math.floor(bytes.length / 3) + 5000);
    writeFileSync(join(root, file), bytes);
  }
}

const fixture = (settings: Partial<NewArchives>, secret: string | null) => async (): Promise<StoreFixture> => {
  const root = mkdtempSync(join(scratch, 'store-'));
  const store = await makeArchives(root, settings);
  return { store, second: () => openArchives(root, secret), damage: async () => damage(root) };
};

for (const compression of ['none', 'gzip', 'zstd'] as const) storeContract(`archive, tar ${compression}`, fixture({ compression }, null));
