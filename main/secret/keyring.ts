/** Secrets in the keyring of the system: Secret Service, macOS Keychain, Windows Credential Manager. */
import { Fault } from '../base/fault.ts';
import type { SecretStore } from './secret.ts';

const SERVICE = 'holdfast';
/** Milliseconds a keyring may take to answer whether it is there. It can hang while it asks somebody who is not there to unlock it. */
const PROBE_MS = 3000;
const PROBE_NAME = 'holdfast-probe';

/** The part of a keyring entry used here. */
export interface KeyringEntry {
  getPassword(signal?: AbortSignal): Promise<string | null | undefined>;
  setPassword(secret: string): Promise<void>;
  deleteCredential(): Promise<boolean>;
}

export type OpenEntry = (name: string) => KeyringEntry;

/** Loaded only here, so that a machine without the native module still has the secret file. */
export async function systemKeyring(): Promise<OpenEntry> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // Without this, Linux falls back to the kernel's keyring, which forgets everything at the next restart.
  return (name) => new AsyncEntry(SERVICE, name, { linux: { store: 'secret-service' } });
}

export class KeyringStore implements SecretStore {
  readonly kind = 'keyring';
  readonly #open: OpenEntry;

  constructor(open: OpenEntry) {
    this.#open = open;
  }

  async get(name: string): Promise<string | null> {
    return await told(name, 'read', () => this.#open(name).getPassword()) ?? null;
  }

  set(name: string, secret: string): Promise<void> {
    return told(name, 'kept', () => this.#open(name).setPassword(secret));
  }

  delete(name: string): Promise<boolean> {
    return told(name, 'deleted', () => this.#open(name).deleteCredential());
  }
}

async function told<T>(name: string, done: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Fault('denied', `The secret "${name}" cannot be ${done} in the keyring of the system: ${error instanceof Error ? error.message : String(error)}.`, {
      context: { name }, cause: error, advice: 'Unlock the keyring, or give the password with --password-file or HOLDFAST_PASSWORD.',
    });
  }
}

export type Probe = { store: KeyringStore } | { reason: string };

/** The keyring when it answers, else why not; quiet, and never longer than `patience` milliseconds. */
export async function probeKeyring(load: () => Promise<OpenEntry> = systemKeyring, patience = PROBE_MS): Promise<Probe> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} seconds`)), patience);
  try {
    const open = await Promise.race([load(), late]);
    await Promise.race([open(PROBE_NAME).getPassword(), late]);
    return { store: new KeyringStore(open) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
