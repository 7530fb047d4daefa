/** Finds where zstd frames end (RFC 8878), reading the headers of their blocks and nothing else. */
import { Fault } from '../../../base/fault.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** Each frame has to be consumed before the next is asked for. Skippable frames are passed over. @throws Fault `damaged`. */
export async function* zstdFrames(packed: AsyncIterable<Uint8Array>): AsyncGenerator<AsyncIterable<Uint8Array>> {
  const bytes = new Bytes(packed);
  try {
    while (await bytes.fill(4)) {
      const magic = bytes.head.readUInt32LE(0);
      if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) await skip(bytes);
      else if (magic === MAGIC) yield frameOf(bytes);
      else throw damaged('where a frame should begin there is something else');
    }
    if (bytes.head.length > 0) throw damaged('it ends in the middle of a frame');
  } finally {
    await bytes.close();
  }
}

/** The frames in bytes that are at hand, as views. @throws Fault `damaged`. */
export function zstdFramesOf(packed: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const isSkipped = bytes.length - at >= 8 && (bytes.readUInt32LE(at) & 0xfffffff0) >>> 0 === SKIPPABLE;
    const end = isSkipped ? at + 8 + bytes.readUInt32LE(at + 4) : frameEnd(bytes, at);
    if (end > bytes.length) throw damaged('it ends in the middle of a frame');
    if (!isSkipped) frames.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

/** Bytes a frame says it unpacks to; null: it does not say. */
export function contentLength(frame: Uint8Array): number | null {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const descriptor = bytes[4]!;
  const isSingle = (descriptor & 0x20) !== 0;
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const size = descriptor >> 6;
  if (size === 0) return isSingle ? bytes[at]! : null;
  return size === 1 ? bytes.readUInt16LE(at) + 256 : size === 2 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at));
}

/** Where the frame that begins there ends; past the bytes when there are too few. */
function frameEnd(bytes: Buffer, start: number): number {
  if (bytes.length - start < 5) return Infinity;
  if (bytes.readUInt32LE(start) !== MAGIC) throw damaged('where a frame should begin there is something else');
  const descriptor = bytes[start + 4]!;
  let at = start + headerLength(descriptor);
  for (let isLast = false; !isLast; ) {
    if (at + 3 > bytes.length) return Infinity;
    const block = bytes.readUIntLE(at, 3);
    isLast = (block & 1) === 1;
    at += blockLength(block);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4); // checksum
}

/** Of a frame's header, by its first byte after the magic number. */
function headerLength(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  return 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + sizeBytes;
}

/** By a block's header, with that. */
function blockLength(block: number): number {
  const type = (block >> 1) & 3;
  if (type === 3) throw damaged('a block has a type that does not exist');
  return 3 + (type === 1 ? 1 : block >> 3); // type 1: one byte, repeated
}

const damaged = (reason: string): Fault => new Fault('damaged', `The zstd data is damaged: ${reason}.`);

async function skip(bytes: Bytes): Promise<void> {
  if (!(await bytes.fill(8))) throw damaged('it ends in the middle of a frame');
  for await (const _part of bytes.pass(8 + bytes.head.readUInt32LE(4)));
}

async function* frameOf(bytes: Bytes): AsyncGenerator<Uint8Array> {
  if (!(await bytes.fill(5))) throw damaged('it ends in the middle of a frame');
  const descriptor = bytes.head[4]!;
  yield* bytes.pass(headerLength(descriptor));
  for (let isLast = false; !isLast;) {
    if (!(await bytes.fill(3))) throw damaged('it ends in the middle of a frame');
    const block = bytes.head.readUIntLE(0, 3);
    isLast = (block & 1) === 1;
    yield* bytes.pass(blockLength(block));
  }
  if ((descriptor & 4) !== 0) yield* bytes.pass(4); // checksum
}

/** Bytes that have come and were not passed on yet. */
class Bytes {
  head: Buffer = Buffer.alloc(0);
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Has at least so many bytes in `head`; false where the source ends before. */
  async fill(length: number): Promise<boolean> {
    while (this.head.length < length) {
      const next = await this.#source.next();
      if (next.done === true) return false;
      const chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
      this.head = this.head.length === 0 ? chunk : Buffer.concat([this.head, chunk]);
    }
    return true;
  }

  async *pass(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      if (!(await this.fill(1))) throw damaged('it ends in the middle of a frame');
      const part = this.head.subarray(0, left);
      this.head = this.head.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
