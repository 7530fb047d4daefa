/** The keys of a vault: one file a password, all wrapping the same master keys. */
import { Fault, isFault } from '../../../base/fault.ts';
import type { Call } from '../../../base/call.ts';
import { readKeyFile } from '../crypto/key-file.ts';
import { addKeyFile, type KeyMaker } from './init.ts';
import { fileKey } from './layout.ts';
import type { Repository } from './repository.ts';

export interface VaultKey {
  id: string;
  created: string;
  username: string;
  hostname: string;
  /** The one this repository was opened with. */
  current: boolean;
}

/** Oldest first. One that cannot be read is reported as a Problem and left out. */
export async function listKeys(repository: Repository, call: Call): Promise<VaultKey[]> {
  const keys: VaultKey[] = [];
  for (const { id } of await repository.list('keys', call)) {
    try {
      const { created, username, hostname } = readKeyFile(await repository.storage.get(fileKey('keys', id), call));
      keys.push({ id, created, username, hostname, current: id === repository.keyId });
    } catch (error) {
      if (isFault(error, 'missing')) continue; // removed meanwhile
      if (!isFault(error, 'damaged')) throw error;
      call.report({ item: `keys/${id}`, during: 'list', severity: 'warning', fault: error });
    }
  }
  return keys.toSorted((a, b) => a.created.localeCompare(b.created));
}

export async function addKey(repository: Repository, password: string, maker: KeyMaker, call: Call): Promise<string> {
  if (password === '') throw new Fault('invalid', 'An empty password protects nothing.', { advice: 'Give a password.' });
  return addKeyFile(repository.storage, password, repository.keys, maker, call);
}

/** @param prefix of the key's id. Faults: `missing`, `invalid` (ambiguous, or the key in use). */
export async function removeKey(repository: Repository, prefix: string, call: Call): Promise<string> {
  const found = (await repository.list('keys', call)).filter(({ id }) => id.startsWith(prefix));
  if (prefix === '' || found.length === 0) throw new Fault('missing', `The vault has no key ${prefix}.`, { advice: 'See "holdfast key list" for the keys it has.' });
  if (found.length > 1) throw new Fault('invalid', `${prefix} fits ${found.length} keys.`, { advice: 'Give more characters of the id.' });
  if (found[0].id === repository.keyId) throw new Fault('invalid', `Key ${found[0].id.slice(0, 8)} is the one the vault was opened with; removing it could lock everybody out.`, { advice: 'Open the vault with another password to remove this key.' });
  await repository.remove('keys', found[0].id, call);
  return found[0].id;
}

/** Replaces the key in use: the new one is stored before the old one goes. */
export async function changePassword(repository: Repository, password: string, maker: KeyMaker, call: Call): Promise<string> {
  const id = await addKey(repository, password, maker, call);
  await repository.remove('keys', repository.keyId, call);
  return id;
}
