/** The menu has what each platform's users reach for. */
import type { MenuItemConstructorOptions as Item } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from './menu-template.ts';
import { wordsIn } from './words.ts';

function menuOn(platform: NodeJS.Platform, development = false) {
  const go = vi.fn();
  const menu = menuTemplate({ platform, development, words: wordsIn('en', 'en').menu, go, showLog: () => undefined });
  const below = (items: Item[]): Item[] => items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? below(item.submenu) : [])]);
  const items = below(menu);
  return { menu, items, go, roles: items.map(({ role }) => role).filter((role) => role !== undefined), labelled: (label: string) => items.find((item) => item.label === label) };
}

const EVERYWHERE = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'close', 'quit', 'help'];

describe.each(['darwin', 'linux', 'win32'] as const)('the menu on %s', (platform) => {
  it('has the standard roles', () => {
    expect(menuOn(platform).roles).toEqual(expect.arrayContaining(EVERYWHERE));
  });

  it('reloads and shows the tools in development only', () => {
    expect(menuOn(platform, true).roles).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
    for (const role of ['reload', 'forceReload', 'toggleDevTools']) expect(menuOn(platform).roles).not.toContain(role);
  });

  it('leads to the pages', () => {
    const { items, go, labelled } = menuOn(platform);
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(new Set(go.mock.calls.flat())).toEqual(new Set(['/', '/restore', '/history', '/plans', '/settings', '/settings?section=about']));
    expect(labelled('Settings…')).toMatchObject({ accelerator: 'CmdOrCtrl+,' });
  });

  it('gives no shortcut to two items', () => {
    const used = menuOn(platform, true).items.map(({ accelerator }) => accelerator).filter((each) => each !== undefined);
    expect(new Set(used).size).toBe(used.length);
  });
});

describe('what is special', () => {
  it('macOS has its application menu first, with services, hiding and quitting, and a window menu', () => {
    const { menu, roles } = menuOn('darwin');
    expect(menu.map(({ label }) => label)).toEqual(['Holdfast', 'File', 'Edit', 'View', 'Go', 'Window', 'Help']);
    expect(roles).toEqual(expect.arrayContaining(['services', 'hide', 'hideOthers', 'unhide', 'front', 'windowMenu']));
  });

  it('the others have settings and quitting in the file menu', () => {
    expect(menuOn('linux').menu.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Go', 'Help']);
    expect(menuOn('linux').menu[0]!.submenu).toEqual(expect.arrayContaining([expect.objectContaining({ label: 'Settings…' }), expect.objectContaining({ role: 'quit' })]));
  });

  it('speaks the chosen language, else that of the system', () => {
    expect(wordsIn('de', 'en-GB').menu.settings).toBe('Einstellungen …');
    expect(wordsIn('system', 'de-CH').menu.quit).toBe('Holdfast beenden');
    expect(wordsIn('system', 'fr').menu.quit).toBe('Quit Holdfast');
    expect(wordsIn('en', 'de').menu.quit).toBe('Quit Holdfast');
  });
});
