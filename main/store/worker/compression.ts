/** zstd as workers use it, frame by frame. Contexts are made once a thread: a new one costs more than a small frame. */
import { constants, createZstdCompress, createZstdDecompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Somewhat smaller than what restic's default ("auto") makes. */
const LEVEL = 3;
/** Tables of 128 KiB each, which stay in the processor's cache: a tenth less time than the level's own sizes, half a percent more to store. */
const TABLE_LOG = 15;
const PARAMS = {
  [constants.ZSTD_c_compressionLevel]: LEVEL,
  [constants.ZSTD_c_hashLog]: TABLE_LOG,
  [constants.ZSTD_c_chainLog]: TABLE_LOG,
};

type Params = Readonly<Record<number, number>>;

/**
 * Node's own context, as its streams use it. Not a documented interface: where it is not what is expected here, the documented calls with
 * a context a blob do the same, slower.
 */
interface Handle {
  onerror: unknown;
  writeSync(flush: number, from: Uint8Array, offset: number, length: number, into: Uint8Array, intoOffset: number, room: number): void;
}

/** One direction of zstd, frame after frame. */
class Context {
  readonly #handle: Handle;
  /** After a write: room left, input left. */
  readonly #state: Uint32Array;
  readonly #flush: number;
  #failed = false;

  constructor(stream: unknown, flush: number) {
    const { _handle: handle, _writeState: state } = stream as { _handle?: Handle; _writeState?: Uint32Array };
    if (typeof handle?.writeSync !== 'function' || !(state instanceof Uint32Array)) throw new Error('this Node keeps its contexts differently');
    handle.onerror = () => void (this.#failed = true); // as it is, it would end a stream that nobody uses
    this.#handle = handle;
    this.#state = state;
    this.#flush = flush;
  }

  /** Bytes written into `into`; null where something is wrong, or there was not a byte of room to spare: the context is spoilt then. */
  run(from: Uint8Array, into: Uint8Array): number | null {
    this.#failed = false;
    this.#handle.writeSync(this.#flush, from, 0, from.length, into, 0, into.length);
    const [room, left] = this.#state;
    return this.#failed || room === 0 || left > 0 ? null : into.length - room;
  }
}

const compressing = (params: Params) => (): Context => new Context(createZstdCompress({ params }), constants.ZSTD_e_end);
const decompressing = (): Context => new Context(createZstdDecompress(), constants.ZSTD_e_flush);

/** Whether a context can be had, and does what is expected of it twice in a row. */
function works(make: () => Context, from: Uint8Array, isExpected: (made: Uint8Array) => boolean): boolean {
  try {
    const context = make();
    return [1, 2].every(() => {
      const into = new Uint8Array(SAMPLE.length + 1);
      const length = context.run(from, into);
      return length !== null && isExpected(into.subarray(0, length));
    });
  } catch {
    return false; // the documented calls serve
  }
}

const SAMPLE = new Uint8Array(1000).fill(7);
const isSample = (bytes: Uint8Array): boolean => Buffer.compare(bytes, SAMPLE) === 0;

/** Bytes that zstd and gzip never need more than. With room for them zstd packs in one go, without a copy of its input (its ZSTD_COMPRESSBOUND). */
export const worstCase = (length: number): number => length + (length >> 8) + 128;

export class Compressor {
  readonly #params: Params;
  readonly #open: () => Context | null;
  #context: Context | null;
  #out: Uint8Array<ArrayBuffer>;

  /**
   * @param largest frame that will come, in bytes. Memory counts from when it is first written to.
   * @param checksum whether each frame has one: what has a name made of its content needs none.
   */
  constructor(largest = 8 * 1024 * 1024, checksum = false) {
    this.#params = checksum ? { ...PARAMS, [constants.ZSTD_c_checksumFlag]: 1 } : PARAMS;
    this.#open = works(compressing(this.#params), SAMPLE, (packed) => isSample(zstdDecompressSync(packed))) ? compressing(this.#params) : () => null;
    this.#context = this.#open();
    this.#out = unfilled(worstCase(largest));
  }

  /** The compressed bytes, or null where they would not be smaller: then the blob is stored plain. A view, good until the next call. */
  compress(plain: Uint8Array): Uint8Array | null {
    if (plain.length === 0) return null; // length 0 is the format's mark for "plain"
    const packed = this.always(plain);
    return packed.length < plain.length ? packed : null;
  }

  /** Compressed even where that takes more room: directories always are in version 2, and restic's prune writes packs with others anew. A view too. */
  always(plain: Uint8Array): Uint8Array {
    const room = worstCase(plain.length);
    if (this.#out.length < room) this.#out = unfilled(room);
    const length = this.#context?.run(plain, this.#out.subarray(0, room)) ?? null;
    if (length !== null) return this.#out.subarray(0, length);
    this.#context = this.#open();
    return zstdCompressSync(plain, { chunkSize: room, pledgedSrcSize: plain.length, params: this.#params });
  }
}

export class Decompressor {
  readonly #open = works(decompressing, zstdCompressSync(SAMPLE), isSample) ? decompressing : () => null;
  #context = this.#open();
  #out = new Uint8Array(0);

  /** The plain bytes: a view, good until the next call. @throws Error when the frame is broken, or unfolds to another length. */
  decompress(packed: Uint8Array, length: number): Uint8Array {
    if (this.#out.length <= length) this.#out = unfilled(Math.max(length + 1, 2 * this.#out.length));
    if (this.#context?.run(packed, this.#out.subarray(0, length + 1)) === length) return this.#out.subarray(0, length);
    this.#context = this.#open();
    return decompress(packed, length); // which knows for certain, and says what is wrong
  }
}

/** In memory of its own, with a context of its own. @throws as `Decompressor.decompress`. */
export function decompress(packed: Uint8Array, length: number): Uint8Array {
  const plain = zstdDecompressSync(packed, { chunkSize: Math.max(64, length), maxOutputLength: Math.max(64, length) });
  if (plain.length !== length) throw new Error(`decompresses to ${plain.length} bytes instead of ${length}`);
  return plain;
}

/** Not zeroed: a page of it becomes memory only when something is written there. */
const unfilled = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
