import { describe, expect, it } from 'vitest';
import { commonFolder, crumbsOf, isIn, nameOf, parentOf, startFolder } from './paths.ts';

describe('paths', () => {
  it('starts in the deepest folder that holds everything', () => {
    expect(startFolder(['/home/ann/Documents'])).toBe('/home/ann/Documents');
    expect(startFolder(['/home/ann/Documents', '/home/ann/Pictures'])).toBe('/home/ann');
    expect(startFolder(['/home/ann', '/home/anna'])).toBe('/home');
    expect(startFolder(['/etc', '/home/ann'])).toBe('/');
    expect(startFolder(['C:\\Users\\ann'])).toBe('/C/Users/ann');
    expect(startFolder(['relative'])).toBe('/');
    expect(startFolder([])).toBe('/');
  });
  it('knows what lies in what', () => {
    expect(isIn('/a/b', '/a')).toBe(true);
    expect(isIn('/ab', '/a')).toBe(false);
    expect(isIn('/a', '/a')).toBe(true);
    expect(isIn('/a', '/')).toBe(true);
  });
  it('goes up and stops at the root', () => {
    expect(parentOf('/a/b')).toBe('/a');
    expect(parentOf('/a')).toBe('/');
    expect(parentOf('/')).toBe('/');
    expect(nameOf('/a/b')).toBe('b');
    expect(crumbsOf('/a/b')).toEqual([{ name: '', path: '/' }, { name: 'a', path: '/a' }, { name: 'b', path: '/a/b' }]);
    expect(commonFolder([])).toBe('/');
  });
});
