/** Passwords: made, and read from where the user keeps them. The order and the readings are restic's, with our variables before its. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Call } from '../base/call.ts';
import type { Env } from '../base/env.ts';
import { Fault, toFault } from '../base/fault.ts';
import { runCommand } from '../base/process/run.ts';
import { splitCommand } from './split-command.ts';

/** Crockford's alphabet: no letters that are taken for digits. 32 letters, so a byte's low bits pick one without bias. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;

/** 130 random bits as 26 characters in groups of four, easy to write down and to read out. */
export function generatePassword(): string {
  const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte & 31)).join('');
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/** What the environment says about passwords; null is not set. */
export type PasswordEnv = Pick<Env, 'password' | 'passwordFile' | 'passwordCommand'> & { readonly restic: Pick<Env['restic'], 'password' | 'passwordFile' | 'passwordCommand'> };

export interface PasswordSources {
  /** --password-file */
  passwordFile?: string | undefined;
  /** --password-command */
  passwordCommand?: string | undefined;
  env?: PasswordEnv;
}

export interface FoundPassword {
  password: string;
  /** The option or variable it came from, for messages. */
  from: string;
}

/** One place a password may be named in. */
interface Place {
  from: string;
  value: string | null | undefined;
  read: (value: string, from: string, call: Pick<Call, 'signal'>) => Promise<string>;
}

/**
 * The password from the first source that is given; null when none is.
 * @throws Fault `invalid` when a file and a command are given on the same footing, when the password is empty or not text, or when the
 * command fails; `missing` or `denied` when the file or program cannot be used.
 */
export async function readPasswordSources(sources: PasswordSources, call: Pick<Call, 'signal'>): Promise<FoundPassword | null> {
  call.signal.throwIfAborted();
  const given = levels(sources).map((level) => level.filter(({ value }) => Boolean(value))).find((level) => level.length > 0);
  if (given === undefined) return null;
  const [{ from, value, read }, other] = given as [Place, Place?];
  if (other !== undefined) {
    throw new Fault('invalid', `Both ${from} and ${other.from} are given; only one of them can name the password.`, { advice: `Leave out ${from} or ${other.from}.` });
  }
  const password = await read(value ?? '', from, call);
  if (password === '') throw new Fault('invalid', `The password from ${from} is empty.`, { context: { from }, advice: 'Put the password there; an empty one protects nothing.' });
  return { password, from };
}

/** The first level where anything is given decides; two given on one level contradict each other. */
function levels({ passwordFile, passwordCommand, env }: PasswordSources): Place[][] {
  const file = (from: string, value: string | null | undefined): Place => ({ from, value, read: readPasswordFile });
  const command = (from: string, value: string | null | undefined): Place => ({ from, value, read: askCommand });
  const plain = (from: string, value: string | null | undefined): Place => ({ from, value, read: async (password) => password });
  return [
    [file('--password-file', passwordFile), command('--password-command', passwordCommand)],
    [plain('HOLDFAST_PASSWORD', env?.password)],
    [file('HOLDFAST_PASSWORD_FILE', env?.passwordFile), command('HOLDFAST_PASSWORD_COMMAND', env?.passwordCommand)],
    [file('RESTIC_PASSWORD_FILE', env?.restic.passwordFile), command('RESTIC_PASSWORD_COMMAND', env?.restic.passwordCommand)],
    [plain('RESTIC_PASSWORD', env?.restic.password)],
  ];
}

/**
 * The text of a password file: byte-order mark understood (UTF-8, UTF-16), white space around it taken off.
 * @param from the option or variable that named it.
 */
export async function readPasswordFile(path: string, from: string, { signal }: Pick<Call, 'signal'>): Promise<string> {
  try {
    return asText(await readFile(path, { signal }), from);
  } catch (error) {
    signal.throwIfAborted();
    throw toFault(error, `The password file ${path} (${from}) cannot be read`, { path, from });
  }
}

/** Its messages and questions go to the terminal as they are. */
async function askCommand(line: string, from: string, { signal }: Pick<Call, 'signal'>): Promise<string> {
  const { stdout } = await runCommand(splitCommand(line), { signal, stderr: 'inherit', maxOutput: 64 * 1024 });
  return asText(stdout, from);
}

function asText(bytes: Uint8Array, from: string): string {
  const mark = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes).replaceAll(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
  } catch {
    // The decoder's error says no more, and must not quote the password.
    throw new Fault('invalid', `The password from ${from} is not text in UTF-8.`, { context: { from }, advice: 'Save it as plain text in UTF-8.' });
  }
}
