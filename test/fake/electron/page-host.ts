/** One window's page in the launcher's browser: its preload in a world of its own, its messages, its navigation. */
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Channel } from './channel.ts';
import { BINDING, pack, unpack, WORLD, worldScript, type FromWorld, type ToWorld } from './preload-world.ts';

export interface Load {
  id: number;
  url: string;
  origin: string;
  size: { width: number; height: number };
  preload: string;
}

export class PageHost {
  readonly page: Page;
  readonly #id: number;
  readonly #app: Channel;
  readonly #cdp: CDPSession;
  /** Where the app's pages come from; requests to it are served, not asked about. */
  readonly #origin: string;
  /** Of the preload's world in the document that is shown. */
  #world: number | null = null;
  #mainFrame = '';
  readonly #ports = new Set<string>();
  /** The address the app itself asked for. */
  #expected: string | null = null;
  #painted = false;

  /** @param fixed the test has its own idea of the page's size. */
  static async open(context: BrowserContext, app: Channel, { id, url, size, preload }: Load, fixed: boolean): Promise<PageHost> {
    const page = await context.newPage();
    if (!fixed) await page.setViewportSize(size);
    const host = new PageHost(id, page, app, await context.newCDPSession(page), new URL(url).origin);
    await host.#prepare(preload);
    return host;
  }

  private constructor(id: number, page: Page, app: Channel, cdp: CDPSession, origin: string) {
    [this.#id, this.page, this.#app, this.#cdp, this.#origin] = [id, page, app, cdp, origin];
  }

  /** What the app asks for is never refused by its own handlers. */
  async load(url: string): Promise<void> {
    this.#expected = url;
    await this.page.goto(url, { waitUntil: 'domcontentloaded' });
    if (!this.#painted) this.#app.tell('page.painted', { id: this.#id });
    this.#painted = true;
  }

  /** Said to a page without a preload, or one that is gone, it is lost: as there. */
  message(channel: string, args: unknown[], ports: string[]): void {
    for (const port of ports) this.#ports.add(port);
    if (this.#world === null) this.#dropPorts();
    else this.#say({ type: 'message', channel, args, ports });
  }

  /** Whether the port is one of this page's. */
  port(id: string, data: unknown): boolean {
    if (!this.#ports.has(id)) return false;
    this.#say({ type: 'port', id, data: pack(data) });
    return true;
  }

  closePort(id: string): boolean {
    if (!this.#ports.delete(id)) return false;
    this.#say({ type: 'port-close', id });
    return true;
  }

  /** As if the system had killed it. */
  crash(): void {
    this.#cdp.send('Page.crash').catch(() => undefined); // nobody is left to answer
  }

  async close(): Promise<void> {
    this.#dropPorts();
    await this.page.close();
  }

  async #prepare(preload: string): Promise<void> {
    const { page } = this;
    const cdp = this.#cdp;
    cdp.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
      if (name === WORLD && (auxData as { frameId?: string } | undefined)?.frameId === this.#mainFrame) this.#world = id;
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#world) this.#dropPorts();
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) this.#hear(JSON.parse(payload) as FromWorld);
    });
    cdp.on('Fetch.requestPaused', (event) => void this.#judge(event));
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#app.tell('page.navigated', { id: this.#id, url: frame.url() });
    });
    page.on('popup', (popup) => void this.#popup(popup));
    page.on('crash', () => {
      this.#dropPorts();
      this.#app.tell('page.gone', { id: this.#id, reason: 'crashed', exitCode: 11 });
    });
    this.#mainFrame = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: worldScript(preload), worldName: WORLD });
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  }

  #hear(message: FromWorld): void {
    if (message.type === 'ipc') return this.#app.tell('ipc', { id: this.#id, ...message });
    if (message.type === 'port') return this.#app.tell('port.message', { id: message.id, data: unpack(message.data) });
    if (this.#ports.delete(message.id)) this.#app.tell('port.close', { id: message.id });
  }

  /** Calls reach the world in the order they are made; one that is gone hears nothing. */
  #say(message: ToWorld): void {
    if (this.#world === null) return;
    this.#cdp
      .send('Runtime.callFunctionOn', { executionContextId: this.#world, functionDeclaration: 'function (text) { fromStandIn(text); }', arguments: [{ value: JSON.stringify(message) }] })
      .catch(() => undefined); // the document went while it was on its way
  }

  #dropPorts(): void {
    this.#world = null;
    for (const id of this.#ports) this.#app.tell('port.close', { id });
    this.#ports.clear();
  }

  async #judge({ requestId, request: { url }, resourceType, frameId }: { requestId: string; request: { url: string }; resourceType: string; frameId: string }): Promise<void> {
    const allowed = await this.#mayGo(url, resourceType === 'Document', frameId === this.#mainFrame).catch(() => false);
    await (allowed ? this.#cdp.send('Fetch.continueRequest', { requestId }) : this.#cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })).catch(() => undefined); // the page may have gone meanwhile
  }

  async #mayGo(url: string, document: boolean, mainFrame: boolean): Promise<boolean> {
    if (document && mainFrame && url === this.#expected) {
      this.#expected = null;
      return true;
    }
    if (document && !(await this.#app.call<boolean>('page.may-navigate', { id: this.#id, url, mainFrame }))) return false;
    return url.startsWith(`${this.#origin}/`) || this.#app.call<boolean>('may-request', { url });
  }

  /** The browser opens it before anybody can be asked; one that may not be is closed at once. */
  async #popup(popup: Page): Promise<void> {
    const may = await this.#app.call<boolean>('page.may-open', { id: this.#id, url: popup.url() }).catch(() => false); // the app has ended
    if (!may) await popup.close().catch(() => undefined); // and so has the browser
  }
}
