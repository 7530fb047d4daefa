/**
 * Keeps names secret: what sidecars say of a snapshot is sealed to a key of the store's own, which is kept in its settings in the age format,
 * under the same passphrase or for the same recipients as the archives. So a list costs one passphrase, however many archives there are.
 */
import type { Encrypter } from 'age-encryption';
import { z } from 'zod';
import { Fault } from '../../base/fault.ts';
import type { AgeEncryption } from './container/age/age-sink.ts';
import { age } from './container/age/library.ts';
import { passphraseIdentity, passphraseRecipient } from './container/age/passphrase.ts';

export interface Seal {
  seal(bytes: Uint8Array): Promise<Buffer>;
  /** @throws Fault `damaged`; `wrong-password` when the secret is not at hand. */
  open(bytes: Uint8Array): Promise<Buffer>;
  /** Whether what is sealed can be read. */
  readonly opens: boolean;
}

/** As the store's settings hold it. */
export const SealForm = z.object({
  /** Public keys the archives are for; none: they are under a passphrase. */
  recipients: z.array(z.string()),
  /** Public key sidecars are sealed to. */
  sidecars: z.string(),
  /** The secret one that belongs to it, in an age file, base64. */
  key: z.base64(),
});
export type SealSettings = z.infer<typeof SealForm>;

/** Logarithm of scrypt's cost: a quarter of a second and 64 MiB, as for a vault, because every command pays it, and for every archive it opens. */
export const WORK_FACTOR = 16;

/** @throws Fault `invalid` for what is no recipient. */
export async function makeSeal(encryption: AgeEncryption): Promise<{ settings: SealSettings; seal: Seal }> {
  const library = await age();
  const identity = await library.generateX25519Identity();
  const sidecars = await library.identityToRecipient(identity);
  const encrypter = new library.Encrypter();
  const recipients = 'recipients' in encryption ? [...encryption.recipients] : [];
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  if ('passphrase' in encryption) {
    if (encryption.passphrase === '') throw new Fault('invalid', 'An empty passphrase protects nothing.', { advice: 'Give a passphrase.' });
    encrypter.addRecipient(passphraseRecipient(encryption.passphrase, WORK_FACTOR));
  }
  const key = Buffer.from(await encrypter.encrypt(identity)).toString('base64');
  return { settings: { recipients, sidecars, key }, seal: new SidecarSeal(sidecars, identity) };
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new Fault('invalid', `"${recipient}" is no recipient of age.`, { cause, advice: 'Give the public key, which begins with age1: "age-keygen" shows it.' });
  }
}

/**
 * @param secret passphrase, or an identity (AGE-SECRET-KEY-1…). Null: with recipients one can seal, and read nothing back.
 * @throws Fault `wrong-password`.
 */
export async function openSeal({ recipients, sidecars, key }: SealSettings, secret: string | null): Promise<Seal> {
  if (secret === null) {
    if (recipients.length === 0) throw new Fault('wrong-password', 'The archives are under a passphrase, and none was given.');
    return new SidecarSeal(sidecars, null);
  }
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  try {
    if (recipients.length === 0) decrypter.addIdentity(passphraseIdentity(secret));
    else for (const line of secret.split('\n')) if (line.trim().startsWith('AGE-SECRET-KEY-')) decrypter.addIdentity(line.trim());
    return new SidecarSeal(sidecars, await decrypter.decrypt(Buffer.from(key, 'base64'), 'text'));
  } catch (cause) {
    const what = recipients.length === 0 ? 'The passphrase is wrong.' : 'The identity does not belong to any of the recipients of these archives.';
    throw new Fault('wrong-password', what, { cause });
  }
}

class SidecarSeal implements Seal {
  readonly #recipient: string;
  readonly #identity: string | null;

  constructor(recipient: string, identity: string | null) {
    this.#recipient = recipient;
    this.#identity = identity;
  }

  get opens(): boolean {
    return this.#identity !== null;
  }

  async seal(bytes: Uint8Array): Promise<Buffer> {
    const library = await age();
    const encrypter = new library.Encrypter();
    encrypter.addRecipient(this.#recipient);
    return Buffer.from(await encrypter.encrypt(bytes));
  }

  async open(bytes: Uint8Array): Promise<Buffer> {
    if (this.#identity === null) {
      throw new Fault('wrong-password', 'The archives are encrypted for recipients, and no identity was given: what they hold cannot be read.', { advice: 'Give the secret key (AGE-SECRET-KEY-1…) as the password, for example with --password-file.' });
    }
    const { Decrypter } = await age();
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.#identity);
    try {
      return Buffer.from(await decrypter.decrypt(bytes));
    } catch (cause) {
      throw new Fault('damaged', 'What is sealed cannot be opened: it was changed, or belongs to another store.', { cause });
    }
  }
}
