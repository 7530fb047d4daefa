/** destination.inspect and init, secret.set: a place is looked at without touching it, and a password that is given counts from then on. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../base/env.ts';
import { makeVault, PASSWORD } from '../../test/fixture/vault/make-vault.ts';
import { LocalStorage } from '../storage/local/local.ts';
import { stateByNames } from './inspect-place.ts';
import { openApi, type Api } from './open.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-destination-api-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let home = '';
let apis: Api[] = [];
const at = (path: string): string => join(home, path);
/** Another program start on the same state. */
async function start(): Promise<Api['client']> {
  const api = await openApi({ env: readEnv({ HOME: home, HOLDFAST_HOME: at('.state'), DBUS_SESSION_BUS_ADDRESS: 'disabled:' }), cwd: home });
  apis.push(api);
  return api.client;
}
let client: Api['client'];
beforeEach(async () => {
  home = mkdtempSync(join(scratch, 'home-'));
  apis = [];
  client = await start();
});
afterEach(() => Promise.all(apis.map((api) => api.close())));
const vaultAt = async (path: string): Promise<void> => {
  const { vault } = await makeVault(new LocalStorage(at(path)));
  await vault.close();
};
const refusal = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

describe('destination.inspect', () => {
  it('resolves what people type, and tells of a place that is not there yet what is known of the folder above', async () => {
    const place = await client.destination.inspect({ address: '~/drive/backup' });
    expect(place).toMatchObject({ address: at('drive/backup'), kind: 'local', state: 'missing', inside: null, sameDisk: null, writable: true, suggestion: null });
    expect(place.totalBytes).toBeGreaterThan(0);
    expect((await client.destination.inspect({ address: 'drive/../there' })).address).toBe(at('there'));
    expect(existsSync(at('drive'))).toBe(false);
  });

  it('tells empty folders, vaults and folders with other things apart, and offers a folder of its own in those', async () => {
    mkdirSync(at('empty'));
    mkdirSync(at('photos/2024'), { recursive: true });
    await vaultAt('vault');
    const inspect = async (address: string): Promise<unknown[]> => { const { state, suggestion } = await client.destination.inspect({ address }); return [state, suggestion]; };
    expect(await inspect('empty')).toEqual(['empty', null]);
    expect(await inspect('vault')).toEqual(['vault', null]);
    expect(await inspect('photos')).toEqual(['other', at('photos/Holdfast')]);
    mkdirSync(at('photos/Holdfast/mine'), { recursive: true });
    writeFileSync(at('photos/Holdfast-2'), 'a file');
    expect(await inspect('photos')).toEqual(['other', at('photos/Holdfast-3')]);
    await vaultAt('photos/Holdfast-3');
    expect(await inspect('photos')).toEqual(['other', at('photos/Holdfast-3')]);
    expect(readdirSync(at('empty'))).toEqual([]);
  });

  it('sees a place inside what is protected, through links too, and the shared disk', async () => {
    mkdirSync(at('docs/deep'), { recursive: true });
    mkdirSync(at('other'));
    symlinkSync(at('docs/deep'), at('other/link'));
    const inside = async (address: string) => (await client.destination.inspect({ address, sources: [at('other/x'), at('docs')] })).inside;
    expect([await inside('docs'), await inside('docs/new/vault'), await inside('other/link/vault'), await inside('other')]).toEqual([at('docs'), at('docs'), at('docs'), null]);
    expect((await client.destination.inspect({ address: 'other', sources: [at('docs')] })).sameDisk).toBe(true);
    expect((await client.destination.inspect({ address: 'other', sources: [at('not there yet/either')] })).sameDisk, 'where it would lie').toBe(true);
  });

  it('refuses files, nonsense and what this version cannot reach', async () => {
    writeFileSync(at('file'), '');
    expect(await refusal(client.destination.inspect({ address: 'file' }))).toMatchObject({ code: 'INVALID', defined: true, message: expect.stringContaining('is a file') });
    expect(await refusal(client.destination.inspect({ address: 'nosuch:thing' }))).toMatchObject({ code: 'INVALID', defined: true });
    expect(await refusal(client.destination.inspect({ address: 'sftp://ada@nas/backup' }))).toMatchObject({ code: 'UNSUPPORTED', defined: true, message: expect.stringContaining('SFTP') });
  });

  const key = 'ab'.repeat(32);
  it.each([
    [[], [], 'empty'], [['config', 'data', 'index', 'keys', 'locks', 'snapshots'], [key], 'vault'], [['config', 'keys'], [key], 'vault'], [['data', 'index', 'keys', 'snapshots'], [key], 'vault'],
    [['config', 'HEAD', 'objects'], [], 'other'], [['config', 'keys'], ['id.pem'], 'other'], [['keys'], [key], 'other'], [['data', 'index'], [], 'other'],
  ])('takes %j with the keys %j for: %s', (names, keys, state) => {
    expect(stateByNames(names, keys)).toBe(state);
  });
});

