/** Where restored paths go. */
import { expect, it } from 'vitest';
import { isFault } from '../base/fault.ts';
import { pathMap } from './path-map.ts';

it('makes paths relative to the target', () => {
  expect(pathMap([])('/home/me/a')).toBe('home/me/a');
});
it('moves a subtree, and only at whole names', () => {
  const mapped = pathMap([{ from: '/home/me', to: '/back' }]);
  expect(mapped('/home/me')).toBe('back');
  expect(mapped('/home/me/a/b')).toBe('back/a/b');
  expect(mapped('/home/melanie')).toBe('home/melanie');
});
it('lets the longest rule win, whatever the order', () => {
  const mapped = pathMap([{ from: '/a', to: '/x' }, { from: '/a/b', to: '/y' }]);
  expect(mapped('/a/b/c')).toBe('y/c');
  expect(mapped('/a/c')).toBe('x/c');
});
it('can move everything', () => {
  expect(pathMap([{ from: '/', to: '/all' }])('/a')).toBe('all/a');
});
it.each([['a', '/b'], ['/a', 'b'], ['/a', '/b/../c']])('refuses %s=%s', (from, to) => {
  expect(() => pathMap([{ from, to }])).toThrow(expect.toSatisfy((error) => isFault(error, 'invalid')));
});
