/** The window: made with nothing it does not need, opened where it was, shown when it has something to show. */
import { fileURLToPath } from 'node:url';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { ColorScheme } from '../../preload/contract/settings.ts';
import { ORIGIN } from './address.ts';
import { fitted, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

/** Beside the built program. */
const preload = fileURLToPath(new URL('../preload/bridge.cjs', import.meta.url));
/** The page's own background, so that nothing flashes before it has painted. */
const BACKGROUND = { light: '#fbfcfd', dark: '#12161c' };
/** Milliseconds after the last move until the place is written down: a crash then loses no more. */
const SETTLED = 1000;

export interface WindowWishes {
  /** File its place is remembered in. */
  statePath: string;
  scheme: ColorScheme;
  development: boolean;
  /** Its place could not be written. */
  troubled(error: unknown): void;
}

/** Without its page yet, so that whoever opens it can listen first. */
export function openWindow({ statePath, scheme, development, troubled }: WindowWishes): BrowserWindow {
  const { maximized, ...bounds } = fitted(readWindowState(statePath), displayAreas());
  const dark = scheme === 'system' ? nativeTheme.shouldUseDarkColors : scheme === 'dark';
  const window = new BrowserWindow({
    ...bounds, minWidth: SMALLEST.width, minHeight: SMALLEST.height, show: false, title: 'Holdfast', backgroundColor: BACKGROUND[dark ? 'dark' : 'light'],
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false, devTools: development },
  });
  window.once('ready-to-show', () => (maximized ? window.maximize() : window.show()));
  rememberPlace(window, statePath, troubled);
  return window;
}

/** @param path of the page, beginning with a slash. */
export const showPage = (window: BrowserWindow, path: string): Promise<void> => window.loadURL(`${ORIGIN}${path}`);

/** The main display first. */
function displayAreas(): { x: number; y: number; width: number; height: number }[] {
  const { id } = screen.getPrimaryDisplay();
  return screen.getAllDisplays().toSorted((a, b) => Number(b.id === id) - Number(a.id === id)).map(({ workArea }) => workArea);
}

function rememberPlace(window: BrowserWindow, path: string, troubled: (error: unknown) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    try {
      writeWindowState(path, { ...window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      troubled(error);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, SETTLED);
  };
  window.on('resize', soon).on('move', soon).on('close', write);
}
