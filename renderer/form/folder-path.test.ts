import { describe, expect, it } from 'vitest';
import { isAbsolute, lies, nameOf, outermost, parentOf, trailOf } from './folder-path.ts';

describe('a folder path', () => {
  it('knows the folder above, up to the root', () => {
    expect(parentOf('/home/ann/Documents')).toBe('/home/ann');
    expect(parentOf('/home')).toBe('/');
    expect(parentOf('/')).toBeNull();
    expect(parentOf('C:\\Users\\Ann')).toBe('C:\\Users');
    expect(parentOf('C:\\')).toBeNull();
  });

  it('is shown as a trail whose every step is a path of its own', () => {
    expect(trailOf('/home/ann')).toEqual([{ name: '/', path: '/' }, { name: 'home', path: '/home' }, { name: 'ann', path: '/home/ann' }]);
    expect(trailOf('C:\\Users\\Ann').map(({ path }) => path)).toEqual(['C:\\', 'C:\\Users', 'C:\\Users\\Ann']);
  });

  it('keeps names with newlines, backslashes and right-to-left letters whole', () => {
    expect(nameOf('/data/two\nlines')).toBe('two\nlines');
    expect(nameOf('/data/back\\slash')).toBe('back\\slash');
    expect(nameOf('/data/תמונות')).toBe('תמונות');
  });

  it('tells an absolute path from one that would need guessing', () => {
    expect(['/a', '~', '~/a', 'D:\\a', '\\\\nas\\a'].every(isAbsolute)).toBe(true);
    expect(['a', './a', '', '~ann'].some(isAbsolute)).toBe(false);
  });

  it('tells what lies in what by whole names', () => {
    expect(lies('/home/ann/x', '/home/ann')).toBe(true);
    expect(lies('/home/anna', '/home/ann')).toBe(false);
    expect(lies('/x', '/')).toBe(true);
  });

  it('counts a folder inside another one, or named twice, only once', () => {
    expect(outermost(['/a', '/a/b', '/c', '/a'])).toEqual(['/a', '/c']);
  });
});
