/** What keys mean in the table of the history. */

export interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export type RowAct = { kind: 'move'; to: number; extend: boolean } | { kind: 'toggle' | 'open' | 'all' };

/** @param page rows that fit on the screen. Null: the key means nothing here. */
export function rowAct({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed, at: number, count: number, page: number): RowAct | null {
  if (altKey || count === 0) return null;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'a' && !shiftKey ? { kind: 'all' } : null;
  const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -Infinity, End: Infinity };
  const step = steps[key];
  if (step !== undefined) return { kind: 'move', to: Math.min(count - 1, Math.max(0, at + step)), extend: shiftKey };
  if (key === ' ') return { kind: 'toggle' };
  return key === 'Enter' ? { kind: 'open' } : null;
}
