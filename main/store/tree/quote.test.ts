/** File names come through any spelling unharmed, and look as Go spells them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawFromText } from '../../entry/name.ts';
import { quote, unquote, unquoteLeniently } from './quote.ts';

const rawName = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('quote', () => {
  it.each([
    ['plain name.txt', 'plain name.txt'],
    ['"it\'s"', '\\"it\'s\\"'],
    ['a\\b', 'a\\\\b'],
    ['\x00\x01\x07\b\t\n\v\f\r\x1b\x7f', '\\x00\\x01\\a\\b\\t\\n\\v\\f\\r\\x1b\\x7f'],
    ['äöü 漢字 😀 עברית', 'äöü 漢字 😀 עברית'],
    ['<&>', '<&>'],
    ['\u00a0\u00ad\u0080\u2028\u200b\ufeff', '\\u00a0\\u00ad\\u0080\\u2028\\u200b\\ufeff'],
    ['\ufffd', '\ufffd'],
    ['\u{e0001}\u{10ffff}', '\\U000e0001\\U0010ffff'],
  ])('spells %j', (name, quoted) => {
    expect(quote(rawFromText(name))).toBe(rawFromText(quoted));
    expect(unquote(rawFromText(quoted))).toBe(rawFromText(name));
  });

  it('spells bytes that are no UTF-8 one by one', () => {
    expect(quote('a\xff\xc3(\xe2\x82\xed\xa0\x80')).toBe('a\\xff\\xc3(\\xe2\\x82\\xed\\xa0\\x80');
  });

  it('loses no byte of any name', () => {
    fc.assert(fc.property(fc.oneof(rawName, fc.string({ unit: 'binary' }).map(rawFromText)), (raw) => {
      expect(unquote(quote(raw))).toBe(raw);
    }));
  });
});

describe('unquote', () => {
  it.each([
    ['\\101\\377', 'A\xff'],
    ['\\xE4\\u00E4\\U0001F600', `\xe4${rawFromText('ä😀')}`],
    ['\xff', '\xff'],
  ])('reads %j', (quoted, raw) => expect(unquote(quoted)).toBe(raw));

  it.each(['"', 'a"b', '\\', 'a\\', '\\q', "\\'", '\\x1', '\\xg0', '\\u12', '\\ud800', '\\U00110000', '\\400', '\\18', '\n', '\\\\"', '\\X41'])('refuses %j', (text) => {
    expect(() => unquote(text)).toThrow(/is not quoted as it should be/);
    expect(unquoteLeniently(text)).toBe(text);
  });
});
