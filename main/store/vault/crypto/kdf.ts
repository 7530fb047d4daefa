/** From a password to the keys that wrap the master keys: scrypt, with the costs restic chooses. */
import { scrypt } from 'node:crypto';
import type { ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../../../base/clock.ts';
import { Fault } from '../../../base/fault.ts';
import { KEY_BYTES, splitKeys, type MasterKeys } from './keys.ts';

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

const derive = promisify<Buffer, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/** The password is taken as UTF-8. Takes some tenths of a second, as the parameters ask, in a thread of its own. Bad parameters are a Fault `invalid`. */
export async function userKeys(password: string, salt: Uint8Array, params: ScryptParams): Promise<MasterKeys> {
  const problem = scryptProblem(params);
  if (problem !== null) throw new Fault('invalid', `The password cannot be turned into a key: ${problem}.`);
  const { N, r, p } = params;
  // What OpenSSL adds up before it agrees, and a little more for other libraries.
  const maxmem = 128 * r * (N + p + 2) + MIB;
  return splitKeys(await derive(Buffer.from(password, 'utf8'), salt, KEY_BYTES, { N, r, p, maxmem }));
}

export interface Budget {
  /** Milliseconds an attempt may take. */
  readonly milliseconds: number;
  /** Bytes of memory it may take. */
  readonly bytes: number;
}

/** restic's limits for new keys. */
export const KEY_BUDGET: Budget = { milliseconds: 500, bytes: 60 * MIB };
const BLOCK_FACTOR = 8;
/** However slow the machine: the password is guessed on a faster one. */
const LEAST_N = 16384;

/**
 * The costliest parameters within the budget: as much memory as allowed, less if that alone is too slow, then repetitions.
 * @param timeOf milliseconds that one derivation takes here: `scryptTimer`.
 */
export async function calibrate(timeOf: (params: ScryptParams) => Promise<number>, budget: Budget = KEY_BUDGET): Promise<ScryptParams> {
  let N = LEAST_N;
  while (128 * BLOCK_FACTOR * N * 2 < budget.bytes) N *= 2;
  let time = await timeOf({ N, r: BLOCK_FACTOR, p: 1 });
  while (time > budget.milliseconds && N > LEAST_N) {
    N /= 2;
    time = await timeOf({ N, r: BLOCK_FACTOR, p: 1 });
  }
  const fitting = Math.floor(budget.milliseconds / Math.max(time, 1));
  const most = Math.floor(WORK_LIMIT / (128 * BLOCK_FACTOR * N));
  return { N, r: BLOCK_FACTOR, p: Math.min(Math.max(fitting, 1), most) };
}

/** Measures on this machine. */
export const scryptTimer = (clock: Clock) => async (params: ScryptParams): Promise<number> => {
  const start = clock.monotonic();
  await userKeys('', new Uint8Array(SALT_BYTES), params);
  return clock.monotonic() - start;
};
