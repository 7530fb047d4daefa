/** zstd as blobs use it: one frame, no checksum (the id is one). The context is made once a thread: a new one a blob costs more than a small blob. */
import { constants, createZstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** About restic's default ("auto") in ratio. */
const LEVEL = 3;
const PARAMS = { [constants.ZSTD_c_compressionLevel]: LEVEL };

/**
 * Node's own compression context, as its streams use it. Not a documented interface: where it is not what is expected here, the
 * documented call with a context a blob does the same, slower.
 */
interface Handle {
  reset(): void;
  writeSync(flush: number, from: Uint8Array, offset: number, length: number, into: Uint8Array, intoOffset: number, room: number): void;
}

interface Context {
  handle: Handle;
  /** After a write: room left, input left. */
  state: Uint32Array;
}

export class Compressor {
  readonly #context = openContext();
  #out = new Uint8Array(0);

  /** The compressed bytes, or null where they would not be smaller: then the blob is stored plain. A view, good until the next call. */
  compress(plain: Uint8Array): Uint8Array | null {
    if (plain.length === 0) return null; // length 0 is the format's mark for "plain"
    if (this.#context === null) return smaller(zstdCompressSync(plain, { chunkSize: Math.max(64, plain.length), pledgedSrcSize: plain.length, params: PARAMS }), plain);
    if (this.#out.length < plain.length) this.#out = new Uint8Array(Buffer.allocUnsafeSlow(plain.length).buffer);
    const length = write(this.#context, plain, this.#out.subarray(0, plain.length));
    return length === null ? null : this.#out.subarray(0, length);
  }

  /** Compressed even where that takes more room: directories always are in version 2, and restic's prune writes packs with others anew. */
  always(plain: Uint8Array): Uint8Array {
    return this.compress(plain) ?? zstdCompressSync(plain, { params: PARAMS });
  }
}

const smaller = (packed: Uint8Array, plain: Uint8Array): Uint8Array | null => (packed.length < plain.length ? packed : null);

/** Bytes written, or null when there was no room for less than `into` is long. */
function write({ handle, state }: Context, plain: Uint8Array, into: Uint8Array): number | null {
  handle.reset();
  handle.writeSync(constants.ZSTD_e_end, plain, 0, plain.length, into, 0, into.length);
  const [room, left] = state;
  return room === 0 || left > 0 ? null : into.length - room;
}

/** Null where this Node keeps its context differently. */
function openContext(): Context | null {
  const stream = createZstdCompress({ params: PARAMS }) as unknown as { _handle?: Handle; _writeState?: Uint32Array };
  const { _handle: handle, _writeState: state } = stream;
  if (typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function' || !(state instanceof Uint32Array)) return null;
  const context = { handle, state };
  return isSound(context) ? context : null;
}

/** Proves that the context does what is expected of it, twice in a row. */
function isSound(context: Context): boolean {
  const plain = new Uint8Array(1000).fill(7);
  return [1, 2].every(() => {
    const into = new Uint8Array(plain.length);
    const length = write(context, plain, into);
    return length !== null && Buffer.compare(zstdDecompressSync(into.subarray(0, length)), plain) === 0;
  });
}

/** @throws Error when the frame is broken or longer than `length` bytes. */
export function decompress(packed: Uint8Array, length: number): Uint8Array {
  const plain = zstdDecompressSync(packed, { chunkSize: Math.max(64, length), maxOutputLength: Math.max(64, length) });
  if (plain.length !== length) throw new Error(`decompresses to ${plain.length} bytes instead of ${length}`);
  return plain;
}
