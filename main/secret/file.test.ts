/** The encrypted file: the promises of every secret store, and what happens when its files are not as they should be. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretContract } from '../../test/contract/secret.ts';
import { FileSecretStore } from './file.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'holdfast-secret-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

secretContract('file', async () => [new FileSecretStore(home), new FileSecretStore(home)]);

describe('FileSecretStore', () => {
  it('writes nothing before the first secret, then two files only the owner can read, without the secret in them', async () => {
    const store = new FileSecretStore(home);
    await store.get('vault');
    await store.delete('vault');
    expect(readdirSync(home)).toEqual([]);
    await store.set('vault', 'hunter2');
    expect([store.path, store.keyPath].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
    for (const file of readdirSync(home)) expect(readFileSync(join(home, file), 'latin1')).not.toMatch(/hunter2|vault/);
    expect(readdirSync(home).toSorted()).toEqual(['secret.key', 'secrets.json', 'secrets.lock']);
  });

  it.each([0o640, 0o604])('refuses a key file of mode %o and says how to repair it', async (mode) => {
    const store = new FileSecretStore(home);
    await store.set('vault', 'hunter2');
    chmodSync(store.keyPath, mode);
    await expect(store.get('vault')).rejects.toMatchObject({ kind: 'denied', message: expect.stringContaining(store.keyPath), advice: expect.stringContaining(`chmod 600 ${store.keyPath}`) });
    await expect(store.set('other', 'x')).rejects.toMatchObject({ kind: 'denied' });
    chmodSync(store.keyPath, 0o600);
    expect(await store.get('vault')).toBe('hunter2');
  });

  it('refuses a file that was changed, and never writes over it', async () => {
    const store = new FileSecretStore(home);
    await store.set('vault', 'hunter2');
    const sealed = JSON.parse(readFileSync(store.path, 'utf8'));
    const changed = JSON.stringify({ ...sealed, data: Buffer.from('x'.repeat(20)).toString('base64') });
    for (const text of [changed, '{"version": 1}', 'rubbish', '']) {
      writeFileSync(store.path, text);
      await expect(store.get('vault')).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining(store.path) });
      await expect(store.set('vault', 'new')).rejects.toMatchObject({ kind: 'damaged' });
      expect(readFileSync(store.path, 'utf8')).toBe(text);
    }
  });

  it('refuses a file of a newer version', async () => {
    const store = new FileSecretStore(home);
    await store.set('vault', 'hunter2');
    writeFileSync(store.path, '{"version": 2}');
    await expect(store.get('vault')).rejects.toMatchObject({ kind: 'newer' });
  });

  it('does not make a new key for secrets whose key is gone', async () => {
    const store = new FileSecretStore(home);
    await store.set('vault', 'hunter2');
    rmSync(store.keyPath);
    await expect(store.get('vault')).rejects.toMatchObject({ kind: 'missing', message: expect.stringContaining(store.keyPath) });
    await expect(store.set('vault', 'new')).rejects.toMatchObject({ kind: 'missing' });
  });
});
