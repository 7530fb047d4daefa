/** What somebody types into a search field fits the names they mean. */
import { describe, expect, it } from 'vitest';
import { rawFromText } from '../entry/name.ts';
import { nameMatch } from './name-match.ts';

const fits = (text: string, path: string): boolean => {
  const raw = rawFromText(path);
  const cut = raw.lastIndexOf('/');
  return nameMatch(text)(cut === 0 ? '/' : raw.slice(0, cut), raw.slice(cut + 1));
};

describe('a text', () => {
  it.each([
    ['tax', '/home/Tax 2025.ods', true], ['TAX', '/home/syntax.txt', true], ['tax', '/tax/other', false],
    ['caf\u00e9', '/Cafe\u0301 menu', true], ['CAFE\u0301', '/caf\u00e9', true], ['straße', '/STRASSE', false], ['ÄÖ', '/xäöx', true],
    ['100%', '/100% sure', true], ['a.b', '/axb', false], ['(1)', '/photo (1).jpg', true], ['{x}', '/{x}', true],
    ['docs/tax', '/home/Docs/Tax.ods', true], ['docs/tax', '/home/docs/other/tax', false],
  ])('%s and %s: %s', (text, path, expected) => expect(fits(text, path)).toBe(expected));
});

describe('a pattern', () => {
  it.each([
    ['*.ODS', '/home/tax.ods', true], ['*.ods', '/tax.ods/inside', false], ['tax?', '/tax1', true], ['tax?', '/my tax1', false], ['[ab]*', '/Bob', true],
    ['*caf\u00e9*', '/my Cafe\u0301.txt', true], ['/home/**/notes.txt', '/home/a/b/notes.txt', true],
  ])('%s and %s: %s', (text, path, expected) => expect(fits(text, path)).toBe(expected));

  it('that is malformed is refused', () => expect(() => nameMatch('[a')).toThrow(expect.objectContaining({ kind: 'invalid' })));
});

it('bytes that are no text are compared as far as they are', () => {
  const match = nameMatch('NA');
  expect(match('/', 'na\xefve')).toBe(true);
  expect(nameMatch('*VE')('/', 'na\xefve')).toBe(true);
});
