/** What is put into a file comes out of it, in both versions of the format, and a bomb does not go off. */
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeUnpacked, encodeUnpacked } from './unpacked.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const bomb = Buffer.concat([Buffer.of(2), zstdCompressSync(Buffer.alloc(1_000_000))]);

describe('an unpacked file', () => {
  it.each(['{}', '[]', `{"a":"${'b'.repeat(100_000)}"}`, ''])('comes back in versions 1 and 2: %.20s', (json) => {
    for (const version of [1, 2]) expect(text(decodeUnpacked(encodeUnpacked(Buffer.from(json), version)))).toBe(json);
  });

  it.each([0, 1, 255, 256, 70_000, 5_000_000])('comes back whether its frame says how long it is or not: %i bytes', (length) => {
    const json = Buffer.from(`[${' '.repeat(length)}]`);
    for (const pledgedSrcSize of [json.length, undefined]) {
      const frame = zstdCompressSync(json, pledgedSrcSize === undefined ? {} : { pledgedSrcSize });
      expect(Buffer.compare(decodeUnpacked(Buffer.concat([Buffer.of(2), frame])), json)).toBe(0);
    }
  });

  it('is plain in version 1, compressed in version 2', () => {
    const json = Buffer.from(`{"a":"${'b'.repeat(1000)}"}`);
    expect(encodeUnpacked(json, 1)).toEqual(json);
    const packed = encodeUnpacked(json, 2);
    expect([packed[0], packed.length < 100]).toEqual([2, true]);
  });

  it('may unfold to as much as is allowed and no more', () => {
    expect(decodeUnpacked(bomb, 1_000_000).length).toBe(1_000_000);
    expect(() => decodeUnpacked(bomb, 999_999)).toThrow('unfolds to more than 999999 bytes');
  });

  it.each([['unknown', Buffer.of(1, 2, 3)], ['broken', Buffer.of(2, 1, 2, 3)], ['cut off', bomb.subarray(0, -1)], ['empty', Buffer.of(2)]])('is damaged when it is %s', (_, bytes) => {
    expect(() => decodeUnpacked(bytes)).toThrow(expect.objectContaining({ kind: 'damaged' }) as Error);
  });
});
