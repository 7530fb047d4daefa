/** Encrypts what goes to another sink, in the age format: `age -d` opens it. */
import { randomBytes } from 'node:crypto';
import type { Encrypter } from 'age-encryption';
import { Fault } from '../../../../base/fault.ts';
import type { ClosableSink } from '../bytes/file-sink.ts';
import { age } from './library.ts';
import { passphraseRecipient, WORK_FACTOR } from './passphrase.ts';
import { CHUNK, chunkCipher, NONCE, payloadKey } from './payload.ts';

/** Who can read it: whoever knows the passphrase, or has an identity that belongs to one of the recipients. */
export type AgeEncryption = { readonly passphrase: string } | { readonly recipients: readonly string[] };

export interface AgeSinkOptions {
  /** Logarithm of the work a passphrase costs. */
  workFactor?: number;
}

export class AgeSink implements ClosableSink {
  readonly #sink: ClosableSink;
  readonly #key: Uint8Array;
  /** Of the chunk that is being filled. Written only when more comes, because the last one is marked. */
  #chunk = Buffer.allocUnsafeSlow(CHUNK);
  #filled = 0;
  #number = 0;
  #position = 0;

  private constructor(sink: ClosableSink, key: Uint8Array) {
    this.#sink = sink;
    this.#key = key;
  }

  /** Writes the header. @throws Fault `invalid` for what is no recipient, or none at all. */
  static async create(sink: ClosableSink, encryption: AgeEncryption, { workFactor = WORK_FACTOR }: AgeSinkOptions = {}): Promise<AgeSink> {
    const { header, fileKey } = await newHeader(encryption, workFactor);
    const nonce = randomBytes(NONCE);
    await sink.write(Buffer.concat([header, nonce]));
    return new AgeSink(sink, payloadKey(fileKey, nonce));
  }

  get position(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      if (this.#filled === CHUNK) await this.#seal(false);
      const part = rest.subarray(0, CHUNK - this.#filled);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      this.#position += part.length;
      rest = rest.subarray(part.length);
    }
  }

  async close(): Promise<void> {
    await this.#seal(true);
    await this.#sink.close();
  }

  abandon(): Promise<void> {
    return this.#sink.abandon();
  }

  async #seal(isLast: boolean): Promise<void> {
    const sealed = chunkCipher.seal(this.#key, this.#number++, isLast, this.#chunk.subarray(0, this.#filled));
    this.#filled = 0;
    await this.#sink.write(sealed);
  }
}

/** The library makes the header; the key it is about is had from being one of those it is wrapped for. */
async function newHeader(encryption: AgeEncryption, workFactor: number): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  const library = await age();
  const encrypter = new library.Encrypter();
  let fileKey = new Uint8Array(0);
  if ('passphrase' in encryption) {
    if (encryption.passphrase === '') throw new Fault('invalid', 'An empty passphrase protects nothing.', { advice: 'Give a passphrase.' });
    encrypter.addRecipient(passphraseRecipient(encryption.passphrase, workFactor));
  } else {
    if (encryption.recipients.length === 0)
      throw new Fault('invalid', 'Encrypted for nobody, an archive could never be read.', { advice: 'Name a recipient.' });
    for (const recipient of encryption.recipients) addRecipient(encrypter, recipient);
  }
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  const empty = await encrypter.encrypt(new Uint8Array(0));
  return { header: empty.subarray(0, empty.length - NONCE - 16), fileKey };
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new Fault('invalid', `"${recipient}" is no recipient of age.`, {
      cause,
      advice: 'Give the public key, which begins with age1: "age-keygen" shows it.',
    });
  }
}
