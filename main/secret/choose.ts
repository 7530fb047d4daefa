/** Which store secrets go to: the keyring when it works, the encrypted file otherwise. What is in either is found. */
import { FileSecretStore } from './file.ts';
import { probeKeyring, type Probe } from './keyring.ts';
import type { SecretKind, SecretStore } from './secret.ts';

export interface SecretStoreOptions {
  /** The state folder. */
  home: string;
  /** Where new secrets go; `keyring` (default) still means the file when there is no keyring. */
  prefer?: SecretKind;
  probe?: () => Promise<Probe>;
}

export class ChosenSecretStore implements SecretStore {
  readonly #stores: readonly [SecretStore, ...SecretStore[]];
  /** Why there is no keyring; null when there is one. A secret that is not found may be in it. */
  readonly noKeyring: string | null;

  /** @param stores new secrets go to the first; all are searched, in this order. */
  constructor(stores: readonly [SecretStore, ...SecretStore[]], noKeyring: string | null) {
    this.#stores = stores;
    this.noKeyring = noKeyring;
  }

  get kind(): SecretKind {
    return this.#stores[0].kind;
  }

  async get(name: string): Promise<string | null> {
    for (const store of this.#stores) {
      const secret = await store.get(name);
      if (secret !== null) return secret;
    }
    return null;
  }

  /** Once it is kept, an older one under the same name elsewhere is deleted: it must never be found again. */
  async set(name: string, secret: string): Promise<void> {
    const [first, ...others] = this.#stores;
    await first.set(name, secret);
    for (const store of others) await store.delete(name);
  }

  async delete(name: string): Promise<boolean> {
    let found = false;
    for (const store of this.#stores) found = await store.delete(name) || found;
    return found;
  }
}

export async function openSecretStore({ home, prefer = 'keyring', probe = probeKeyring }: SecretStoreOptions): Promise<ChosenSecretStore> {
  const file = new FileSecretStore(home);
  const probed = await probe();
  if ('reason' in probed) return new ChosenSecretStore([file], probed.reason);
  return new ChosenSecretStore(prefer === 'keyring' ? [probed.store, file] : [file, probed.store], null);
}
