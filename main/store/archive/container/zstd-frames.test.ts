/** Tests of zstd-frames.ts and of what unpacks: frames are found however their bytes come. */
import { randomBytes } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameUnpacker, PACK, UNPACK } from './compression.ts';
import { contentLength } from './zstd-frames.ts';
import type { Compression } from './container.ts';

const unpackFrames = (compression: Compression, packed: Uint8Array): Buffer => Buffer.from(new FrameUnpacker(compression).unpack(packed));

const SKIPPABLE = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const contents = [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(300_000, 'ab'), randomBytes(200_000), Buffer.alloc(70_000)];
const frames = contents.flatMap((content, at) => [
  zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: at % 2, [constants.ZSTD_c_contentSizeFlag]: at % 3 === 0 ? 0 : 1 } }),
  SKIPPABLE,
]);
const packed = Buffer.concat(frames);

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const unpack = async (compression: Compression, bytes: Uint8Array, sizes: readonly number[]): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(UNPACK[compression](inPieces(bytes, sizes))));

describe('a zstd stream of many frames', () => {
  it('is unpacked whole, in whatever pieces it comes', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 });
    const same = fc.asyncProperty(sizes, async (pieces) => {
      expect((await unpack('zstd', packed, [...pieces, 5000])).equals(Buffer.concat(contents))).toBe(true);
    });
    await fc.assert(same, { numRuns: 30 });
  });

  it('is found damaged where it ends in a frame, or is something else', async () => {
    for (const bytes of [packed.subarray(0, -1), packed.subarray(0, packed.length - 5000), Buffer.concat([packed, Buffer.from('more')])]) {
      await expect(unpack('zstd', bytes, [10_000])).rejects.toMatchObject({ kind: 'damaged' });
      expect(() => unpackFrames('zstd', bytes)).toThrow(expect.objectContaining({ kind: 'damaged' }));
    }
  });
});

describe('zstd frames that are at hand', () => {
  it('are unpacked as those that come in pieces', () => {
    expect(unpackFrames('zstd', packed).equals(Buffer.concat(contents))).toBe(true);
  });

  it('are found damaged wherever they are cut, and where a byte is another', () => {
    const frame = zstdCompressSync(contents[3]!, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
    for (const length of [1, 4, 5, 7, 9, 100, frame.length - 4, frame.length - 1]) expect(() => unpackFrames('zstd', frame.subarray(0, length))).toThrow(expect.objectContaining({ kind: 'damaged' }));
    const altered = Buffer.from(frame);
    altered[frame.length >> 1]! ^= 1;
    expect(() => unpackFrames('zstd', altered)).toThrow(expect.objectContaining({ kind: 'damaged' }));
  });
});

describe('frames that tell their length', () => {
  it('are unpacked one after the other in the same memory, whatever their lengths', () => {
    const unpacker = new FrameUnpacker('zstd');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(400), (bytes, times) => {
      const content = Buffer.concat(Array.from({ length: times }, () => bytes));
      const frame = zstdCompressSync(content, { pledgedSrcSize: content.length });
      expect(contentLength(frame)).toBe(content.length);
      expect(Buffer.compare(unpacker.unpack(frame), content)).toBe(0);
    }));
  });

  it('are found damaged where they lie about it, and the next one is right again', () => {
    const unpacker = new FrameUnpacker('zstd');
    const frame = zstdCompressSync(Buffer.alloc(100_000, 'ab'), { pledgedSrcSize: 100_000 });
    const lying = Buffer.from(frame);
    const at = lying.indexOf(Buffer.from([0xa0, 0x86, 0x01, 0x00])); // 100,000
    for (const length of [1, 99_999, 100_001, 3_000_000]) {
      lying.writeUInt32LE(length, at);
      expect(() => unpacker.unpack(lying)).toThrow(expect.objectContaining({ kind: 'damaged' }));
      expect(unpacker.unpack(frame).length).toBe(100_000);
    }
  });
});

describe('what is packed', () => {
  it.each(['none', 'gzip', 'zstd'] as const)('by %s is unpacked, frame after frame', async (compression) => {
    const all = Buffer.concat(await Promise.all(contents.map((content) => PACK[compression](content))));
    expect((await unpack(compression, all, [33_333])).equals(Buffer.concat(contents))).toBe(true);
    expect(unpackFrames(compression, all).equals(Buffer.concat(contents))).toBe(true);
  });
});
