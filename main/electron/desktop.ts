/** The desktop app: its window, its engine, and what happens between them. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, ipcMain, Menu, MessageChannelMain, powerSaveBlocker, type IpcMainEvent, type RenderProcessGoneDetails, type WebContents } from 'electron';
import type { Settings } from '../../preload/contract/settings.ts';
import { systemClock } from '../base/clock.ts';
import { toFault } from '../base/fault.ts';
import type { StateFolders } from '../base/platform.ts';
import { SettingsFile } from '../state/settings.ts';
import { isOwnPage } from './address.ts';
import { serveProtocol } from './app-protocol.ts';
import { openWindow, showPage } from './app-window.ts';
import { Dialogs } from './dialogs.ts';
import { showDriveNotice } from './drive-notice.ts';
import { EngineKeeper } from './engine-keeper.ts';
import type { DriveNotice } from './engine-messages.ts';
import { startEngine } from './engine-process.ts';
import { Leaving } from './leaving.ts';
import { MainLog } from './main-log.ts';
import { menuTemplate } from './menu-template.ts';
import { findPageFiles } from './page-files.ts';
import { RestartPolicy } from './restart-policy.ts';
import { wordsIn, type Words } from './words.ts';

type Appearance = Settings['appearance'];

export class Desktop {
  readonly #folders: StateFolders;
  readonly #log: MainLog;
  readonly #pageCrashes = new RestartPolicy(systemClock);
  readonly #leaving: Leaving;
  readonly #engine = new EngineKeeper({
    start: startEngine, clock: systemClock,
    perform: (request) => this.#dialogs.perform(request),
    busy: (busy) => this.#busy(busy),
    drive: (notice) => this.#aboutDrive(notice),
    crashed: (reason, pause) => void this.#engineCrashed(reason, pause),
    restarted: () => this.#givePorts(),
    misspoke: () => this.#log.error('The engine said something this program does not know.'),
  });
  #window: BrowserWindow | null = null;
  /** Keeps the machine awake; null while nothing runs. */
  #awake: number | null = null;

  constructor(folders: StateFolders) {
    this.#folders = folders;
    this.#log = new MainLog(folders);
    this.#leaving = new Leaving({
      platform: process.platform, busy: () => this.#engine.busy(), ask: () => this.#dialogs.askToLeave(),
      windows: { count: () => BrowserWindow.getAllWindows().length, closeAll: () => this.#window?.close() }, quit: () => app.quit(),
    });
  }

  start(): void {
    app.on('second-instance', () => this.#show());
    app.on('activate', () => this.#show());
    app.on('window-all-closed', () => void this.#leaving.windowsClosed());
    app.on('before-quit', (event) => {
      if (!this.#leaving.mayQuit()) event.preventDefault();
    });
    app.on('will-quit', (event) => {
      event.preventDefault(); // until the engine has put everything away
      void this.#engine.stop().finally(() => app.exit(0));
    });
    ipcMain.on('holdfast:want-port', (event) => this.#wantsPort(event));
    void app.whenReady().then(() => this.#begin());
  }

  #begin(): void {
    serveProtocol(findPageFiles(fileURLToPath(new URL('../renderer', import.meta.url))), (ticket, port) => this.#engine.give({ type: 'preview', ticket }, port));
    this.#engine.start();
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({
      platform: process.platform, development: !app.isPackaged, words: this.#words.menu, go: (path) => this.#go(path), showLog: () => this.#dialogs.showLog(),
    })));
    this.#show();
  }

  /** Brings the window to the front; opens it, at a page, when there is none. */
  #show(path = '/'): void {
    if (this.#window === null) return this.#open(path);
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** In a window that is looked at, the page asks by itself. */
  #aboutDrive(notice: DriveNotice): void {
    const seen = this.#window !== null && this.#window.isVisible() && !this.#window.isMinimized();
    if (!seen) showDriveNotice(notice, this.#words.drive, () => this.#show());
  }

  /** What nobody would see otherwise; a window that is open is left where it is. */
  #showUnseen(): void {
    if (this.#window === null) this.#open('/');
  }

  #open(path: string): void {
    const window = openWindow({
      statePath: join(this.#folders.config, 'window.json'), scheme: this.#appearance.scheme, development: !app.isPackaged,
      troubled: (error) => this.#log.error(toFault(error, 'The place of the window is not remembered').message),
    });
    this.#window = window;
    this.#leaving.windowOpened();
    window.on('closed', () => (this.#window = null));
    window.webContents.on('render-process-gone', (_event, details) => void this.#pageCrashed(window, details));
    showPage(window, path).catch((error: unknown) => this.#log.error(toFault(error, 'The page of the window was not loaded').message));
  }

  #go(path: string): void {
    this.#window?.webContents.send('holdfast:go', path);
    this.#show(path);
  }

  #wantsPort({ sender, senderFrame }: IpcMainEvent): void {
    if (isOwnPage(senderFrame)) this.#givePort(sender);
    else this.#log.error('Something other than the window asked for the engine, and did not get it.', { from: senderFrame?.url ?? 'a frame that is gone' });
  }

  #givePorts(): void {
    for (const { webContents } of BrowserWindow.getAllWindows()) if (isOwnPage(webContents.mainFrame)) this.#givePort(webContents);
  }

  #givePort(contents: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#engine.give({ type: 'connect' }, port1);
    contents.postMessage('holdfast:port', null, [port2]);
  }

  /** A machine that falls asleep in the middle of a run has no backup in the morning. */
  #busy(busy: boolean): void {
    if (busy) this.#awake ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#awake !== null) powerSaveBlocker.stop(this.#awake);
    if (busy) return;
    this.#awake = null;
    this.#leaving.runsEnded();
  }

  /** The page saw its port close and says so; here it is for the log, and for the person when it does not come back. */
  async #engineCrashed(reason: string, pause: number | null): Promise<void> {
    this.#log.error(`The engine stopped. ${reason}`, { again: pause === null ? 'no' : `in ${pause} ms` });
    if (this.#awake !== null) this.#showUnseen(); // a run was cut off
    if (pause !== null) return;
    const choice = await this.#dialogs.engineGone(reason);
    if (choice === 'again') this.#engine.startAgain();
    else app.quit();
  }

  /** What runs goes on in the engine; the page begins anew and finds it. */
  async #pageCrashed(window: BrowserWindow, { reason, exitCode }: RenderProcessGoneDetails): Promise<void> {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const pause = this.#pageCrashes.crashed();
    this.#log.error(`The window crashed (${reason}, code ${exitCode}).`);
    if (pause === null && (await this.#dialogs.pageGone(`${reason}, code ${exitCode}`)) === 'close') return window.destroy();
    if (pause === null) this.#pageCrashes.forget();
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, pause ?? 0);
  }

  get #dialogs(): Dialogs {
    return new Dialogs(this.#window, this.#words, this.#folders.log);
  }

  get #words(): Words {
    return wordsIn(this.#appearance.language, app.getLocale());
  }

  /** Settings that cannot be read are no reason to show nothing: the page says what is wrong with them. */
  get #appearance(): Pick<Appearance, 'scheme' | 'language'> {
    try {
      return new SettingsFile(this.#folders.config).read().appearance;
    } catch {
      return { scheme: 'system', language: 'system' };
    }
  }
}
