/** Shows an address or a folder on this machine's screen, by the platform's own opener. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Desktop } from '../api/context.ts';
import type { Env } from '../base/env.ts';
import { Fault, toFault } from '../base/fault.ts';
import { isLinux, isMac, isWindows } from '../base/platform.ts';

/** Milliseconds after which an opener that still runs counts as having worked: some stay as long as what they opened. */
const PATIENCE_MS = 5000;

export const hasScreen = (env: Env): boolean => !isLinux || env.display;

/**
 * Opens it with whatever this user's system opens such things with.
 * @throws Fault `unsupported` when there is no opener, or it says that it failed.
 */
export async function openOnScreen(target: string): Promise<void> {
  await run(openerOf(target), 'It cannot be opened here');
}

/**
 * Opens an address in the browser, on a Mac without naming it in an argument list, which every user can read there.
 * @throws Fault `unsupported` like `openOnScreen`.
 */
export async function openAddress(url: string): Promise<void> {
  if (isMac) return run(['osascript', ['-']], 'It cannot be opened here', `open location "${url.replaceAll(/["\\]/g, encodeURIComponent)}"\n`);
  await openOnScreen(url);
}

/** What the web host can do for a person who sits at the machine it runs on. Dialogs are not among it: a browser cannot show the system's. */
export const screenOf = (env: Env): Desktop => (hasScreen(env) ? { reveal } : {});

async function reveal(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw toFault(error, `${path} cannot be shown`);
  });
  if (isMac) return run(['open', ['-R', '--', path]], 'The Finder cannot be opened');
  if (isWindows) return run(['explorer.exe', [`/select,${path}`]], 'The Explorer cannot be opened');
  await openOnScreen(found.isDirectory() ? path : dirname(path));
}

/** Never through a shell: an address may hold characters that mean something to one. */
function openerOf(target: string): readonly [program: string, args: readonly string[]] {
  if (isMac) return ['open', [target]];
  return isWindows ? ['rundll32.exe', ['url.dll,FileProtocolHandler', target]] : ['xdg-open', [target]];
}

/** @param input what the program reads. */
async function run([program, args]: readonly [string, readonly string[]], failed: string, input?: string): Promise<void> {
  const child = spawn(program, [...args], { stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'], detached: true });
  child.stdin?.on('error', () => undefined).end(input); // a program that reads nothing tells by how it ends
  child.unref();
  const advice = 'Open it by hand.';
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ([code]) => code as number | null,
    (error: unknown) => {
      if (error instanceof Error && error.name === 'AbortError') return 0;
      throw new Fault('unsupported', `${failed}: ${program} could not be started.`, { advice, cause: error });
    },
  );
  const code = await ended;
  if (code !== 0 && !isWindows) throw new Fault('unsupported', `${failed}: ${program} ended with ${code ?? 'a signal'}.`, { advice }); // the Explorer ends with 1 when all is well
}
