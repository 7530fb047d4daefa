/** A password that is about to be set: from a file, or typed twice. */
import { readFileSync } from 'node:fs';
import { Fault, toFault } from '../base/fault.ts';
import type { Cli } from './cli.ts';

/** @throws Fault `invalid` when there is neither a file nor anybody to ask, or when the two differ. */
export async function newPassword(cli: Cli, file: string | undefined): Promise<string> {
  const password = file === undefined ? await askTwice(cli) : firstLine(cli.path(file));
  if (password === '') throw new Fault('invalid', 'The new password is empty.', { advice: 'Choose one with at least a few words.' });
  return password;
}

function firstLine(path: string): string {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .replace(/\r?\n[\s\S]*$/, '');
  } catch (error) {
    throw toFault(error, `Cannot read the new password from ${path}`, { path });
  }
}

async function askTwice(cli: Cli): Promise<string> {
  if (!cli.interactive)
    throw new Fault('invalid', 'The new password is not known, and nobody is here to type it.', {
      advice: 'Put it into a file and add --new-password-file FILE.',
    });
  const password = await cli.ask('New password:', { secret: true });
  if ((await cli.ask('Once more:', { secret: true })) === password) return password;
  throw new Fault('invalid', 'The two passwords are not the same.', { advice: 'Run it again and type the same one twice. Nothing was changed.' });
}
