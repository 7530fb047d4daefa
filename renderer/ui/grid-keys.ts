/** What keys mean in a table whose rows are gone through and chosen. */

export interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export type GridAct = { kind: 'move'; to: number; extend: boolean } | { kind: 'toggle' | 'open' | 'up' | 'all' };

/** @param page rows that fit on the screen. `up`: to what the rows lie in, where they lie in something. Null: the key means nothing here. */
export function gridAct({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed, at: number, count: number, page: number): GridAct | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'a' && !shiftKey ? { kind: 'all' } : null;
  const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -Infinity, End: Infinity };
  const step = steps[key];
  if (key === 'Backspace') return { kind: 'up' };
  if (count === 0) return null;
  if (step !== undefined) return { kind: 'move', to: Math.min(count - 1, Math.max(0, at + step)), extend: shiftKey };
  if (key === ' ') return { kind: 'toggle' };
  return key === 'Enter' ? { kind: 'open' } : null;
}
