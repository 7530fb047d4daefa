/** Where restored entries go, and what of the target belongs to the backup. */
import { describe, expect, it } from 'vitest';
import type { StoredEntry } from '../entry/entry.ts';
import type { StoredItem } from '../store/store.ts';
import { RestorePaths } from './restore-paths.ts';

const item = (path: string, type: StoredEntry['type'] = 'file'): StoredItem => ({ path, entry: { type } as StoredEntry });
const into = (from = '/') => new RestorePaths({ from, inPlace: false, map: [] }, ['/home/anna/Docs']);

describe('RestorePaths', () => {
  it('keeps full paths below the target', () => {
    expect(into().target(item('/home/anna/Docs/a'))).toBe('home/anna/Docs/a');
  });
  it('makes a subtree the root of the target', () => {
    const paths = into('/home/anna/Docs/');
    expect(paths.target(item('/home/anna/Docs', 'dir'))).toBe('');
    expect(paths.target(item('/home/anna/Docs/a/b'))).toBe('a/b');
  });
  it('restores a single file under its name', () => {
    expect(into('/home/anna/Docs/a.txt').target(item('/home/anna/Docs/a.txt'))).toBe('a.txt');
  });
  it('leaves a subtree where it came from, in place', () => {
    const paths = new RestorePaths({ from: '/home/anna/Docs', inPlace: true, map: [] }, ['/home/anna/Docs']);
    expect(paths.target(item('/home/anna/Docs/a'))).toBe('home/anna/Docs/a');
    expect(paths.inner(item('/home/anna/Docs/a'))).toBe('/a');
  });
  it('knows what was backed up from what only leads there', () => {
    const paths = into();
    expect(['/', '/home', '/home/anna', '/home/anna/Docs', '/home/anna/Docs/a', '/home/anna/Docs2'].map((path) => paths.isSaved(path))).toEqual([false, false, false, true, true, false]);
    expect(new RestorePaths({ from: '/', inPlace: true, map: [] }, ['/']).isSaved('/etc')).toBe(true);
  });
});
