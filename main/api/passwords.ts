/** Which passwords may open a vault, in the order they are tried. */
import type { Call } from '../base/call.ts';
import { readPasswordSources, type FoundPassword } from '../secret/password.ts';
import { parseAddress } from '../storage/address.ts';
import type { Storage } from '../storage/storage.ts';
import { isRepository } from '../store/vault/repository/open.ts';
import type { Context } from './context.ts';

/** Under which name the password of a vault is kept. */
export const secretName = (address: string): string => `vault ${address}`;

/**
 * What opened it last in this process, what the user gave (options, variables), then what is kept, then what the person at the terminal types.
 * @param current absent: this process has not opened it by a password of its own.
 */
export async function* candidates(context: Context, storage: Storage, call: Call, current?: string): AsyncGenerator<string> {
  if (current !== undefined) yield current;
  const given = await givenPassword(context, call);
  if (given !== null) yield given.password;
  const { otherPasswordFile: passwordFile, otherPasswordCommand: passwordCommand, ask } = context.options;
  const other = await readPasswordSources({ passwordFile, passwordCommand }, call);
  if (other !== null) {
    context.redactor.register(other.password);
    yield other.password;
  }
  for (const kept of await keptPasswords(context, storage.address)) {
    context.redactor.register(kept);
    if (kept !== given?.password) yield kept;
  }
  if (ask === undefined || given !== null || !(await isRepository(storage, call))) return;
  for (let tries = 0; tries < 3; tries++) yield ask(`Password of the vault at ${storage.address}: `, { secret: true });
}

/** A folder on a drive was perhaps used by its path before the drive was adopted. */
async function keptPasswords(context: Context, address: string): Promise<string[]> {
  const names = [address];
  const place = parseAddress(address, { cwd: context.options.cwd, home: '/' });
  if (place.kind === 'drive') {
    const { folder } = await context.drivePlaces.locate(place);
    if (folder !== null) names.push(folder);
  }
  const secrets = await context.secrets;
  const kept = await Promise.all(names.map((name) => secrets.get(secretName(name))));
  return kept.filter((password) => password !== null);
}

/** The password options and variables name; null when they name none. */
export async function givenPassword({ options, redactor }: Context, call: Pick<Call, 'signal'>): Promise<FoundPassword | null> {
  const { env, passwordFile, passwordCommand } = options;
  const given = await readPasswordSources({ passwordFile, passwordCommand, env }, call);
  if (given !== null) redactor.register(given.password);
  return given;
}

export async function rememberPassword(context: Context, address: string, password: string): Promise<void> {
  await (await context.secrets).set(secretName(address), password);
}
