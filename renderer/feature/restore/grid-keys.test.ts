import { describe, expect, it } from 'vitest';
import { gridAct } from './grid-keys.ts';
import { treeAct, visibleNodes, type TreeNode } from './tree-nodes.ts';

const press = (key: string, held: Partial<Parameters<typeof gridAct>[0]> = {}) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('keys in the table', () => {
  it('move, and stop at the ends', () => {
    expect(gridAct(press('ArrowDown'), 3, 4, 10)).toEqual({ kind: 'move', to: 3, extend: false });
    expect(gridAct(press('End'), 0, 100_000, 10)).toEqual({ kind: 'move', to: 99_999, extend: false });
    expect(gridAct(press('PageUp', { shiftKey: true }), 25, 100, 10)).toEqual({ kind: 'move', to: 15, extend: true });
    expect(gridAct(press('ArrowDown'), 0, 0, 10)).toBeNull();
  });
  it('leave the slider and the browser their own', () => {
    expect(gridAct(press('ArrowLeft', { altKey: true }), 0, 5, 5)).toBeNull();
    expect(gridAct(press('Enter', { ctrlKey: true }), 0, 5, 5)).toBeNull();
    expect(gridAct(press('F2'), 0, 5, 5)).toBeNull();
  });
  it('choose, open and go up', () => {
    expect(gridAct(press(' '), 0, 5, 5)).toEqual({ kind: 'toggle' });
    expect(gridAct(press('a', { metaKey: true }), 0, 5, 5)).toEqual({ kind: 'all' });
    expect(gridAct(press('Backspace'), 0, 5, 5)).toEqual({ kind: 'up' });
  });
});

describe('the tree', () => {
  const known = new Map([['/', ['a', 'b']], ['/a', ['c']]]);
  const load = (path: string) => known.get(path)?.map((name) => ({ name, path: path === '/' ? `/${name}` : `${path}/${name}` }));
  const nodes: TreeNode[] = visibleNodes({ name: '', path: '/' }, new Set(['/', '/a']), load);

  it('shows what is open, level by level', () => {
    expect(nodes.map(({ path, level, expanded }) => `${level} ${path} ${expanded}`)).toEqual(['1 / true', '2 /a true', '3 /a/c false', '2 /b false']);
    expect(nodes.map(({ place, of }) => [place, of])).toEqual([[1, 1], [1, 2], [1, 1], [2, 2]]);
  });
  it('opens, closes and walks by arrows', () => {
    expect(treeAct('ArrowLeft', nodes, 1)).toEqual({ kind: 'close', at: 1 });
    expect(treeAct('ArrowLeft', nodes, 2)).toEqual({ kind: 'move', at: 1 });
    expect(treeAct('ArrowRight', nodes, 1)).toEqual({ kind: 'move', at: 2 });
    expect(treeAct('ArrowRight', nodes, 3)).toEqual({ kind: 'expand', at: 3 });
    expect(treeAct('Enter', nodes, 3)).toEqual({ kind: 'open', at: 3 });
    expect(treeAct('ArrowUp', nodes, 0)).toEqual({ kind: 'move', at: 0 });
    expect(treeAct('x', nodes, 0)).toBeNull();
  });
});
