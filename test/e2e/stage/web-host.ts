/** `holdfast serve` of a desk: the address it prints, and its end. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../main/cli/holdfast.js', import.meta.url));

/** Milliseconds. */
const IMPATIENT_AFTER = 3000;

export interface WebHost {
  /** With its one-time token. */
  url: string;
  /** Ends as Ctrl-C would. */
  stop(): Promise<void>;
  /** Ends as a crash would. */
  kill(): Promise<void>;
}

/** @param uid runs it as this user, who may read only what everybody may. Needs root. */
export async function startWebHost(env: Readonly<Record<string, string>>, cwd: string, uid?: number): Promise<WebHost> {
  const child = spawn(process.execPath, [COMMAND, 'serve'], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], ...(uid === undefined ? {} : { uid, gid: uid }) });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const over = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const first = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const url = await Promise.race([first, over.then(() => Promise.reject(new Error(`serve ended at once: ${said}`)))]);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    const again = setInterval(() => child.kill(signal), IMPATIENT_AFTER); // the first Ctrl-C waits for what is running, the next ones do not
    await over.finally(() => clearInterval(again));
  };
  return { url, stop: () => end('SIGINT'), kill: () => end('SIGKILL') };
}
