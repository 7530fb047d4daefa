/** After a run was cut off: the next backup goes on where it was, whoever looked in between; and its lock stays until then. */
import { beforeEach, describe, expect, it } from 'vitest';
import { addSnapshot, holder, makeVault, noise, openVault, type MadeVault } from '../../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../../base/call.ts';
import { encodeLock } from '../../lock/lock-file.ts';
import { formatTime } from '../../tree/time.ts';
import { check } from './check.ts';
import { repairIndex } from './repair-index.ts';

const FILES = { '/home/large': noise(2_000_000, 'large'), '/home/small': 'words' };
/** Numbers of processes end far below. */
const DEAD = 2 ** 30;

describe('a vault whose last backup was cut off', () => {
  let made: MadeVault;
  const files = async (folder: string): Promise<string[]> => (await made.vault.repository.list(folder as 'index', quietCall())).map(({ id }) => id);

  /** What a kill just before the index leaves: packs, and the lock of a process that is gone. */
  beforeEach(async () => {
    made = await makeVault();
    const { repository } = made.vault;
    const snapshot = await addSnapshot(made.vault, FILES);
    await repository.remove('snapshots', snapshot.id, quietCall());
    for (const id of await files('index')) await repository.remove('index', id, quietCall());
    const time = formatTime(BigInt(Date.now()) * 1_000_000n);
    await repository.save('locks', encodeLock({ time, exclusive: false, hostname: holder.hostname, username: 'ada', pid: DEAD, uid: 0, gid: 0 }), quietCall());
    made.vault = await openVault(made.storage);
  });

  it('is gone on with: nothing is sent twice, and the lock goes', async () => {
    const packs = await files('data');
    await addSnapshot(made.vault, FILES);
    expect(await files('data')).toEqual(packs);
    expect(await files('locks')).toEqual([]);
    expect((await check(made.vault, { readData: 'all' }, quietCall())).errors).toEqual([]);
  });

  it('can be read and forgotten from meanwhile, and is gone on with all the same', async () => {
    const packs = await files('data');
    await check(made.vault, { readData: 'none' }, quietCall());
    await made.vault.remove([], quietCall());
    await made.vault.close();
    expect(await files('locks')).toHaveLength(1);
    const later = await openVault(made.storage);
    await addSnapshot(later, FILES);
    expect(await files('data')).toEqual(packs);
    expect(await files('locks')).toEqual([]);
  });

  it('is put in order by a repair of the index, too', async () => {
    await repairIndex(made.vault, {}, quietCall());
    expect(await files('locks')).toEqual([]);
    expect(await files('index')).toHaveLength(1);
  });
});
