/** Packing and unpacking frames: each is complete by itself, and all of them after one another are one ordinary gzip or zstd stream. */
import { promisify } from 'node:util';
import { constants, createGunzip, createZstdDecompress, gunzipSync, gzip, zstdCompress, zstdDecompressSync } from 'node:zlib';
import type { Duplex } from 'node:stream';
import { Fault, isFault } from '../../../base/fault.ts';
import { freeBuffer } from '../../../base/free.ts';
import type { Compression } from './container.ts';
import { through } from './through.ts';
import { Decompressor, worstCase } from '../../worker/compression.ts';
import { contentLength, zstdFrames, zstdFramesOf } from './zstd-frames.ts';

const gzipBytes = promisify(gzip);
const zstdBytes: (bytes: Uint8Array, options: object) => Promise<Uint8Array<ArrayBuffer>> = promisify(zstdCompress);

/** The usual compromise of each between time and room. */
export const GZIP_LEVEL = 6;
const ZSTD = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };

/** Bytes below that may lie in memory others use, too. */
const SMALL = 128 * 1024;

/** In no more memory than it takes: the room for the worst case is given back at once. */
function alone(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { buffer } = packed;
  if (buffer.byteLength < SMALL || packed.length === buffer.byteLength) return packed;
  const exact = new Uint8Array(packed);
  freeBuffer(buffer);
  return exact;
}

/** One frame of the bytes; packed outside this thread. zstd in one go, instead of one turn of the event loop every few bytes. */
export const PACK = {
  none: (bytes) => Promise.resolve(bytes),
  gzip: (bytes) => gzipBytes(bytes, { level: GZIP_LEVEL }),
  zstd: (bytes) => zstdBytes(bytes, { chunkSize: worstCase(bytes.length), params: ZSTD }).then(alone),
} as const satisfies Record<Compression, (bytes: Uint8Array) => Promise<Uint8Array>>;

/** The content of all frames of a stream, in order. @throws Fault `damaged`. */
export const UNPACK = {
  none: (packed) => packed,
  gzip: (packed) => inflate(packed, () => createGunzip()),
  zstd: unpackZstd,
} as const satisfies Record<Compression, (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>>;

/** Node's decoder stops at the end of a frame, so each is given its own. */
async function* unpackZstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const frame of zstdFrames(packed)) yield* inflate(frame, () => createZstdDecompress());
}

/** Unpacks frames that are at hand, one after the other, in the same memory. */
export class FrameUnpacker {
  readonly #compression: Compression;
  #zstd: Decompressor | null = null;

  constructor(compression: Compression) {
    this.#compression = compression;
  }

  /** A view, good until the next call. @throws Fault `damaged`. */
  unpack(packed: Uint8Array): Uint8Array {
    try {
      if (this.#compression === 'gzip') return gunzipSync(packed, { chunkSize: USUAL });
      if (this.#compression === 'none') return packed;
      const frames = zstdFramesOf(packed);
      const length = frames.length === 1 ? contentLength(frames[0]!) : null;
      if (length !== null && length <= LARGEST) return (this.#zstd ??= new Decompressor()).decompress(frames[0]!, length);
      const plain = frames.map((frame) => zstdDecompressSync(frame, { chunkSize: USUAL }));
      return plain.length === 1 ? plain[0]! : Buffer.concat(plain);
    } catch (error) {
      const fault = asDamaged(error);
      throw isFault(fault) ? fault : new Fault('damaged', 'The compressed data is not what it says it is.', { cause: error });
    }
  }
}

/** Room for what is usually in a frame, so that it is unpacked in one go. */
const USUAL = 2 << 20;
/** A frame that says it has more is not believed beforehand. */
const LARGEST = 8 << 20;

async function* inflate(packed: AsyncIterable<Uint8Array>, decoder: () => Duplex): AsyncGenerator<Uint8Array> {
  try {
    yield* through(packed, decoder());
  } catch (error) {
    throw asDamaged(error);
  }
}

const CODES = /^(Z_|ZSTD_|ERR_ZSTD|ERR_ZLIB)/;

/** The decoder's complaint as a Fault; any other error stays what it is. */
function asDamaged(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!CODES.test(code)) return error;
  if (code === 'Z_BUF_ERROR') return new Fault('damaged', 'The compressed data ends too early.', { cause: error });
  return new Fault('damaged', `The compressed data is damaged (${code}).`, { cause: error });
}

/** How a file that begins with these bytes is compressed; the last four are ways that are not read here. */
export function compressionOf(head: Uint8Array): Compression | 'xz' | 'bzip2' | 'lz4' | 'compress' {
  const is = (...magic: number[]): boolean => magic.every((byte, at) => head[at] === byte);
  if (is(0x1f, 0x8b)) return 'gzip';
  if (is(0x28, 0xb5, 0x2f, 0xfd) || is(0x50 | (head[0]! & 0x0f), 0x2a, 0x4d, 0x18)) return 'zstd';
  if (is(0xfd, 0x37, 0x7a, 0x58, 0x5a)) return 'xz';
  if (is(0x42, 0x5a, 0x68)) return 'bzip2';
  if (is(0x04, 0x22, 0x4d, 0x18)) return 'lz4';
  if (is(0x1f, 0x9d)) return 'compress';
  return 'none';
}
