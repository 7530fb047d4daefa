/** Archive stores keep every promise of a store, whatever the container. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
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
  await (await makeArchives(root, settings)).close();
  const store = await openArchives(root, secret);
  return { store, second: () => openArchives(root, secret), damage: async () => damage(root) };
};

const KEY = await generateX25519Identity();

for (const compression of ['none', 'gzip', 'zstd'] as const) storeContract(`archive, tar ${compression}`, fixture({ compression }, null));
storeContract('archive, zip', fixture({ container: 'zip', compression: 'gzip' }, null));
storeContract('archive, blb', fixture({ container: 'blb', compression: 'gzip' }, null));
storeContract('archive in volumes', fixture({ volumeSize: 1024 * 1024 }, null));
storeContract('archive under a passphrase', fixture({ encryption: { passphrase: 'open sesame' } }, 'open sesame'));
storeContract('archive for a recipient, zip', async () => fixture({ container: 'zip', encryption: { recipients: [await identityToRecipient(KEY)] } }, KEY)());
