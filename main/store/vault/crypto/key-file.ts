/** Key files: the master keys of a vault, sealed under a password, with all that is needed to try one. restic reads and writes the same. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Fault, isFault } from '../../../base/fault.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { SALT_BYTES, scryptProblem, userKeys, type ScryptParams } from './kdf.ts';
import { ENCRYPT_BYTES, isAllZero, MAC_BYTES, type MasterKeys } from './keys.ts';
import { OVERHEAD, Sealer } from './seal.ts';

/** Who made a key and when: shown in the list of keys, of no meaning for opening it. */
export interface KeyLabel {
  hostname: string;
  username: string;
  /** RFC 3339. */
  created: string;
}

/** base64 with padding, as bytes. */
const Bytes = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is no base64').transform((text) => Buffer.from(text, 'base64'));
const exactly = (count: number) => Bytes.refine((bytes) => bytes.length === count, `is not ${count} bytes long`);

const KeyFile = z.object({
  created: z.string().default(''),
  username: z.string().default(''),
  hostname: z.string().default(''),
  kdf: z.string(),
  N: z.number(),
  r: z.number(),
  p: z.number(),
  salt: exactly(SALT_BYTES),
  data: Bytes.refine((bytes) => bytes.length > OVERHEAD, 'is too short'),
});
export type KeyFile = z.infer<typeof KeyFile>;

const Wrapped = z.object({
  mac: z.object({ k: exactly(MAC_BYTES), r: exactly(MAC_BYTES) }),
  encrypt: exactly(ENCRYPT_BYTES),
});

const damaged = (what: string, reason: string, cause?: unknown): Fault =>
  new Fault('damaged', `${what} of the vault cannot be used: ${reason}.`, {
    cause,
    advice: 'Another key file or a copy of this one opens the vault; restore the folder "keys" from a copy if you have one.',
  });

/** Reads JSON of a given form; never quotes the input, which may hold keys. */
function parse<T>(what: string, json: string | Uint8Array, form: z.ZodType<T>): T {
  const text = typeof json === 'string' ? json : Buffer.from(json).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The cause is left out on purpose: its message quotes what it read.
    throw damaged(what, 'it is no JSON');
  }
  const result = form.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw damaged(what, `"${issue?.path.join('.') ?? ''}" is missing or wrong (${issue?.message ?? ''})`);
}

/** The file's fields, checked, before any password is tried: who made it, and what trying costs. Throws a Fault `damaged` or `unsupported`. */
export function readKeyFile(json: string | Uint8Array): KeyFile {
  const file = parse('A key file', json, KeyFile);
  if (file.kdf !== 'scrypt') throw new Fault('unsupported', `A key file of the vault uses "${file.kdf.slice(0, 40)}" where only scrypt is known.`);
  const problem = scryptProblem(file);
  if (problem !== null) throw damaged('A key file', problem);
  return file;
}

/** Wraps the master keys under a password. Returns the JSON to be stored under its own SHA-256. */
export async function createKeyFile(password: string, keys: MasterKeys, { hostname, username, created, params }: KeyLabel & { params: ScryptParams }): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const wrapped = JSON.stringify({ mac: { k: base64(keys.macK), r: base64(keys.macR) }, encrypt: base64(keys.encrypt) });
  const data = new Sealer(await userKeys(password, salt, params), threadKernel()).sealed(Buffer.from(wrapped));
  const { N, r, p } = params;
  return JSON.stringify({ created, username, hostname, kdf: 'scrypt', N, r, p, salt: base64(salt), data: base64(data) });
}

/** The master keys, or null if the password is not this key's. A file that no password can open is a Fault `damaged`. */
export async function openKeyFile(json: string | Uint8Array, password: string): Promise<MasterKeys | null> {
  const file = readKeyFile(json);
  const sealer = new Sealer(await userKeys(password, file.salt, file), threadKernel());
  let wrapped: Uint8Array;
  try {
    wrapped = sealer.open(file.data);
  } catch (error) {
    // The tag is the only check there is: damage to the sealed bytes cannot be told from a wrong password.
    if (isFault(error, 'damaged')) return null;
    throw error;
  }
  const { mac, encrypt } = parse('The content of a key file', wrapped, Wrapped);
  if ([encrypt, mac.k, mac.r].some(isAllZero)) throw damaged('The content of a key file', 'a key in it is all zero');
  return { encrypt: new Uint8Array(encrypt), macK: new Uint8Array(mac.k), macR: new Uint8Array(mac.r) };
}
