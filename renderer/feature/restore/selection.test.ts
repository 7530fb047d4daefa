import { describe, expect, it } from 'vitest';
import { add, around, foldersPartly, markOf, NOTHING, remove, toggle, totalsOf, type Chosen } from './selection.ts';

const file = (path: string, size = 1): Chosen => ({ path, name: path.split('/').at(-1)!, type: 'file', size });
const dir = (path: string): Chosen => ({ ...file(path, 0), type: 'dir' });

describe('a selection across folders', () => {
  it('lets a chosen folder stand for what is in it', () => {
    const files = add(NOTHING, [file('/a/x'), file('/a/b/y'), file('/c/z'), file('/ab')]);
    const folder = add(files, [dir('/a')]);
    expect([...folder.keys()]).toEqual(['/c/z', '/ab', '/a']);
    expect(add(folder, [file('/a/x')]).size).toBe(3);
    expect(around(folder, '/a/b/y')?.path).toBe('/a');
  });
  it('takes away what is chosen twice', () => {
    const once = toggle(NOTHING, file('/a'));
    expect(toggle(once, file('/a')).size).toBe(0);
    expect(remove(once, ['/a', '/b']).size).toBe(0);
  });
  it('marks folders that hold something chosen, and what lies in chosen ones', () => {
    const selection = add(NOTHING, [file('/a/b/x'), dir('/c')]);
    const partly = foldersPartly(selection);
    expect(markOf(selection, partly, '/a', false)).toBe('partly');
    expect(markOf(selection, partly, '/a/b/x', false)).toBe('chosen');
    expect(markOf(selection, partly, '/c/d', true)).toBe('inside');
    expect(markOf(selection, partly, '/e', false)).toBe('none');
  });
  it('counts files by bytes and folders by number', () => {
    expect(totalsOf(add(NOTHING, [file('/x', 10), file('/y', 5), dir('/z')]))).toEqual({ count: 3, folders: 1, bytes: 15 });
  });
  it('holds a whole snapshot as its root', () => {
    const all = add(add(NOTHING, [file('/a/x')]), [dir('/')]);
    expect([...all.keys()]).toEqual(['/']);
    expect(around(all, '/a/x')?.path).toBe('/');
  });
});