describe('destination.init with a password', () => {
  it('makes a vault that opens at once and after a restart, and the password is nowhere in clear', async () => {
    const { address } = await client.destination.init({ destination: 'vault', password: 'correct horse' });
    expect(address).toBe(at('vault'));
    expect(await client.snapshot.list({ destination: 'vault' })).toMatchObject({ snapshots: [] });
    expect(await (await start()).destination.key.show({ destination: 'vault' })).toMatchObject({ password: 'correct horse' });
    expect(await (await start()).snapshot.list({ destination: at('vault') })).toMatchObject({ snapshots: [] });
    for (const file of readdirSync(at('.state'), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes('correct horse')).toBe(false);
    }
  });

  it('keeps it only in this process when told so', async () => {
    await client.destination.init({ destination: 'vault', password: 'p', keep: false });
    expect(await client.snapshot.list({ destination: 'vault' })).toMatchObject({ snapshots: [] });
    expect(await refusal((await start()).snapshot.list({ destination: 'vault' }))).toMatchObject({ code: 'WRONG_PASSWORD', defined: true });
  });

  it('leaves the kept password of a vault that is there alone', async () => {
    await client.destination.init({ destination: 'vault', password: 'first' });
    expect(await refusal(client.destination.init({ destination: 'vault', password: 'second' }))).toMatchObject({ code: 'EXISTS' });
    expect(await client.destination.key.show({ destination: 'vault' })).toMatchObject({ password: 'first' });
  });
});

describe('secret.set', () => {
  beforeEach(() => vaultAt('vault'));

  it('opens a vault for this process, or for good', async () => {
    expect(await client.secret.set({ destination: 'vault', password: PASSWORD, keep: false })).toEqual({ address: at('vault'), secretStore: null });
    expect(await client.snapshot.list({ destination: 'vault' })).toMatchObject({ snapshots: [] });
    const next = await start();
    expect(await refusal(next.snapshot.list({ destination: 'vault' }))).toMatchObject({ code: 'WRONG_PASSWORD' });
    expect((await next.secret.set({ destination: 'vault', password: PASSWORD })).secretStore).toMatch(/^(?:file|keyring)$/);
    expect(await (await start()).snapshot.list({ destination: 'vault' })).toMatchObject({ snapshots: [] });
  });

  it('refuses a wrong password and changes nothing', async () => {
    await client.secret.set({ destination: 'vault', password: PASSWORD });
    expect(await refusal(client.secret.set({ destination: 'vault', password: 'wrong' }))).toMatchObject({ code: 'WRONG_PASSWORD', defined: true });
    expect(await client.snapshot.list({ destination: 'vault' })).toMatchObject({ snapshots: [] });
    expect(await client.destination.key.show({ destination: 'vault' })).toMatchObject({ password: PASSWORD });
  });

  it('puts right a kept password that is wrong, after a change elsewhere', async () => {
    await client.secret.set({ destination: 'vault', password: PASSWORD });
    const other = await start();
    await other.destination.key.passwd({ destination: 'vault', newPassword: 'new' });
    expect(await other.snapshot.list({ destination: 'vault' })).toMatchObject({ snapshots: [] });
    expect(await refusal(client.secret.set({ destination: 'vault', password: PASSWORD }))).toMatchObject({ code: 'WRONG_PASSWORD' });
    expect(await client.secret.set({ destination: 'vault', password: 'new' })).toMatchObject({ address: at('vault') });
    expect((await client.destination.key.list({ destination: 'vault' })).map(({ current }) => current)).toEqual([true]);
  });

  it('says that there is no vault, and where nothing is', async () => {
    expect(await refusal(client.secret.set({ destination: 'nowhere', password: 'x' }))).toMatchObject({ code: 'NO_DESTINATION', defined: true });
    expect(await refusal(client.secret.set({ destination: 'vault', password: '' }))).toMatchObject({ code: 'INVALID', defined: true });
  });
});

it('suggests a phrase that makes a vault', async () => {
  const { phrase, bits } = await client.secret.suggest();
  expect(bits).toBe(66);
  await client.destination.init({ destination: 'vault', password: phrase });
  expect(await client.destination.test({ destination: 'vault' })).toMatchObject({ writable: true, snapshots: 0 });
});
