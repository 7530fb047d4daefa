/** From a password to the keys that wrap the master keys: scrypt, with the costs restic chooses. */
import { scrypt } from 'node:crypto';
import type { ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { Fault } from '../../../base/fault.ts';
import { KEY_BYTES, splitKeys, type MasterKeys } from './keys.ts';
import { scryptHere } from './scrypt.ts';

export interface ScryptParams {
  /** Rounds of filling memory: a power of two above 1. Needs `128 * N * r` bytes. */
  readonly N: number;
  readonly r: number;
  /** Repetitions of the whole. */
  readonly p: number;
}

export const SALT_BYTES = 64;
const MIB = 1024 * 1024;
/** Beyond this a key file is taken for an attack or damage, not for caution: restic's own stay below 64 MiB. */
const MEMORY_LIMIT = 1024 * MIB;
/** Bytes mixed over all repetitions: half a minute or so. */
const WORK_LIMIT = 8 * 1024 * MIB;

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

/** What is wrong with the parameters, in words; null if nothing is. */
export function scryptProblem({ N, r, p }: ScryptParams): string | null {
  if (![N, r, p].every(isCount)) return 'N, r and p must be whole numbers above 0';
  if (N < 2 || !Number.isInteger(Math.log2(N))) return `N must be a power of two, not ${N}`;
  if (r * p >= 2 ** 30) return 'r times p must stay below 2^30';
  if (128 * N * r > MEMORY_LIMIT) return `N ${N} with r ${r} would take more than ${MEMORY_LIMIT / MIB} MiB of memory`;
  if (128 * N * r * p > WORK_LIMIT) return `N ${N}, r ${r} and p ${p} would take far too long`;
  return null;
}

/** More memory than this is OpenSSL's, in a thread of its own: this thread would be deaf for too long. */
const HERE = 64 * MIB;

const scryptAside = promisify<Buffer, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/** The password is taken as UTF-8. Takes some tenths of a second, as the parameters ask. Bad parameters are a Fault `invalid`. */
export async function userKeys(password: string, salt: Uint8Array, params: ScryptParams): Promise<MasterKeys> {
  const problem = scryptProblem(params);
  if (problem !== null) throw new Fault('invalid', `The password cannot be turned into a key: ${problem}.`);
  const secret = Buffer.from(password, 'utf8');
  const { N, r, p } = params;
  if (128 * N * r <= HERE) return splitKeys(await scryptHere(secret, salt, KEY_BYTES, params));
  const maxmem = 128 * r * (N + p + 2) + MIB; // what OpenSSL adds up before it agrees, and a little more for other libraries
  return splitKeys(await scryptAside(secret, salt, KEY_BYTES, { N, r, p, maxmem }));
}

/**
 * What a new key costs: the least that OWASP asks of scrypt with this much memory, the same on every machine however busy it is, because every command
 * pays it: about an eighth of a second.
 */
export const NEW_KEY: ScryptParams = { N: 32768, r: 8, p: 3 };
