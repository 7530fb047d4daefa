/** The same app on a real Electron, driven through Playwright: for machines that have one. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { bareEnvironment } from '../../fixture/cli/holdfast.ts';
import { ScriptedDialogs, type Asked } from './dialogs.ts';
import type { DesktopApp, LaunchOptions, WindowDescription } from './launch.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const at = (path: string): string => fileURLToPath(new URL(`../../../node_modules/electron/${path}`, import.meta.url));

/** Null: none here. Asking the package would make it download one. */
export function realElectron(): string | null {
  const { ELECTRON_PATH: named } = process.env;
  if (named !== undefined && named !== '') return named;
  if (!existsSync(at('path.txt'))) return null;
  const binary = at(`dist/${readFileSync(at('path.txt'), 'utf8')}`);
  return existsSync(binary) ? binary : null;
}

/** Electron's own objects, as far as they are used in the app's process. */
interface Electron {
  app: { quit(): void };
  dialog: Record<string, unknown>;
  shell: Record<string, unknown>;
  BrowserWindow: { getAllWindows(): RealWindow[] };
  Menu: { getApplicationMenu(): { items: RealItem[] } | null };
}
interface RealWindow {
  close(): void;
  maximize(): void;
  minimize(): void;
  setBounds(bounds: object): void;
  getNormalBounds(): { x: number; y: number; width: number; height: number };
  isVisible(): boolean;
  isFocused(): boolean;
  isMaximized(): boolean;
  isMinimized(): boolean;
  getBackgroundColor(): string;
  webContents: { getURL(): string; forcefullyCrashRenderer(): void };
}
interface RealItem {
  label: string;
  submenu?: { items: RealItem[] };
  click(): void;
}

export async function launchReal(executablePath: string, { home, env = {}, args = [], page = {} }: LaunchOptions): Promise<DesktopApp> {
  const environment = { ...bareEnvironment(home), HOLDFAST_HOME: home, DISPLAY: process.env['DISPLAY'] ?? '', ...env };
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const { colorScheme } = page;
  const app = await _electron.launch({ executablePath, args: [...sandbox, ROOT, ...args], env: environment, ...(colorScheme === undefined ? {} : { colorScheme }) });
  const [dialogs, shown]: [ScriptedDialogs, string[]] = [new ScriptedDialogs(), []];
  await script(app, dialogs, shown);
  const first = await app.firstWindow();
  await first.waitForLoadState('domcontentloaded');
  const again = () => spawn(executablePath, [...sandbox, ROOT, ...args], { env: environment, stdio: 'ignore' });
  return controls(app, dialogs, shown, () => new Promise((resolve) => again().on('close', resolve)));
}

/** Dialogs and the file manager answer from here. */
async function script(app: ElectronApplication, dialogs: ScriptedDialogs, shown: string[]): Promise<void> {
  app.on('console', (message) => {
    const [tag, text] = [message.text().slice(0, 9), message.text().slice(9)];
    if (tag === '[shown]  ') shown.push(text);
    if (tag === '[dialog] ') {
      const { id, asked } = JSON.parse(text) as { id: number; asked: Asked };
      void app.evaluate((_electron, [key, answer]) => (globalThis as unknown as { answers: Map<number, (value: unknown) => void> }).answers.get(key as number)?.(answer), [id, dialogs.answer(asked)] as const);
    }
  });
  await app.evaluate((electron) => {
    const { dialog, shell } = electron as unknown as Electron;
    const answers = new Map<number, (value: unknown) => void>();
    Object.assign(globalThis, { answers });
    let next = 0;
    const ask = (kind: string) => (...given: unknown[]) =>
      new Promise((resolve) => {
        answers.set(next, resolve);
        console.log(`[dialog] ${JSON.stringify({ id: next++, asked: { kind, options: given.at(-1) } })}`);
      });
    Object.assign(dialog, { showOpenDialog: ask('open'), showMessageBox: ask('message') });
    Object.assign(shell, {
      showItemInFolder: (path: string) => console.log(`[shown]  ${path}`),
      openPath: async (path: string) => (console.log(`[shown]  ${path}`), ''),
    });
  });
}

function controls(app: ElectronApplication, dialogs: ScriptedDialogs, shown: string[], startAgain: () => Promise<number | null>): DesktopApp {
  const first = (verb: 'close' | 'maximize' | 'minimize'): Promise<void> => app.evaluate((electron, name) => (electron as unknown as Electron).BrowserWindow.getAllWindows()[0]?.[name](), verb);
  return {
    real: true, dialogs, shown,
    get page(): Page {
      return app.windows()[0]!;
    },
    ended: new Promise((resolve) => app.process().on('close', resolve)),
    nextPage: () => app.waitForEvent('window'),
    windows: () => app.evaluate((electron) => (electron as unknown as Electron).BrowserWindow.getAllWindows().map((window): WindowDescription => ({
      ...window.getNormalBounds(), shown: window.isVisible(), focused: window.isFocused(), maximized: window.isMaximized(), minimized: window.isMinimized(),
      background: window.getBackgroundColor(), url: window.webContents.getURL(),
    }))),
    moveWindow: (bounds) => app.evaluate((electron, to) => (electron as unknown as Electron).BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds),
    maximize: () => first('maximize'),
    minimize: () => first('minimize'),
    closeWindow: () => first('close'),
    clickMenu: (...labels) => app.evaluate((electron, path) => {
      let item: RealItem | undefined;
      for (const label of path) item = (item === undefined ? (electron as unknown as Electron).Menu.getApplicationMenu() : item.submenu)?.items.find((each) => each.label === label);
      item?.click();
    }, labels),
    keepsAwake: () => app.evaluate((electron) => [...Array(64).keys()].some((id) => (electron as unknown as { powerSaveBlocker: { isStarted(id: number): boolean } }).powerSaveBlocker.isStarted(id))),
    crashPage: () => void app.evaluate((electron) => (electron as unknown as Electron).BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()),
    killEngine: () => app.evaluate((electron) => {
      const metrics = (electron as unknown as { app: { getAppMetrics(): { pid: number; name?: string }[] } }).app.getAppMetrics();
      const { pid } = metrics.find(({ name }) => name === 'Holdfast engine') ?? { pid: 0 };
      if (pid !== 0) process.kill(pid, 'SIGKILL');
      return pid;
    }),
    startAgain,
    quit: () => app.evaluate((electron) => (electron as unknown as Electron).app.quit()).catch(() => undefined), // it may end before it answers
    close: async () => {
      app.process().kill('SIGKILL');
      await app.close().catch(() => undefined); // it is gone already
    },
  };
}
