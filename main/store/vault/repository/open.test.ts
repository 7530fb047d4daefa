/** Opening a vault: the right password and nothing else, and whatever is wrong is named. */
import { describe, expect, it } from 'vitest';
import { quietCall, type Call, type Problem } from '../../../base/call.ts';
import { systemClock } from '../../../base/clock.ts';
import { MemoryStorage } from '../../../../test/fake/memory-storage.ts';
import { listeningCall, makeVault, PASSWORD } from '../../../../test/fixture/vault/make-vault.ts';
import { encodeConfig } from '../format/config-file.ts';
import { initRepository } from './init.ts';
import { addKey, changePassword, listKeys, removeKey } from './keys.ts';
import { openRepository } from './open.ts';
import type { Repository } from './repository.ts';

const maker = { hostname: 'desk', username: 'ada', clock: systemClock };

async function made(): Promise<{ storage: MemoryStorage; repository: Repository }> {
  const storage = new MemoryStorage();
  const { vault } = await makeVault(storage);
  return { storage, repository: vault.repository };
}

const open = (storage: MemoryStorage, password = PASSWORD, call: Call = quietCall()): Promise<Repository> => openRepository(storage, password, call);
const keys = (storage: MemoryStorage, prefix: string): string[] => [...storage.shelf.keys()].filter((key) => key.startsWith(prefix));
const items = (problems: readonly Problem[]): string[] => problems.map(({ item }) => item);

describe('initRepository and openRepository', () => {
  it('makes a vault its password opens', async () => {
    const storage = new MemoryStorage();
    const { config } = await initRepository(storage, 'first', maker, {}, quietCall());
    expect((await open(storage, 'first')).config).toEqual(config);
    expect(config.version).toBe(2);
  });

  it('refuses an empty password, and a place that has a vault or parts of one', async () => {
    const { storage } = await made();
    await expect(initRepository(new MemoryStorage(), '', maker, {}, quietCall())).rejects.toMatchObject({ kind: 'invalid' });
    await expect(initRepository(storage, 'second', maker, {}, quietCall())).rejects.toMatchObject({ kind: 'exists' });
    const before = keys(storage, 'keys/');
    storage.shelf.delete('config');
    await expect(initRepository(storage, 'second', maker, {}, quietCall())).rejects.toMatchObject({ kind: 'exists', message: expect.stringContaining('config is missing') });
    expect(keys(storage, '')).toEqual(before);
  });

  it('names the vault a wrong password does not open', async () => {
    const { storage } = await made();
    await expect(open(storage, 'wrong')).rejects.toMatchObject({ kind: 'wrong-password', message: expect.stringContaining('1 key tried') });
  });

  it('tells an empty place from a vault that lost its config', async () => {
    const { storage } = await made();
    await expect(open(new MemoryStorage())).rejects.toMatchObject({ kind: 'no-destination' });
    storage.shelf.delete('config');
    await expect(open(storage)).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining('config is missing') });
  });

  it('opens with the sound key beside a damaged one, and tells of that', async () => {
    const { storage, repository } = await made();
    const sound = storage.shelf.get(`keys/${repository.keyId}`)!;
    storage.shelf.delete(`keys/${repository.keyId}`);
    storage.shelf.set(`keys/${'0'.repeat(64)}`, { bytes: Buffer.from('{"kdf":"scry'), modifiedAt: 0 }).set(`keys/${repository.keyId}`, sound);
    const { call, problems } = listeningCall();
    await open(storage, PASSWORD, call);
    expect(items(problems)).toEqual([`keys/${'0'.repeat(64)}`]);
  });

  it('says that the key is damaged where that is the only one', async () => {
    const { storage } = await made();
    const [key] = keys(storage, 'keys/');
    storage.shelf.set(key, { bytes: storage.shelf.get(key)!.bytes.slice(0, 50), modifiedAt: 0 });
    await expect(open(storage)).rejects.toMatchObject({ kind: 'damaged' });
    storage.shelf.delete(key);
    await expect(open(storage)).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining('no key file') });
  });

  it('takes a key file whose content was changed for damaged, not the password for wrong', async () => {
    const { storage } = await made();
    const [key] = keys(storage, 'keys/');
    const json = JSON.parse(Buffer.from(storage.shelf.get(key)!.bytes).toString()) as { data: string };
    const data = Buffer.from(json.data, 'base64');
    data[40]! ^= 1;
    storage.shelf.set(key, { bytes: Buffer.from(JSON.stringify({ ...json, data: data.toString('base64') })), modifiedAt: 0 });
    await expect(open(storage)).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('says that a damaged config is damaged', async () => {
    const { storage } = await made();
    storage.shelf.get('config')!.bytes[20]! ^= 1;
    await expect(open(storage)).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining('config') });
  });

  it('refuses a vault of a version it does not know', async () => {
    const { storage, repository } = await made();
    const config = { ...repository.config, version: 3 };
    storage.shelf.set('config', { bytes: repository.sealer.sealed(encodeConfig(config)), modifiedAt: 0 });
    await expect(open(storage)).rejects.toMatchObject({ kind: 'newer' });
  });

  it('changes nothing when it was cancelled before', async () => {
    const storage = new MemoryStorage();
    await expect(initRepository(storage, 'first', maker, {}, quietCall(AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
    expect(storage.shelf.size).toBe(0);
  });
});

describe('keys', () => {
  it('lets every password in until its key is removed', async () => {
    const { storage, repository } = await made();
    const id = await addKey(repository, 'second', maker, quietCall());
    const second = await open(storage, 'second');
    expect([second.keyId, second.id]).toEqual([id, repository.id]);
    expect((await listKeys(second, quietCall())).map((key) => [key.id === id, key.current])).toEqual(expect.arrayContaining([[true, true], [false, false]]));
    await removeKey(repository, id.slice(0, 10), quietCall());
    await expect(open(storage, 'second')).rejects.toMatchObject({ kind: 'wrong-password' });
    await open(storage);
  });

  it('never removes the key in use, an unknown one, or one that is not named clearly', async () => {
    const { storage, repository } = await made();
    await addKey(repository, 'second', maker, quietCall());
    for (const prefix of [repository.keyId, 'zz', '']) await expect(removeKey(repository, prefix, quietCall())).rejects.toMatchObject({ kind: expect.stringMatching(/invalid|missing/) });
    expect(keys(storage, 'keys/')).toHaveLength(2);
  });

  it('changes the password: the old one is of no use, the new one is', async () => {
    const { storage, repository } = await made();
    await changePassword(repository, 'changed', maker, quietCall());
    await open(storage, 'changed');
    await expect(open(storage)).rejects.toMatchObject({ kind: 'wrong-password' });
  });

  it('lists the sound keys beside a damaged one, tells of it, and removes it', async () => {
    const { storage, repository } = await made();
    const broken = '0'.repeat(64);
    storage.shelf.set(`keys/${broken}`, { bytes: Buffer.from('rubbish'), modifiedAt: 0 });
    const { call, problems } = listeningCall();
    expect((await listKeys(repository, call)).map(({ id }) => id)).toEqual([repository.keyId]);
    expect(items(problems)).toEqual([`keys/${broken}`]);
    expect(await removeKey(repository, '000', quietCall())).toBe(broken);
    expect(keys(storage, 'keys/')).toEqual([`keys/${repository.keyId}`]);
  });
});
