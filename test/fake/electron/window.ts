/** `BrowserWindow` and its `webContents`: the window is state here, the page is one in the launcher's browser. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { fromBrowser, toBrowser } from './addresses.ts';
import { app, PreventableEvent } from './app.ts';
import { launcher, relay } from './launcher-line.ts';
import type { MessagePortMain } from './ports.ts';
import { scheme, session } from './session.ts';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}
interface Options extends Partial<Bounds> {
  show?: boolean;
  title?: string;
  backgroundColor?: string;
  webPreferences?: { preload?: string; sandbox?: boolean; contextIsolation?: boolean; nodeIntegration?: boolean };
}

const windows = new Map<number, BrowserWindow>();
let nextId = 1;

class WebContents extends EventEmitter {
  readonly id: number;
  readonly session = session.defaultSession;
  readonly #options: Options;
  #url = '';
  #openHandler: ((details: { url: string }) => { action: string }) | null = null;

  constructor(id: number, options: Options) {
    super();
    [this.id, this.#options] = [id, options];
  }

  getURL(): string {
    return this.#url;
  }

  get mainFrame(): { url: string; parent: null } {
    return { url: this.#url, parent: null };
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#openHandler = handler;
  }

  mayOpen(url: string): boolean {
    return this.#openHandler === null || this.#openHandler({ url }).action === 'allow';
  }

  async loadURL(url: string): Promise<void> {
    const { preload, sandbox, contextIsolation, nodeIntegration } = this.#options.webPreferences ?? {};
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false) throw new Error('The stand-in plays sandboxed, isolated pages without Node only.');
    this.#url = url;
    const { width = 800, height = 600 } = this.#options;
    await launcher.call('page.load', { id: this.id, url: toBrowser(url, scheme()), origin: scheme(), size: { width, height }, preload: preload === undefined ? '' : readFileSync(preload, 'utf8') });
  }

  reload(): void {
    void this.loadURL(this.#url);
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    launcher.tell('page.message', { id: this.id, channel, args: [message], ports: transfer.map((port) => relay.send(port)) });
  }

  send(channel: string, ...args: unknown[]): void {
    launcher.tell('page.message', { id: this.id, channel, args, ports: [] });
  }

  navigated(url: string): void {
    this.#url = url;
    this.emit('did-navigate', {}, url);
  }

  /** False: prevented. */
  mayNavigate(url: string, mainFrame: boolean): boolean {
    const prevented = (name: string): boolean => {
      const event = Object.assign(new PreventableEvent(), { url, isMainFrame: mainFrame });
      this.emit(name, event, url);
      return event.defaultPrevented;
    };
    return !prevented('will-frame-navigate') && !(mainFrame && prevented('will-navigate'));
  }
}

export class BrowserWindow extends EventEmitter {
  readonly id = nextId++;
  readonly webContents: WebContents;
  readonly #background: string;
  #bounds: Bounds;
  #destroyed = false;
  #shown: boolean;
  #maximized = false;
  #minimized = false;
  #focused = false;

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null;
  }

  constructor(options: Options = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 100, y = 100, width = 800, height = 600, show = true, backgroundColor = '#FFF' } = options;
    [this.#bounds, this.#shown, this.#background] = [{ x, y, width, height }, show, backgroundColor];
    this.webContents = new WebContents(this.id, options);
    windows.set(this.id, this);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isVisible(): boolean {
    return this.#shown;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isFocused(): boolean {
    return this.#focused;
  }

  getNormalBounds(): Bounds {
    return { ...this.#bounds };
  }

  show(): void {
    this.#shown = true;
    this.focus();
  }

  hide(): void {
    this.#shown = false;
    this.blur();
  }

  focus(): void {
    for (const window of windows.values()) window.blur();
    this.#focused = true;
    this.emit('focus');
  }

  blur(): void {
    this.#focused = false;
  }

  maximize(): void {
    this.#maximized = true;
    this.show();
    this.emit('maximize');
    this.emit('resize');
  }

  minimize(): void {
    this.#minimized = true;
    this.blur();
    this.emit('minimize');
  }

  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }

  /** What a person does with the mouse. */
  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#maximized = false;
    this.emit('move');
    this.emit('resize');
  }

  /** False: its page or the app did not let it. */
  close(): boolean {
    if (this.#destroyed) return true;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this.id);
    launcher.tell('page.close', { id: this.id });
    this.emit('closed');
    if (windows.size === 0 && !app.quitting) app.emit('window-all-closed');
  }

  /** For tests. */
  get described(): object {
    return { ...this.#bounds, shown: this.#shown, focused: this.#focused, maximized: this.#maximized, minimized: this.#minimized, background: this.#background, url: this.webContents.getURL() };
  }
}

app.closeWindows = () => BrowserWindow.getAllWindows().every((window) => window.close());

const known = (id: number): BrowserWindow | null => BrowserWindow.fromId(id);
launcher.on<{ id: number; url: string }>('page.navigated', ({ id, url }) => known(id)?.webContents.navigated(fromBrowser(url, scheme())));
launcher.on<{ id: number }>('page.painted', ({ id }) => known(id)?.emit('ready-to-show'));
launcher.on<{ id: number; url: string; mainFrame: boolean }>('page.may-navigate', ({ id, url, mainFrame }) => known(id)?.webContents.mayNavigate(fromBrowser(url, scheme()), mainFrame) ?? false);
launcher.on<{ id: number; url: string }>('page.may-open', ({ id, url }) => known(id)?.webContents.mayOpen(url) ?? false);
launcher.on<{ id: number; reason: string; exitCode: number }>('page.gone', ({ id, ...details }) => known(id)?.webContents.emit('render-process-gone', {}, details));
launcher.on('windows', () => BrowserWindow.getAllWindows().map(({ described }) => described));
launcher.on<Partial<Bounds>>('window.move', (bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds));
launcher.on('window.maximize', () => BrowserWindow.getAllWindows()[0]?.maximize());
launcher.on('window.minimize', () => BrowserWindow.getAllWindows()[0]?.minimize());
launcher.on('window.close', () => void BrowserWindow.getAllWindows()[0]?.close());
