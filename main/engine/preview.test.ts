/** What can be shown is decided by the bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageType, textEncoding, wholeCharacters } from './preview.ts';

const bytes = (...parts: (string | number[])[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

describe('an image', () => {
  it.each([
    ['image/png', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a])], ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])], ['image/gif', bytes('GIF89a')], ['image/gif', bytes('GIF87a')],
    ['image/webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 ')], ['image/avif', bytes([0, 0, 0, 0x20], 'ftypavif')], ['image/avif', bytes([0, 0, 0, 0x20], 'ftypavis')],
    ['image/bmp', bytes('BM', [9, 9, 9, 9, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0])], ['image/x-icon', bytes([0, 0, 1, 0, 2, 0])],
  ])('%s', (mime, head) => expect(imageType(head)).toBe(mime));

  it.each([
    ['SVG', bytes('<svg/>')], ['a letter to BMW', bytes('BMW is a maker of cars, and this is no image')], ['RIFF sound', bytes('RIFF', [1, 2, 3, 4], 'WAVE')],
    ['a video', bytes([0, 0, 0, 0x20], 'ftypisom')], ['nothing', bytes('')], ['half a signature', bytes([0x89], 'PN')],
  ])('not %s', (_, head) => expect(imageType(head)).toBeNull());
});

describe('text', () => {
  it.each([
    ['words', bytes('a line\n\tand another\r\n'), 'utf-8'], ['nothing', bytes(''), 'utf-8'], ['UTF-8', Buffer.from('grüße 🎉'), 'utf-8'], ['with its mark', bytes([0xef, 0xbb, 0xbf], 'x'), 'utf-8'],
    ['UTF-16', bytes([0xff, 0xfe, 0x61, 0]), 'utf-16le'], ['the other UTF-16', bytes([0xfe, 0xff, 0, 0x61]), 'utf-16be'], ['coloured logs', bytes([0x1b], '[31mred'), 'utf-8'],
    ['a program', bytes([0x7f], 'ELF', [2, 1, 1, 0, 0]), null], ['other encodings', bytes('gr', [0xfc, 0xdf], 'e'), null], ['a zero in words', bytes('abc', [0], 'def'), null],
  ])('%s', (_, head, expected) => expect(textEncoding(head, false)).toBe(expected));

  it('may be cut within a character, but not end so', () => {
    const half = Buffer.from('ab€').subarray(0, 4);
    expect([textEncoding(half, true), textEncoding(half, false)]).toEqual(['utf-8', null]);
  });

  it('is cut at a character, and no more than one is lost', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (text, at) => {
      for (const encoding of ['utf-8', 'utf-16le'] as const) {
        const all = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
        const part = all.subarray(0, 1 + (at % all.length));
        const length = wholeCharacters(part, encoding);
        expect(part.length - length).toBeLessThan(4);
        expect(text.startsWith(new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(part.subarray(0, length)))).toBe(true);
      }
    }));
  });
});
