/** `holdfast serve`: the window in a browser, until somebody ends it. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import about from '../../../package.json' with { type: 'json' };
import type { RunKind } from '../../../preload/contract/run.ts';
import type { Api } from '../../api/open.ts';
import { Fault, toFault } from '../../base/fault.ts';
import { stayLean } from '../../base/memory.ts';
import type { WebHost } from '../../serve/web-host.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

interface Options {
  host: string;
  port: string;
  open?: boolean;
}

/** Milliseconds between two looks at whether the last run has ended. */
const LOOK_EVERY = 100;

const DOING = {
  backup: 'Backing up',
  restore: 'Restoring',
  check: 'Checking',
  repair: 'Repairing',
  forget: 'Forgetting snapshots',
  prune: 'Freeing space',
  copy: 'Copying',
  transfer: 'Transferring',
  merge: 'Merging archives',
  tag: 'Changing tags',
  unlock: 'Unlocking',
  init: 'Making a destination',
  key: 'Changing keys',
} as const satisfies Record<RunKind, string>;

export const serve = defineCommand<[], Options>({
  description:
    'Shows the window in a browser. It prints an address with a one-time token, which lets one browser in; everybody else is refused. ' +
    'It answers this machine only, unless --host says otherwise. Ctrl-C ends it, after what is running.',
  options: (command) =>
    void command
      .option('--host <address>', 'address of this machine to listen on', '127.0.0.1')
      .option('--port <n>', 'port to listen on; 0: any free one', '0')
      .option('--open', 'open it in the browser'),
  examples: [
    ['serve --open', 'open the window in the browser'],
    ['serve --port 8080', 'always under the same port'],
    ['serve --json', 'for programs: the address as {"url": …}'],
  ],
  async run(cli, _, { host, port, open = false }) {
    const [{ router }, { openWebHost }, { screenOf }] = await Promise.all([
      import('../../api/open.ts'),
      import('../../serve/web-host.ts'),
      import('../../serve/show-on-screen.ts'),
    ]);
    stayLean();
    const wanted = { host, port: parsePort(port) };
    const api = await cli.api({ host: 'serve', desktop: screenOf(cli.host.env), versions: { holdfast: about.version, node: process.versions.node } });
    const web = await openWebHost({ router, context: api.services, servedFile: api.servedFile, ...wanted, clock: cli.host.clock, onError: (error) => tellError(cli, error) });
    api.watchDrives();
    try {
      await announce(cli, web, open);
      return await untilEnded(cli, api);
    } finally {
      await web.close();
    }
  },
});

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port <= 65_535) return port;
  throw new Fault('invalid', `--port cannot be "${text}": it takes a number from 0 to 65535.`);
}

/** The address alone on stdout, so that programs can read it; what a person should know beside it. */
async function announce({ output, host: { env } }: Cli, web: WebHost, open: boolean): Promise<void> {
  const { isLoopback } = await import('../../serve/place.ts');
  const { url, place, hasWindow } = web;
  if (output.json) output.object({ url, host: place.host, port: place.port });
  else output.line(url);
  if (!hasWindow) output.note('The window has not been built: the address will say so. Run "npm run build" in the folder of Holdfast.');
  if (!isLoopback(place.host)) output.note(`Others on the network can reach ${place.origin}, and read along: the connection is not encrypted. 127.0.0.1 is safe.`);
  if (!output.quiet && !output.json) output.note('The address is good for one browser. Ctrl-C ends this.');
  if (!open) return;
  const { hasScreen, openAddress } = await import('../../serve/show-on-screen.ts');
  const failure = hasScreen(env) ? await openAddress(web.urlToOpen).then(() => null, (error: unknown) => toFault(error, 'The browser cannot be opened')) : new Fault('unsupported', 'There is no screen here to open a browser on.');
  if (failure !== null) output.note(`${failure.message} Open the address above in a browser.`);
}

/** What nobody foresaw, in a line; the stack only for those who asked for it. */
function tellError({ output, options: { debug } }: Cli, error: unknown): void {
  output.note(`holdfast: ${toFault(error, 'A request could not be answered').message}`);
  if (debug === true && error instanceof Error) output.note(error.stack);
}

/** The first Ctrl-C lets what is running end, the second cancels it. */
async function untilEnded(cli: Cli, api: Api): Promise<ExitCode> {
  const { interrupts, output } = cli;
  if (!interrupts.signal.aborted) await once(interrupts.signal, 'abort');
  if (!api.busy()) return EXIT.ok;
  const impatient = new AbortController();
  interrupts.onSecond(() => impatient.abort());
  output.note(`${await whatRuns(api)}; ends when it is done. Ctrl-C again cancels it.`);
  while (api.busy() && !impatient.signal.aborted) await sleep(LOOK_EVERY, undefined, { signal: impatient.signal }).catch(() => undefined); // cut short by the second Ctrl-C, which the loop looks at
  if (!impatient.signal.aborted) return EXIT.ok;
  output.note('Stopping: what is stored already is kept. Once more to leave at once.');
  return EXIT.cancelled;
}

async function whatRuns({ client }: Api): Promise<string> {
  const { runs } = await client.run.list({ limit: 50 });
  const kinds = new Set(runs.filter(({ state }) => state !== 'ended').map(({ kind }) => DOING[kind]));
  return kinds.size === 1 ? [...kinds].join() : 'Several things are going on';
}
