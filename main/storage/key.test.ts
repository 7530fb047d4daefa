/** Keys: what is let through, and that nothing let through can leave the folder it is joined to. */
import { join, resolve, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPrefix, assertKey, isKey } from './key.ts';

const hex = 'ab'.repeat(32);

describe('a key', () => {
  it.each(['config', `data/ab/${hex}`, 'a', '.hidden', 'a.b.c', 'x_y-z.tar.gz', 'a/b/c/d/e', `${hex}-tmp-1234`])('may be %s', (key) => {
    expect(isKey(key)).toBe(true);
    expect(() => assertKey(key)).not.toThrow();
  });

  it.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    '../a',
    'a/..',
    'a..b',
    'a.',
    'A',
    'a b',
    'a\\b',
    'c:',
    'a\n',
    'é',
    'a.part',
    'x.part/y',
    'n'.repeat(201),
  ])('may not be %j', (key) => {
    expect(() => assertKey(key)).toThrow(expect.objectContaining({ kind: 'invalid', context: { key } }));
  });

  it('never leads out of its root, whatever the text', () => {
    const part = fc.stringMatching(/^[a-zA-Z.\\/: _-]{0,6}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const key = parts.join('/');
        if (!isKey(key)) return;
        expect(resolve('/root', key)).toBe(join('/root', key));
        expect(resolve('/root', key).startsWith('/root/')).toBe(true);
        expect(win32.resolve('C:\\root', key).startsWith('C:\\root\\')).toBe(true);
      }),
    );
  });
});

describe('a prefix', () => {
  it.each([
    ['', ''],
    ['index', 'index/'],
    ['index/', 'index/'],
    ['data/ab', 'data/ab/'],
  ])('%j means %j', (prefix, meant) => expect(asPrefix(prefix)).toBe(meant));

  it.each(['/', '//', '..', '../', 'a//', 'A/'])('may not be %j', (prefix) => {
    expect(() => asPrefix(prefix)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
