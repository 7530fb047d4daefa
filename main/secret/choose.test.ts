/** Keyring and file together: chosen by what works, searched in both. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretContract } from '../../test/contract/secret.ts';
import { brokenKeyring, fakeKeyring } from '../../test/fake/keyring.ts';
import { openSecretStore } from './choose.ts';
import { FileSecretStore } from './file.ts';
import { KeyringStore, probeKeyring } from './keyring.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'holdfast-choose-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

secretContract('keyring', async () => {
  const entries = new Map<string, string>();
  return [new KeyringStore(fakeKeyring(entries)), new KeyringStore(fakeKeyring(entries))];
});

secretContract('keyring, then file', async () => {
  const probe = () => probeKeyring(async () => keyring);
  const keyring = fakeKeyring();
  return [await openSecretStore({ home, probe }), await openSecretStore({ home, probe })];
});

describe('openSecretStore', () => {
  it('keeps secrets in the keyring when it works, and writes no file', async () => {
    const store = await openSecretStore({ home, probe: () => probeKeyring(async () => fakeKeyring()) });
    await store.set('vault', 'hunter2');
    expect([store.kind, store.noKeyring, readdirSync(home)]).toEqual(['keyring', null, []]);
  });

  it.each([
    ['refuses', async () => brokenKeyring, /no session bus/],
    ['cannot be loaded', async () => { throw new Error('no native module'); }, /no native module/],
    ['never answers', async () => () => ({ ...brokenKeyring('x'), getPassword: () => new Promise<null>(() => undefined) }), /no answer/],
  ])('keeps secrets in the file when the keyring %s, and knows why', async (_, load, reason) => {
    const store = await openSecretStore({ home, probe: () => probeKeyring(load, 20) });
    await store.set('vault', 'hunter2');
    expect([store.kind, await new FileSecretStore(home).get('vault')]).toEqual(['file', 'hunter2']);
    expect(store.noKeyring).toMatch(reason);
  });

  it('finds a secret kept in the file before there was a keyring, and replaces it for good', async () => {
    await new FileSecretStore(home).set('vault', 'old');
    const keyring = fakeKeyring();
    const store = await openSecretStore({ home, probe: () => probeKeyring(async () => keyring) });
    expect(await store.get('vault')).toBe('old');
    await store.set('vault', 'new');
    const other = await openSecretStore({ home, prefer: 'file', probe: () => probeKeyring(async () => keyring) });
    expect([other.kind, await other.get('vault')]).toEqual(['file', 'new']);
  });

  it('says which secret a locked keyring did not give, and not what it is', async () => {
    await expect(new KeyringStore(brokenKeyring).set('vault', 'hunter2')).rejects.toMatchObject({ kind: 'denied', message: expect.stringMatching(/^(?!.*hunter2).*"vault"/) });
  });
});
