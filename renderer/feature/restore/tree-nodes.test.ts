import { describe, expect, it } from 'vitest';
import { treeAct, visibleNodes, type TreeNode } from './tree-nodes.ts';

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
