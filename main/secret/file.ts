/** Secrets in an encrypted file, for machines without a keyring. As safe as the key file beside it: mode 0600, owner only. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { exclusively } from '../base/exclusive.ts';
import { Fault, toFault } from '../base/fault.ts';
import { writeWhole } from '../base/write-whole.ts';
import type { SecretStore } from './secret.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

const Sealed = z.strictObject({ version: z.literal(1), cipher: z.literal(CIPHER), nonce: z.base64(), tag: z.base64(), data: z.base64() });
const Secrets = z.record(z.string(), z.string());
type Secrets = z.infer<typeof Secrets>;

export class FileSecretStore implements SecretStore {
  readonly kind = 'file';
  /** The sealed secrets, and the key that opens them. */
  readonly path: string;
  readonly keyPath: string;
  readonly #lock: string;

  /** @param home the state folder; made when the first secret is kept. */
  constructor(home: string) {
    this.path = join(home, 'secrets.json');
    this.keyPath = join(home, 'secret.key');
    this.#lock = join(home, 'secrets.lock');
  }

  /** @throws Fault `denied` when others can read the key file, `damaged` when the file cannot be opened with it, `newer`. */
  async get(name: string): Promise<string | null> {
    const secrets = this.#read();
    return Object.hasOwn(secrets, name) ? secrets[name] ?? null : null;
  }

  async set(name: string, secret: string): Promise<void> {
    exclusively(this.#lock, () => this.#write({ ...this.#read(), [name]: secret }));
  }

  async delete(name: string): Promise<boolean> {
    if (!existsSync(this.path)) return false;
    return exclusively(this.#lock, () => {
      const { [name]: secret, ...rest } = this.#read();
      if (secret !== undefined) this.#write(rest);
      return secret !== undefined;
    });
  }

  #read(): Secrets {
    const text = textOf(this.path);
    return text === null ? {} : unseal(text, this.#key(), this);
  }

  #write(secrets: Secrets): void {
    if (!existsSync(this.keyPath) && !existsSync(this.path)) writeWhole(this.keyPath, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
    writeWhole(this.path, seal(secrets, this.#key()));
  }

  #key(): Buffer {
    const text = textOf(this.keyPath);
    if (text === null) {
      throw new Fault('missing', `The key file ${this.keyPath} is gone; without it the secrets in ${this.path} cannot be read.`, {
        context: { path: this.keyPath }, advice: `Put the key file back, or delete ${this.path} and give the passwords again.`,
      });
    }
    refuseReadable(this.keyPath);
    const key = Buffer.from(text.trim(), 'base64');
    if (key.length !== KEY_BYTES) throw damaged(this.keyPath, 'it does not hold a key', this);
    return key;
  }
}

/** A key others can read protects nothing; Windows has no such mode bits. */
function refuseReadable(path: string): void {
  if (process.platform === 'win32') return;
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new Fault('denied', `The key file ${path} can be read by other users (mode ${mode.toString(8)}), so it is not used.`, {
    context: { path, mode: mode.toString(8) }, advice: `Run "chmod 600 ${path}"; if others may have read it, change the passwords too.`,
  });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const fault = toFault(error, `${path} cannot be read`, { path });
    if (fault.kind === 'missing') return null;
    throw fault;
  }
}

function seal(secrets: Secrets, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const data = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]).toString('base64');
  const sealed: z.infer<typeof Sealed> = { version: 1, cipher: CIPHER, nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data };
  return `${JSON.stringify(sealed, null, 2)}\n`;
}

function unseal(text: string, key: Buffer, store: FileSecretStore): Secrets {
  const { nonce, tag, data } = sealedIn(text, store);
  try {
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64'), { authTagLength: 16 }).setAuthTag(Buffer.from(tag, 'base64'));
    return Secrets.parse(JSON.parse(Buffer.concat([decipher.update(data, 'base64'), decipher.final()]).toString('utf8')));
  } catch {
    throw damaged(store.path, `it does not open with the key in ${store.keyPath}`, store); // the cause could quote a secret
  }
}

function sealedIn(text: string, store: FileSecretStore): z.infer<typeof Sealed> {
  const document = parsed(text);
  if (typeof document === 'object' && document !== null && 'version' in document && typeof document.version === 'number' && document.version > 1) {
    throw new Fault('newer', `The secret file ${store.path} has version ${document.version}; this Holdfast knows version 1.`, { context: { path: store.path } });
  }
  const sealed = Sealed.safeParse(document);
  if (!sealed.success) throw damaged(store.path, 'it is not a secret file', store);
  return sealed.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no secret file either way; the caller says so
  }
}

function damaged(path: string, reason: string, { path: secrets, keyPath }: FileSecretStore): Fault {
  return new Fault('damaged', `${path} cannot be used: ${reason}. It was left as it is.`, {
    context: { path }, advice: `Put back ${secrets} and ${keyPath} from the same time, or delete both and give the passwords again.`,
  });
}
