/** Which commands are meant by what was typed: every word must be found, and beginnings count more. */

export interface Matchable {
  label: string;
  /** Found by these too, though they are not shown. */
  also?: string;
}

/** Without accents and case: "uber" finds "Über". */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const NOT_FOUND = 4;

/** Best first; among equals in the order given. Nothing typed: all. */
export function matching<C extends Matchable>(commands: readonly C[], typed: string): C[] {
  const words = plain(typed).split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [...commands];
  return commands
    .map((command) => ({ command, cost: Math.max(...words.map((word) => costOf(plain(command.label), plain(command.also ?? ''), word))) }))
    .filter(({ cost }) => cost < NOT_FOUND)
    .toSorted((a, b) => a.cost - b.cost)
    .map(({ command }) => command);
}

function costOf(label: string, also: string, word: string): number {
  if (label.startsWith(word)) return 0;
  const found = [label, also].map((text, index) => (text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)) ? 1 + index : text.includes(word) ? 2 + index : NOT_FOUND));
  return Math.min(...found);
}

const NAMES: Record<string, string> = { arrowleft: '←', arrowright: '→', arrowup: '↑', arrowdown: '↓', escape: 'Esc', enter: 'Enter', space: 'Space', delete: 'Del', backspace: '⌫' };

/** `mod+K` as it stands on the keys: `⌘K`, `Ctrl+K`. */
export function keyLabel(keys: string, mac: boolean): string {
  const names: Record<string, string> = mac ? { mod: '⌘', shift: '⇧', alt: '⌥', ctrl: '⌃', meta: '⌘' } : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', ctrl: 'Ctrl', meta: 'Meta' };
  if (keys === 'shift+?') return '?';
  const parts = keys.split('+').map((key) => names[key.toLowerCase()] ?? NAMES[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key));
  return parts.join(mac ? '' : '+');
}
