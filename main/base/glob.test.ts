/** Tests of glob.ts: meanings by example, and the fast paths against the plain rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from './fault.ts';
import { compileGlobs } from './glob.ts';
import { compilePattern, matchPath } from './glob-pattern.ts';
import { toByteString } from './utf8.ts';

const matches = (pattern: string, path: string): boolean => compileGlobs([pattern]).matches(toByteString(path));

describe('one pattern', () => {
  it.each([
    // pattern, path, matches
    ['foo', '/a/foo', true],
    ['foo', '/a/foo/b', true],
    ['foo', '/a/food', false],
    ['a/b', '/x/a/b/c', true],
    ['a/b', '/a/x/b', false],
    ['/a', '/a', true],
    ['/a', '/x/a', false],
    ['/a/', '/a/b', true],
    ['/', '/anything', true],
    ['*.o', '/a/x.o', true],
    ['*.o', '/a/.o', true],
    ['*.o', '/a/x.old', false],
    ['*.tar.gz', '/x.tar.gz', true],
    ['*', '/a', true],
    ['a*c*e', '/abcde', true],
    ['/home/*/tmp', '/home/u/tmp/x', true],
    ['/home/*/tmp', '/home/u/v/tmp', false],
    ['**', '/a', true],
    ['a/**/b', '/a/b', true],
    ['a/**/b', '/a/x/y/b/z', true],
    ['/a/**/b', '/x/a/b', false],
    ['foo/**', '/foo', true],
    ['**/foo', '/foo', true],
    ['/a/**/b/**/c', '/a/b/b/x/c', true],
    ['/a/**/b/**/c', '/a/x/b/c', false],
    ['/a/**/b/**/c', '/a/x/y/z/b/c', false],
    ['/a/**/**', '/a', false],
    ['/a/**/**', '/a/b', true],
    ['a/**/**', '/x/a', true],
    ['**/**', '/a', true],
    ['x**y', '/xzzy', true],
    ['a/../b', '/b', true],
    ['./a', '/a', true],
    ['a//b', '/a/b', true],
    ['?', '/é', true],
    ['??', '/é', false],
    ['?', '/🦀', true],
    ['[à-é]', '/è', true],
    ['[^a]', '/b', true],
    ['[^a]', '/a', false],
    ['[!a]', '/!', true],
    ['[a-c]x', '/bx', true],
    ['[]a]', '/a', null],
    ['[a', '/a', null],
    ['a\\', '/a', null],
    ['[a-]', '/a', null],
    ['[]', '/a', null],
    ['\\*', '/*', true],
    ['\\*', '/a', false],
    ['[\\]]', '/]', true],
    ['[\\-a]', '/-', true],
    ['', '/a', false],
  ] as const)('%j on %j: %j', (pattern, path, expected) => {
    if (expected !== null) return expect(matches(pattern, path)).toBe(expected);
    expect(() => compileGlobs([pattern])).toThrow(expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(pattern) }));
  });

  it('matches bytes that are not UTF-8 one at a time', () => {
    expect(compileGlobs(['a??']).matches('/a\xff\xfe')).toBe(true);
    expect(compileGlobs(['a?']).matches('/a\xff\xfe')).toBe(false);
    expect(compileGlobs(['é']).matches('/\xc3\xa9')).toBe(true);
  });

  it('takes no time to fail', () => {
    expect(matches(`${'a*'.repeat(30)}b`, `/${'a'.repeat(200)}`)).toBe(false);
    expect(matches(`${'**/a/'.repeat(30)}b`, `/${'a/'.repeat(200)}c`)).toBe(false);
  });
});

describe('a list', () => {
  it('lets the last word count', () => {
    const globs = compileGlobs(['*.log', '!important.log', '/x/important.log']);
    expect([globs.matches('/a.log'), globs.matches('/important.log'), globs.matches('/x/important.log')]).toEqual([true, false, true]);
  });

  it('tells when case does not matter, beyond ASCII too', () => {
    const globs = compileGlobs(['ÄPFEL', '*.JPG'], { ignoreCase: true });
    expect([toByteString('/äpfel'), '/x.jpg', '/x.JpG', '/\xff.jpG', '/x.png'].map((path) => globs.matches(path))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(compileGlobs(['*.JPG']).matches('/x.jpg')).toBe(false);
  });

  it('tells where a search for included paths must go', () => {
    const globs = compileGlobs(['/home/u/docs', '/srv/**/data']);
    const must = ['/home', '/home/u', '/home/u/docs', '/srv', '/srv/a/b'].map((path) => globs.childMayMatch(path));
    expect(must).toEqual([true, true, true, true, true]);
    expect(['/etc', '/home/v', '/home/u/pics'].map((path) => globs.childMayMatch(path))).toEqual([false, false, false]);
    expect(compileGlobs(['name']).childMayMatch('/anywhere')).toBe(true);
    expect(compileGlobs([]).childMayMatch('/a')).toBe(false);
    expect(compileGlobs(['name', '!/no']).childMayMatch('/no/x')).toBe(false);
  });

  it('agrees with trying every pattern in turn', () => {
    const part = fc.constantFrom('a', 'b', 'ab', 'a.b', '*', '*.b', 'a*', '?', '[ab]', '**', '*.a.b', '..', '.');
    const pattern = fc
      .tuple(fc.constantFrom('', '/', '!', '!/'), fc.array(part, { minLength: 1, maxLength: 4 }))
      .map(([start, parts]) => start + parts.join('/'));
    const path = fc.array(fc.constantFrom('a', 'b', 'ab', 'a.b', 'c', 'a.a.b'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), path, (patterns, names) => {
        const expected = patterns.reduce((matched, text) => {
          const one = compilePattern(text, (bytes) => bytes);
          return matchPath(one, names) ? !one.negated : matched;
        }, false);
        const globs = compileGlobs(patterns);
        expect(globs.matches(`/${names.join('/')}`)).toBe(expected);
        const walked = names.findIndex((name, at) => globs.matchesNext(`/${names.slice(0, at + 1).join('/')}`, name));
        if (!patterns.some((text) => text.startsWith('!'))) expect(walked >= 0).toBe(expected);
        if (expected && names.length > 1) expect(globs.childMayMatch(`/${names.slice(0, -1).join('/')}`)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('blames the malformed pattern', () => {
    const blamed = ((): unknown => {
      try {
        return compileGlobs(['fine', '[z-']);
      } catch (error) {
        return error;
      }
    })();
    expect(isFault(blamed, 'invalid') && blamed.context).toEqual({ pattern: '[z-' });
  });
});
