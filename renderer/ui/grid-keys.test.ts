import { describe, expect, it } from 'vitest';
import { gridAct } from './grid-keys.ts';

const press = (key: string, held: Partial<Parameters<typeof gridAct>[0]> = {}) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('keys in the table', () => {
  it('move, and stop at the ends', () => {
    expect(gridAct(press('ArrowDown'), 3, 4, 10)).toEqual({ kind: 'move', to: 3, extend: false });
    expect(gridAct(press('End'), 0, 100_000, 10)).toEqual({ kind: 'move', to: 99_999, extend: false });
    expect(gridAct(press('PageUp', { shiftKey: true }), 25, 100, 10)).toEqual({ kind: 'move', to: 15, extend: true });
  });
  it('leave the slider and the browser their own', () => {
    expect(gridAct(press('ArrowLeft', { altKey: true }), 0, 5, 5)).toBeNull();
    expect(gridAct(press('Enter', { ctrlKey: true }), 0, 5, 5)).toBeNull();
    expect(gridAct(press('F2'), 0, 5, 5)).toBeNull();
  });
  it('choose, open and go up', () => {
    expect(gridAct(press(' '), 0, 5, 5)).toEqual({ kind: 'toggle' });
    expect(gridAct(press('a', { metaKey: true }), 0, 5, 5)).toEqual({ kind: 'all' });
    expect(gridAct(press('Enter'), 0, 5, 5)).toEqual({ kind: 'open' });
    expect(gridAct(press('Backspace'), 0, 5, 5)).toEqual({ kind: 'up' });
  });
  it('do nothing to rows that are not there', () => {
    expect(['ArrowDown', ' ', 'Enter'].map((key) => gridAct(press(key), 0, 0, 5))).toEqual([null, null, null]);
    expect(gridAct(press('Backspace'), 0, 0, 5)).toEqual({ kind: 'up' });
  });
});
