/** Paths of all kinds keep their last name whole. */
import { expect, it } from 'vitest';
import { pathParts } from './path-parts.ts';

it('parts a path before its last name', () => {
  expect(pathParts('/home/a/b.txt')).toEqual({ folder: '/home/a/', name: 'b.txt' });
  expect(pathParts('/home/a/')).toEqual({ folder: '/home/', name: 'a/' });
  expect(pathParts('b.txt')).toEqual({ folder: '', name: 'b.txt' });
  expect(pathParts('/')).toEqual({ folder: '', name: '/' });
  expect(pathParts('')).toEqual({ folder: '', name: '' });
  expect(pathParts('/a/line\nbreak')).toEqual({ folder: '/a/', name: 'line␊break' });
});
