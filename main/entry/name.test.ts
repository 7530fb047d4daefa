/** Tests of name.ts. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseRaw, dirRaw, fromBytes, fsPath, joinRaw, rawFromText, showName, toBytes } from './name.ts';

describe('raw names', () => {
  it('keep every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(new Uint8Array(toBytes(fromBytes(bytes)))).toEqual(bytes);
      }),
    );
  });

  it('hold text as its UTF-8 bytes and show it again', () => {
    expect(rawFromText('né')).toBe('n\xc3\xa9');
    const shown = fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u.test(text));
    fc.assert(
      fc.property(shown, (text) => {
        expect(showName(rawFromText(text))).toBe(text);
      }),
    );
  });

  it('reach files whose names are not UTF-8', () => {
    const dir = mkdtempSync(join(tmpdir(), 'holdfast-name-'));
    writeFileSync(fsPath(joinRaw(dir, 'a\xff\xc3')), '');
    expect(readdirSync(dir, 'latin1')).toEqual(['a\xff\xc3']);
    rmSync(dir, { recursive: true });
  });
});

describe('showName', () => {
  it('shows bytes that are not UTF-8, over-long forms and surrogates as \\xNN', () => {
    expect(showName('a\xff')).toBe('a\\xff');
    expect(showName('\xc0\xaf')).toBe('\\xc0\\xaf');
    expect(showName('\xed\xa0\x80')).toBe('\\xed\\xa0\\x80');
    expect(showName('\xe2\x82')).toBe('\\xe2\\x82');
  });

  it('lets nothing through that a terminal obeys or that turns the line round', () => {
    expect(showName('a\x1b[2Jb\n\x7f')).toBe('a\\x1b[2Jb\\x0a\\x7f');
    expect(showName(rawFromText('\u009b31m'))).toBe('\\xc2\\x9b31m');
    expect(showName(rawFromText('x\u202egpj.exe'))).toBe('x\\xe2\\x80\\xaegpj.exe');
  });

  it('agrees with the strict UTF-8 decoder on what is valid', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const valid = (bytes: Uint8Array): boolean => {
      try {
        decoder.decode(bytes);
        return true;
      } catch {
        return false; // the decoder's way of saying no
      }
    };
    const high = fc.array(fc.integer({ min: 0xa0, max: 0xff }), { maxLength: 2 });
    fc.assert(
      fc.property(high, (bytes) => {
        expect(/\\x/.test(showName(String.fromCharCode(...bytes)))).toBe(!valid(new Uint8Array(bytes)));
      }),
    );
  });
});

describe('paths', () => {
  it('join and come apart', () => {
    expect(joinRaw('/', 'a')).toBe('/a');
    expect(joinRaw('/a', 'b')).toBe('/a/b');
    expect(joinRaw('', 'b')).toBe('b');
    expect([dirRaw('/a/b'), dirRaw('/a'), dirRaw('/'), dirRaw('a/b'), dirRaw('a')]).toEqual(['/a', '/', '/', 'a', '']);
    expect([baseRaw('/a/b'), baseRaw('a'), baseRaw('/')]).toEqual(['b', 'a', '']);
  });

  it('are not encoded twice', () => {
    const name = rawFromText('é');
    expect(execFileSync('printf', ['%s', 'é'])).toEqual(fsPath(name));
    expect(fsPath('plain')).toBe('plain');
  });
});
