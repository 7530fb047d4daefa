import { describe, expect, it } from 'vitest';
import type { DiffChange } from '../../../preload/contract/snapshot-procedures.ts';
import { ChangeTree, CHANGES_SHOWN, collapsed, ordered } from './change-tree.ts';

const change = (modifier: string, path: string, type = 'file'): DiffChange => ({ modifier, path, type, sizeBefore: 1, sizeAfter: 2 });

describe('the tree of changes', () => {
  it('counts files in every folder above them, and folders nowhere', () => {
    const tree = new ChangeTree();
    tree.add([change('+', '/a/', 'dir'), change('+', '/a/x'), change('M', '/a/b/y'), change('-', '/z')]);
    expect(tree.total).toEqual({ added: 1, changed: 1, removed: 1, grown: 2 + 1 - 1 });
    const a = tree.root.children.get('a')!;
    expect(a).toMatchObject({ added: 1, changed: 1, removed: 0, grown: 3 });
    expect(a.change?.modifier).toBe('+');
  });

  it('shows a chain of single folders as one line, and stops at the entry that changed', () => {
    const tree = new ChangeTree();
    tree.add([change('M', '/home/ann/Documents/a'), change('M', '/home/ann/Documents/b')]);
    const { label, node } = collapsed(tree.root);
    expect(label).toBe('home/ann/Documents');
    expect(ordered(node).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('shows a chain of new folders as one line, and one where something else happened apart', () => {
    const tree = new ChangeTree();
    tree.add([change('+', '/new/', 'dir'), change('+', '/new/deep/', 'dir'), change('+', '/new/deep/file'), change('T', '/odd/', 'dir'), change('+', '/odd/in/', 'dir'), change('+', '/odd/in/file')]);
    expect(ordered(tree.root).map((node) => collapsed(node).label)).toEqual(['new/deep', 'odd']);
  });

  it('goes on counting when the list is full', () => {
    const tree = new ChangeTree();
    tree.add(Array.from({ length: CHANGES_SHOWN + 10 }, (_, index) => change('+', `/f${index}`)));
    expect(tree.total.added).toBe(CHANGES_SHOWN + 10);
    expect(tree.shown).toBe(CHANGES_SHOWN);
  });
});
