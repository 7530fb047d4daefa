/** Reads what is encrypted in the age format, any part of it without the rest. */
import type { Call } from '../../../../base/call.ts';
import { Fault, isFault } from '../../../../base/fault.ts';
import type { ClosableSource } from '../bytes/file-source.ts';
import type { ByteSource } from '../container.ts';
import { age } from './library.ts';
import { passphraseIdentity } from './passphrase.ts';
import { CHUNK, chunkCipher, NONCE, payloadKey, plainSize, SEALED_CHUNK } from './payload.ts';

const MAGIC = 'age-encryption.org/v1\n';
const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';
/** Longest header that is believed. */
const MOST_HEADER = 1 << 20;
const IDENTITY = /^AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]+$/;

/** Whether a file that begins so is encrypted. */
export const isAge = (head: Uint8Array): boolean => startsWith(head, MAGIC) || startsWith(head, ARMOR);

const startsWith = (head: Uint8Array, text: string): boolean => Buffer.from(head.subarray(0, text.length)).toString('latin1') === text;

export class AgeSource implements ClosableSource {
  readonly size: number;
  readonly #source: ClosableSource;
  readonly #key: Uint8Array;
  /** Of the first chunk. */
  readonly #start: number;

  private constructor(source: ClosableSource, key: Uint8Array, start: number, size: number) {
    this.#source = source;
    this.#key = key;
    this.#start = start;
    this.size = size;
  }

  /**
   * Looks at the end, too: one that was cut off is found before anything of it is used.
   * @param secret passphrase, or identities (AGE-SECRET-KEY-1…), one a line, comments allowed. @throws Fault `wrong-password`, `damaged`, `unsupported`.
   */
  static async open(source: ClosableSource, secret: string, call: Pick<Call, 'signal'>): Promise<AgeSource> {
    const header = await readHeader(source, call);
    const fileKey = await unwrap(header, secret);
    const nonce = await all(source, header.length, header.length + NONCE, call);
    const start = header.length + NONCE;
    const size = plainSize(source.size - start);
    if (size === null) throw cutOff();
    const opened = new AgeSource(source, payloadKey(fileKey, nonce), start, size);
    for await (const _last of opened.read(Math.max(0, size - 1), size, call));
    if (size === 0) opened.#open(await all(source, start, source.size, call), 0);
    return opened;
  }

  async *read(start: number, end: number, call: Pick<Call, 'signal'>): AsyncGenerator<Uint8Array> {
    if (end > this.size) throw cutOff();
    if (start >= end) return;
    const first = Math.floor(start / CHUNK);
    const last = Math.floor((end - 1) / CHUNK);
    const from = this.#start + first * SEALED_CHUNK;
    const to = Math.min(this.#source.size, this.#start + (last + 1) * SEALED_CHUNK);
    let number = first;
    for await (const sealed of chunks(this.#source.read(from, to, call))) {
      const plain = this.#open(sealed, number);
      const at = number * CHUNK;
      yield plain.subarray(Math.max(0, start - at), Math.min(plain.length, end - at));
      number++;
    }
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  #open(sealed: Uint8Array, number: number): Uint8Array {
    const isLast = this.#start + (number + 1) * SEALED_CHUNK >= this.#source.size;
    const plain = chunkCipher.open(this.#key, number, isLast, sealed);
    if (plain !== null) return plain;
    throw isLast ? cutOff() : new Fault('damaged', `The encrypted archive is damaged in the 64 KiB from byte ${number * CHUNK} of its content.`);
  }
}

const cutOff = (): Fault => new Fault('damaged', 'The encrypted archive is damaged at its end: it was cut off, or changed.');

/** Pieces as they come, as whole chunks. */
async function* chunks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const part of bytes) {
    rest = rest.length === 0 ? Buffer.from(part.buffer as ArrayBuffer, part.byteOffset, part.length) : Buffer.concat([rest, part]);
    for (; rest.length >= SEALED_CHUNK; rest = rest.subarray(SEALED_CHUNK)) yield rest.subarray(0, SEALED_CHUNK);
  }
  if (rest.length > 0) yield rest;
}

async function all(source: ByteSource, start: number, end: number, call: Pick<Call, 'signal'>): Promise<Buffer> {
  if (end > source.size) throw cutOff();
  const parts: Uint8Array[] = [];
  for await (const bytes of source.read(start, end, call)) parts.push(bytes);
  return Buffer.concat(parts);
}

/** Up to and with the line of the checksum. */
async function readHeader(source: ByteSource, call: Pick<Call, 'signal'>): Promise<Buffer> {
  let head = await all(source, 0, Math.min(source.size, 4096), call);
  if (startsWith(head, ARMOR)) {
    throw new Fault('unsupported', 'The archive is an age file in text form (armor), which is not read here.', {
      advice: 'Decrypt it first ("age -d FILE > ARCHIVE"), or write it without armor.',
    });
  }
  if (!startsWith(head, MAGIC)) throw new Fault('damaged', 'The archive is no age file: it begins otherwise.');
  for (let most = 4096; ; most *= 16) {
    const line = head.indexOf('\n--- ');
    const end = line < 0 ? -1 : head.indexOf('\n', line + 1);
    if (end >= 0) return head.subarray(0, end + 1);
    if (head.length === source.size || most > MOST_HEADER)
      throw new Fault('damaged', 'The header of the encrypted archive has no end: it was cut off, or changed.');
    head = await all(source, 0, Math.min(source.size, most * 16), call);
  }
}

async function unwrap(header: Buffer, secret: string): Promise<Uint8Array> {
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  const lines = secret.split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => IDENTITY.test(line));
  const isPassphrase = identities.length === 0;
  try {
    if (isPassphrase) decrypter.addIdentity(passphraseIdentity(secret));
    for (const identity of identities) decrypter.addIdentity(identity);
    return await decrypter.decryptHeader(new Uint8Array(header));
  } catch (error) {
    if (isFault(error)) throw error;
    if (!(error instanceof Error && error.message.startsWith('no identity'))) {
      throw new Fault('damaged', 'The header of the encrypted archive is damaged.', { cause: error });
    }
    throw new Fault('wrong-password', isPassphrase ? wrongPassphrase(header) : 'The archive is not encrypted for the given identity.', {
      cause: error,
    });
  }
}

const wrongPassphrase = (header: Buffer): string =>
  header.includes('\n-> scrypt ')
    ? 'The passphrase of the encrypted archive is wrong.'
    : 'The archive is encrypted for recipients: its secret key (AGE-SECRET-KEY-1…) is needed, not a passphrase.';
