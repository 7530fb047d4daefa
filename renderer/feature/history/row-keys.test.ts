import { describe, expect, it } from 'vitest';
import { rowAct, type Pressed } from './row-keys.ts';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('keys in the table', () => {
  it('move within it', () => {
    expect(rowAct(press('ArrowDown'), 9, 10, 5)).toEqual({ kind: 'move', to: 9, extend: false });
    expect(rowAct(press('PageUp', { shiftKey: true }), 9, 10, 5)).toEqual({ kind: 'move', to: 4, extend: true });
    expect(rowAct(press('End'), 0, 10, 5)).toEqual({ kind: 'move', to: 9, extend: false });
  });

  it('open, select and select all, and leave others alone', () => {
    expect(rowAct(press('Enter'), 0, 1, 5)).toEqual({ kind: 'open' });
    expect(rowAct(press(' '), 0, 1, 5)).toEqual({ kind: 'toggle' });
    expect(rowAct(press('a', { ctrlKey: true }), 0, 1, 5)).toEqual({ kind: 'all' });
    expect([rowAct(press('x'), 0, 1, 5), rowAct(press('ArrowDown', { altKey: true }), 0, 1, 5), rowAct(press('Enter'), 0, 0, 5)]).toEqual([null, null, null]);
  });
});
