/** Creates a repository: folders, a first key, config last. */
import { randomBytes } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';
import { sha256Hex } from '../../../base/ids.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Storage, StorageCall } from '../../../storage/storage.ts';
import { NEW_KEY } from '../crypto/kdf.ts';
import { createKeyFile } from '../crypto/key-file.ts';
import { newMasterKeys, type MasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { drawPolynomial, formatPolynomial } from '../chunker/polynomial.ts';
import { encodeConfig, type RepositoryConfig } from '../format/config-file.ts';
import { formatTime } from '../../tree/time.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { CONFIG, fileKey } from './layout.ts';
import { hasAny } from './open.ts';
import { Repository } from './repository.ts';

export interface KeyMaker {
  hostname: string;
  username: string;
  clock: Clock;
}

export interface InitOptions {
  /** Take another vault's, so that copies between them share their chunks. */
  polynomial?: string;
}

/** @throws Fault `exists` when there is a repository, or what is left of one: another config would make it unreadable. */
export async function requireNoRepository(storage: Storage, call: StorageCall): Promise<void> {
  if ((await storage.stat(CONFIG, call)) !== null) throw new Fault('exists', `There is a vault at ${storage.address} already.`, { advice: 'Back up into it, or choose another place.' });
  if (await hasAny(storage, ['keys/', 'snapshots/', 'data/'], call)) {
    throw new Fault('exists', `${storage.address} holds parts of a vault whose file config is missing; a new vault over them would make them unreadable.`, { advice: 'Put its config back from a copy, or choose an empty folder.' });
  }
}

/** @throws Fault `exists` as `requireNoRepository` does. */
export async function initRepository(storage: Storage, password: string, maker: KeyMaker, options: InitOptions, call: StorageCall): Promise<Repository> {
  if (password === '') throw new Fault('invalid', 'An empty password protects nothing.', { advice: 'Give a password.' });
  await requireNoRepository(storage, call);
  await storage.create(call);
  const keys = newMasterKeys();
  const config: RepositoryConfig = { version: 2, id: randomBytes(32).toString('hex'), chunker_polynomial: options.polynomial ?? formatPolynomial(drawPolynomial()) };
  const keyId = await addKeyFile(storage, password, keys, maker, call);
  await storage.put(CONFIG, new Sealer(keys, threadKernel()).sealed(encodeConfig(config)), call);
  return new Repository(storage, config, keys, keyId);
}

/** Stores the master keys under a password; returns the key's id. */
export async function addKeyFile(storage: Storage, password: string, keys: MasterKeys, { hostname, username, clock }: KeyMaker, call: StorageCall): Promise<string> {
  const created = formatTime(BigInt(clock.now()) * 1_000_000n);
  const json = Buffer.from(await createKeyFile(password, keys, { hostname, username, created, params: NEW_KEY }));
  const id = sha256Hex(json);
  await storage.put(fileKey('keys', id), json, call);
  return id;
}
