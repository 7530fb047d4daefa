/** Opens a repository with a password: tries its keys, then reads its config. */
import { Fault, isFault } from '../../../base/fault.ts';
import { sha256Hex } from '../../../base/ids.ts';
import type { Call } from '../../../base/call.ts';
import type { Storage, StorageCall } from '../../../storage/storage.ts';
import { openKeyFile } from '../crypto/key-file.ts';
import type { MasterKeys } from '../crypto/keys.ts';
import { Sealer } from '../crypto/seal.ts';
import { decodeConfig } from '../format/config-file.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { CONFIG, fileKey, idOf } from './layout.ts';
import { Repository } from './repository.ts';

/** Whether there is a repository at all: cheap, needs no password. */
export async function isRepository(storage: Storage, call: StorageCall): Promise<boolean> {
  return (await storage.stat(CONFIG, call)) !== null;
}

/** @throws Fault `no-destination`; `damaged` when its config is gone. */
export async function requireRepository(storage: Storage, call: StorageCall): Promise<void> {
  if (!(await isRepository(storage, call))) throw await noRepository(storage, call);
}

/** @throws Fault `no-destination`, `wrong-password`, `damaged`, `newer`. */
export async function openRepository(storage: Storage, password: string, call: Call): Promise<Repository> {
  await requireRepository(storage, call);
  const { keys, keyId } = await tryKeys(storage, password, call);
  const sealed = await storage.get(CONFIG, call);
  let plain: Uint8Array;
  try {
    plain = new Sealer(keys, threadKernel()).open(sealed);
  } catch (cause) {
    throw new Fault('damaged', `The file config of the vault at ${storage.address} is damaged: nothing in it can be read without it.`, {
      cause, advice: 'Put it back from a copy of the vault; "holdfast init" on a vault without config is refused to protect the data.',
    });
  }
  return new Repository(storage, decodeConfig(plain), keys, keyId);
}

async function noRepository(storage: Storage, call: StorageCall): Promise<Fault> {
  const leftovers = await hasAny(storage, ['keys/', 'snapshots/'], call);
  if (leftovers) {
    return new Fault('damaged', `${storage.address} holds keys or snapshots of a vault, but its file config is missing.`, { advice: 'Put the file "config" back from a copy; do not create a new vault here.' });
  }
  return new Fault('no-destination', `There is no vault at ${storage.address}.`, { context: { address: storage.address }, advice: `Check the address, or create one with: holdfast init ${storage.address}` });
}

export async function hasAny(storage: Storage, prefixes: readonly string[], call: StorageCall): Promise<boolean> {
  for (const prefix of prefixes) for await (const _ of storage.list(prefix, call)) return true;
  return false;
}

async function tryKeys(storage: Storage, password: string, call: Call): Promise<{ keys: MasterKeys; keyId: string }> {
  let tried = 0;
  let broken: Fault | null = null;
  for await (const { key } of storage.list('keys/', call)) {
    const keyId = idOf(key);
    if (keyId === null) continue;
    call.signal.throwIfAborted();
    try {
      const json = await storage.get(fileKey('keys', keyId), call);
      const keys = await openKeyFile(json, password);
      if (keys !== null) return { keys, keyId };
      if (sha256Hex(json) !== keyId) throw new Fault('damaged', 'It is damaged: its content does not match its name.');
      tried++;
    } catch (error) {
      if (!isFault(error)) throw error;
      broken = new Fault(error.kind, `The key file keys/${keyId.slice(0, 8)} cannot be used: ${error.message}`, { cause: error, advice: error.advice });
      call.report({ item: `keys/${keyId}`, during: 'open', severity: 'note', fault: broken });
    }
  }
  if (tried === 0) throw broken ?? new Fault('damaged', `The vault at ${storage.address} has no key file: no password can open it.`, { advice: 'Put the folder "keys" back from a copy of the vault.' });
  throw new Fault('wrong-password', `The password does not open the vault at ${storage.address} (${tried} ${tried === 1 ? 'key' : 'keys'} tried).`, { context: { address: storage.address, keys: tried } });
}
