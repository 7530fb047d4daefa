/** Shortcuts of what is on the screen: they act, and `?` and the command palette list them. */
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** As Mantine writes them: `mod+K`, `alt+ArrowLeft`, `/`. Several that do the same: an array. */
  keys: string | readonly string[];
  label: string;
  run: () => void;
  /** Also while a text field has the focus, or a dialog is open. */
  inFields?: boolean;
}

let registered: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();

function change(next: typeof registered): void {
  registered = next;
  for (const listener of listeners) listener();
}

/** What is behind a dialog hears no keys. Looked for when a key goes down, before anybody else hears of it: Escape closes the dialog, and nothing more. */
let dialogWasOpen = false;
if (typeof window !== 'undefined') {
  window.addEventListener('keydown', () => void (dialogWasOpen = document.querySelector('[role=dialog][aria-modal=true], dialog[open]') !== null), { capture: true });
}

/** Active while the component is mounted. Pass a stable or memoised array. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const all = shortcuts.flatMap(({ keys, run, inFields }) => [keys].flat().map((key) => ({ key, run, inFields })));
  useHotkeys(all.filter(({ inFields }) => inFields !== true).map(({ key, run }) => [key, () => !dialogWasOpen && run()]));
  useHotkeys(all.filter(({ inFields }) => inFields === true).map(({ key, run }) => [key, run]), []);
  useEffect(() => {
    change([...registered, shortcuts]);
    return () => change(registered.filter((other) => other !== shortcuts));
  }, [shortcuts]);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useRegisteredShortcuts = (): readonly (readonly Shortcut[])[] => useSyncExternalStore(subscribe, () => registered);
