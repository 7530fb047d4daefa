/** The window's own client, put into a page whose scripts were kept away, so that a test speaks to the engine through exactly what the page has. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';

const ENTRY = 'probe-entry';
const CLIENT = fileURLToPath(new URL('../../../../renderer/client.ts', import.meta.url));
/** `probe.client`; `probe.states` has every state the connection went through, `probe.until(state, times)` waits for one. */
const CODE = `import { client, connect, connection } from ${JSON.stringify(CLIENT)};
const states = [connection.state];
connection.subscribe(() => states.push(connection.state));
const until = (state, times = 1) => new Promise((resolve) => {
  const look = () => { if (states.filter((each) => each === state).length >= times) resolve(state); };
  connection.subscribe(look);
  look();
});
globalThis.probe = { client, states, until };
connect();`;

let bundle: Promise<string> | null = null;

async function bundled(): Promise<string> {
  const built = (await build({
    configFile: false, logLevel: 'silent', publicDir: false,
    plugins: [{ name: 'probe', resolveId: (id) => (id.endsWith(ENTRY) ? ENTRY : null), load: (id) => (id === ENTRY ? CODE : null) }],
    build: { write: false, target: 'chrome140', lib: { entry: ENTRY, formats: ['iife'], name: 'unused', fileName: 'probe' } },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}

/** The page without its scripts: what the host gives it is all as it is. */
export async function still(page: Page): Promise<void> {
  await page.route('**/*.js', (route) => route.abort());
  await page.reload({ waitUntil: 'domcontentloaded' });
}

/** To be called again after the page was loaded again. */
export async function putProbe(page: Page): Promise<void> {
  await page.evaluate(`${await (bundle ??= bundled())};probe.until('open')`);
}

/** The value of an expression in the page. */
export const ask = <T>(page: Page, expression: string): Promise<T> => page.evaluate(`(async () => (${expression}))()`);
