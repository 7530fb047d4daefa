/** The browser of one launched app, started with its first page, and the pages of all its windows. */
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Channel } from './channel.ts';
import { PageHost, type Load } from './page-host.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** Electron's MessagePorts have the event `close`, which Chromium keeps behind a switch. Root has no sandbox to offer. */
const MANNER = ['--no-sandbox', '--no-proxy-server', '--enable-blink-features=MessagePortCloseEvent'];
/** Electron's names, and Playwright's for the same. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  geolocation: 'geolocation', notifications: 'notifications', media: 'camera', midi: 'midi', 'clipboard-read': 'clipboard-read', 'clipboard-sanitized-write': 'clipboard-write',
  'storage-access': 'storage-access', 'local-fonts': 'local-fonts',
};

export class PageHosts {
  readonly #app: Channel;
  readonly #options: BrowserContextOptions;
  readonly #server = Promise.withResolvers<number>();
  readonly #hosts = new Map<number, PageHost>();
  readonly #waiting: ((page: Page) => void)[] = [];
  #started: Promise<[Browser, BrowserContext]> | null = null;

  constructor(app: Channel, options: BrowserContextOptions) {
    [this.#app, this.#options] = [app, options];
    app.on<number>('server', (port) => this.#server.resolve(port));
    app.on<Load>('page.load', (load) => this.#load(load));
    app.on<{ id: number }>('page.close', async ({ id }) => this.#take(id)?.close());
    app.on<{ id: number; channel: string; args: unknown[]; ports: string[] }>('page.message', ({ id, channel, args, ports }) => this.#hosts.get(id)?.message(channel, args, ports));
    app.on<{ id: string; data: unknown }>('port.message', ({ id, data }) => void this.#all.some((host) => host.port(id, data)));
    app.on<{ id: string }>('port.close', ({ id }) => void this.#all.some((host) => host.closePort(id)));
  }

  /** Of the first window; undefined: there is none. */
  get page(): Page | undefined {
    return this.#all[0]?.page;
  }

  /** The next page that is shown: of a new window, or in place of one that crashed. */
  next(): Promise<Page> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  crash(): void {
    this.#all[0]?.crash();
  }

  async close(): Promise<void> {
    const [browser] = (await this.#started?.catch(() => null)) ?? [];
    await browser?.close();
  }

  get #all(): PageHost[] {
    return [...this.#hosts.values()];
  }

  #take(id: number): PageHost | undefined {
    const host = this.#hosts.get(id);
    this.#hosts.delete(id);
    return host;
  }

  /** A page that crashed cannot be used again: another one takes its place. */
  async #load(load: Load): Promise<void> {
    const [, context] = await (this.#started ??= this.#start(new URL(load.url).origin));
    const old = this.#hosts.get(load.id);
    const host = old !== undefined && !this.#crashed.has(old.page) ? old : await PageHost.open(context, this.#app, load, this.#options.viewport !== undefined);
    if (host !== old) {
      host.page.once('crash', () => this.#crashed.add(host.page));
      this.#hosts.set(load.id, host);
      await old?.close().catch(() => undefined); // it had crashed
    }
    await host.load(load.url);
    if (host !== old) for (const resolve of this.#waiting.splice(0)) resolve(host.page);
  }

  readonly #crashed = new WeakSet<Page>();

  async #start(origin: string): Promise<[Browser, BrowserContext]> {
    const { hostname } = new URL(origin);
    const browser = await chromium.launch({
      executablePath: CHROMIUM, headless: true,
      args: [...MANNER, `--host-resolver-rules=MAP ${hostname}:80 127.0.0.1:${await this.#server.promise}`],
    });
    const context = await browser.newContext({ ...this.#options });
    const names = await Promise.all(Object.keys(PERMISSIONS).map(async (permission) => ((await this.#app.call<boolean>('permits', { permission, url: 'app://holdfast/' })) ? PERMISSIONS[permission]! : null)));
    await context.grantPermissions(names.filter((name) => name !== null), { origin }); // refuses all others
    return [browser, context];
  }
}
