/** The system around the app: dialogs with scripted answers, the file manager, the menu, theme, power and displays. */
import { EventEmitter } from 'node:events';
import { launcher, setting } from './launcher-line.ts';
import { app } from './app.ts';
import { BrowserWindow } from './window.ts';

/** With or without a window to belong to, options come last. */
const optionsOf = <T>(given: unknown[]): T => given.at(-1) as T;

export const dialog = {
  showOpenDialog: (...given: unknown[]): Promise<unknown> => launcher.call('dialog', { kind: 'open', options: optionsOf(given) }),
  showMessageBox: (...given: unknown[]): Promise<unknown> => launcher.call('dialog', { kind: 'message', options: optionsOf(given) }),
  showErrorBox: (title: string, content: string): void => launcher.tell('dialog', { kind: 'error', options: { title, message: content } }),
};

export const shell = {
  showItemInFolder: (path: string): void => launcher.tell('shown', path),
  openPath: async (path: string): Promise<string> => {
    launcher.tell('shown', path);
    return '';
  },
};

interface Item {
  label?: string;
  role?: string;
  submenu?: Item[];
  accelerator?: string;
  click?: (item: Item, window: BrowserWindow | null, event: object) => void;
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: Item[];

  static buildFromTemplate(template: Item[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  private constructor(items: Item[]) {
    this.items = items;
  }
}

/** Does what the item would: its own click, or the one thing of its role that reaches the app. */
launcher.on<string[]>('menu.click', (labels) => {
  let item: Item | undefined = { submenu: Menu.getApplicationMenu()?.items ?? [] };
  for (const label of labels) item = item?.submenu?.find((each) => each.label === label);
  if (item === undefined) throw new Error(`The menu has no ${labels.join(' > ')}.`);
  const window = BrowserWindow.getFocusedWindow();
  if (item.role === 'quit') app.quit();
  else if (item.role === 'close') window?.close();
  else item.click?.(item, window, {});
});

export const nativeTheme = { shouldUseDarkColors: setting.dark, themeSource: 'system' };

/** A notification the system shows until it is clicked. */
export class Notification extends EventEmitter {
  static #shown: Notification[] = [];
  readonly #options: { title: string; body?: string };

  static isSupported(): boolean {
    return true;
  }

  static click(): void {
    Notification.#shown.shift()?.emit('click', {});
  }

  constructor(options: { title: string; body?: string }) {
    super();
    this.#options = options;
  }

  show(): void {
    Notification.#shown.push(this);
    launcher.tell('notified', this.#options.title);
  }
}
launcher.on('notification.click', () => Notification.click());

const awake = new Set<number>();
let nextBlocker = 1;
export const powerSaveBlocker = {
  start: (_type: string): number => {
    awake.add(nextBlocker);
    return nextBlocker++;
  },
  stop: (id: number): boolean => awake.delete(id),
  isStarted: (id: number): boolean => awake.has(id),
};
launcher.on('awake', () => awake.size > 0);

export const screen = { getAllDisplays: () => setting.displays, getPrimaryDisplay: () => setting.displays[0] };
