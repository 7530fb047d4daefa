/** JSON as Go spells it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawFromText } from '../../entry/name.ts';
import { ByteWriter } from './byte-writer.ts';
import { jsonOfRaw, jsonOfValue, writeRaw } from './go-json.ts';

const CASES: readonly (readonly [text: string, json: string])[] = [
  ['plain, ~', '"plain, ~"'],
  ['"\\', '"\\"\\\\"'],
  ['\n\r\t\b\f\x00\x1f\x7f', '"\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\x7f"'],
  ['<&>', '"\\u003c\\u0026\\u003e"'],
  ['\u2028\u2029', '"\\u2028\\u2029"'],
  ['\\b \\\\f', '"\\\\b \\\\\\\\f"'],
  ['ä漢😀', '"ä漢😀"'],
];

describe('jsonOfRaw', () => {
  it.each(CASES)('spells %j', (text, json) => expect(jsonOfRaw(rawFromText(text))).toBe(rawFromText(json)));

  it('puts U+FFFD for each byte that is no UTF-8', () => expect(jsonOfRaw('a\xff\xc0\x80')).toBe('"a\\ufffd\\ufffd\\ufffd"'));

  it('is JSON that says the same, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = jsonOfRaw(rawFromText(text));
      expect(JSON.parse(Buffer.from(json, 'latin1').toString())).toBe(text);
      const writer = new ByteWriter(1);
      writeRaw(writer, rawFromText(text));
      expect(Buffer.from(writer.finish()).toString('latin1')).toBe(json);
    }));
  });
});

describe('jsonOfValue', () => {
  it.each(CASES)('spells %j', (text, json) => expect(Buffer.from(jsonOfValue({ a: [text] })).toString()).toBe(`{"a":[${json}]}`));

  it('says the same as any other JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(Buffer.from(jsonOfValue(value)).toString())).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });

  it('has no half characters', () => expect(Buffer.from(jsonOfValue('\ud800')).toString()).toBe('"\ufffd"'));
});
