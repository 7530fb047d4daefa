/** The application menu as data: standard roles and shortcuts, arranged as each platform expects. */
import type { MenuItemConstructorOptions as Item } from 'electron';
import type { Words } from './words.ts';

export interface MenuWishes {
  platform: NodeJS.Platform;
  /** Reload and developer tools are for those who build Holdfast. */
  development: boolean;
  words: Words['menu'];
  /** Shows a page of the window, opening it when there is none. */
  go(path: string): void;
  showLog(): void;
}

const separator: Item = { type: 'separator' };

export function menuTemplate(wishes: MenuWishes): Item[] {
  const mac = wishes.platform === 'darwin';
  return [...(mac ? [applicationMenu(wishes)] : []), fileMenu(wishes, mac), editMenu(wishes), viewMenu(wishes), goMenu(wishes), ...(mac ? [windowMenu(wishes)] : []), helpMenu(wishes, mac)];
}

const about = ({ words, go }: MenuWishes): Item => ({ label: words.about, click: () => go('/settings?section=about') });
const settings = ({ words, go }: MenuWishes): Item => ({ label: words.settings, accelerator: 'CmdOrCtrl+,', click: () => go('/settings') });

/** Only macOS has one. */
function applicationMenu(wishes: MenuWishes): Item {
  const { words } = wishes;
  return {
    label: 'Holdfast',
    submenu: [
      about(wishes), separator, settings(wishes), separator,
      { role: 'services', label: words.services }, separator,
      { role: 'hide', label: words.hide }, { role: 'hideOthers', label: words.hideOthers }, { role: 'unhide', label: words.showAll }, separator,
      { role: 'quit', label: words.quit },
    ],
  };
}

function fileMenu(wishes: MenuWishes, mac: boolean): Item {
  const { words } = wishes;
  const close: Item = { role: 'close', label: words.close, accelerator: 'CmdOrCtrl+W' };
  return { label: words.file, submenu: mac ? [close] : [settings(wishes), separator, close, { role: 'quit', label: words.quit, accelerator: 'CmdOrCtrl+Q' }] };
}

const editMenu = ({ words }: MenuWishes): Item => ({
  label: words.edit,
  submenu: [
    { role: 'undo', label: words.undo }, { role: 'redo', label: words.redo }, separator,
    { role: 'cut', label: words.cut }, { role: 'copy', label: words.copy }, { role: 'paste', label: words.paste }, separator,
    { role: 'selectAll', label: words.selectAll },
  ],
});

function viewMenu({ words, development }: MenuWishes): Item {
  const forDevelopers: Item[] = [{ role: 'reload', label: words.reload }, { role: 'toggleDevTools', label: words.developer }, separator];
  return {
    label: words.view,
    submenu: [
      ...(development ? forDevelopers : []),
      { role: 'resetZoom', label: words.actualSize }, { role: 'zoomIn', label: words.zoomIn }, { role: 'zoomOut', label: words.zoomOut },
      // The key that has the plus on it, without Shift.
      { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true }, separator,
      { role: 'togglefullscreen', label: words.fullScreen },
    ],
  };
}

function goMenu({ words, go }: MenuWishes): Item {
  const pages = [[words.home, '/'], [words.restore, '/restore'], [words.history, '/history'], [words.plans, '/plans']] as const;
  return { label: words.go, submenu: pages.map(([label, path], index) => ({ label, accelerator: `CmdOrCtrl+${index + 1}`, click: () => go(path) })) };
}

const windowMenu = ({ words }: MenuWishes): Item => ({
  role: 'windowMenu', label: words.window,
  submenu: [{ role: 'minimize', label: words.minimize }, { role: 'zoom', label: words.zoom }, separator, { role: 'front', label: words.front }],
});

function helpMenu(wishes: MenuWishes, mac: boolean): Item {
  const { words, showLog } = wishes;
  const items: Item[] = [{ label: words.showLog, click: showLog }];
  return { role: 'help', label: words.help, submenu: mac ? items : [...items, separator, about(wishes)] };
}
