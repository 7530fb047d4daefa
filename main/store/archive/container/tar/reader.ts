/** Reads a tar, ours or anybody's: in one pass, or single files by their places. */
import type { Call } from '../../../../base/call.ts';
import { Fault, isFault } from '../../../../base/fault.ts';
import { free } from '../../../../base/free.ts';
import type { RawPath } from '../../../../entry/entry.ts';
import { showName } from '../../../../entry/name.ts';
import { FrameUnpacker, UNPACK } from '../compression.ts';
import type { ByteSource, Compression, ContainerReader, Found, Placed } from '../container.ts';
import { Cursor } from '../cursor.ts';
import { EntryGuard } from '../entry-guard.ts';
import { foundMember } from './found.ts';
import { members } from './members.ts';
import type { Member } from './members.ts';
import { filled } from './sparse.ts';
import { parseTrailer, trailerLength } from './trailer.ts';

/** A frame of no more bytes, packed, is kept unpacked: the next file asked for is mostly in it too. */
const KEPT = 4 << 20;

export class TarReader implements ContainerReader {
  readonly #source: ByteSource;
  readonly #compression: Compression;
  readonly #unpacker: FrameUnpacker;
  #kept: { offset: number; stored: number; bytes: Uint8Array } | null = null;

  constructor(source: ByteSource, compression: Compression) {
    this.#source = source;
    this.#compression = compression;
    this.#unpacker = new FrameUnpacker(compression);
  }

  async *entries(call: Call): AsyncGenerator<Found> {
    for await (const { found } of this.#members(call)) yield found;
  }

  async *stream(call: Call): AsyncGenerator<Found & { content: AsyncIterable<Uint8Array> | null }> {
    for await (const { found, member, cursor } of this.#members(call)) {
      const hasContent = found.entry.type === 'file' && found.link === null;
      yield { ...found, content: hasContent ? contentOf(member, cursor, found.path) : null };
    }
  }

  async *read(placed: Placed, size: number, call: Call): AsyncGenerator<Uint8Array> {
    if (this.#compression === 'none') return yield* this.#bytes(placed.offset, placed.offset + size, call);
    if (placed.within + size > 0 && placed.stored <= KEPT && size <= KEPT) {
      const packed = this.#isKept(placed) ? null : await this.#packed(placed, call);
      return yield this.#ofFrame(placed, size, packed);
    }
    const unpacked = UNPACK[this.#compression](this.#bytes(placed.offset, placed.offset + placed.stored, call));
    const cursor = new Cursor(() => unpacked, { end: null });
    try {
      await cursor.skip(placed.within);
      yield* cursor.pass(size);
    } finally {
      await cursor.close();
    }
  }

  readNow({ offset, stored, within }: Placed, size: number): Uint8Array | null {
    const kept = this.#kept;
    return kept?.offset === offset && kept.stored === stored && within + size <= kept.bytes.length ? kept.bytes.subarray(within, within + size) : null;
  }

  async extra(call: Call): Promise<{ name: string; bytes: Uint8Array }[] | null> {
    const start = await this.#extraStart(call);
    if (start === null) return null;
    const cursor = this.#cursor(call, start);
    const found: { name: string; bytes: Uint8Array }[] = [];
    try {
      for await (const member of members(cursor, false)) {
        const bytes = await cursor.take(member.stored);
        found.push({ name: member.name, bytes: bytes ?? new Uint8Array(0) });
      }
    } finally {
      await cursor.close();
    }
    return found;
  }

  /** Everything before our own files. */
  async *#members(call: Call): AsyncGenerator<{ found: Found; member: Member; cursor: Cursor }> {
    const end = await this.#extraStart(call);
    const cursor = this.#cursor(call, 0, end ?? this.#source.size);
    const guard = new EntryGuard();
    const isPlain = this.#compression === 'none';
    let last: RawPath = '';
    try {
      for await (const member of members(cursor, end !== null)) {
        call.signal.throwIfAborted();
        const { entry, path, link, unkept } = foundMember(member);
        if (path === '') continue; // the root itself
        guard.admit(path, entry.type === 'dir', link);
        last = path;
        const isThere = isPlain && entry.type === 'file' && link === null && member.extents === null;
        const placed = isThere ? { offset: cursor.position, stored: member.stored, within: 0 } : null;
        const found: Found = { entry, path, link, placed, ...(unkept.length > 0 ? { unkept } : {}) };
        yield { found, member, cursor };
      }
    } catch (error) {
      throw placedAt(error, last === '' ? 'The archive cannot be read' : `The archive cannot be read past "${showName(last)}"`, last);
    } finally {
      await cursor.close();
    }
  }

  async #extraStart(call: Call): Promise<number | null> {
    const length = trailerLength(this.#compression);
    if (this.#source.size < length) return null;
    const parts: Uint8Array[] = [];
    for await (const bytes of this.#bytes(this.#source.size - length, this.#source.size, call)) parts.push(bytes);
    const start = parseTrailer(this.#compression, Buffer.concat(parts));
    return start === null || start > this.#source.size ? null : start;
  }

  #cursor(call: Call, from: number, end = this.#source.size): Cursor {
    if (this.#compression === 'none') return new Cursor((at) => this.#bytes(Math.min(at, end), end, call), { end, from });
    const unpack = UNPACK[this.#compression];
    return new Cursor(() => (from === end ? nothing() : unpack(this.#bytes(from, end, call))), { end: null });
  }

  #isKept({ offset, stored }: Placed): boolean {
    return this.#kept?.offset === offset && this.#kept.stored === stored;
  }

  async #packed({ offset, stored }: Placed, call: Call): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const bytes of this.#bytes(offset, offset + stored, call)) parts.push(bytes);
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  /** A copy: whoever reads another file meanwhile has the frame's memory used again. @param packed null: the frame is kept. */
  #ofFrame({ offset, stored, within }: Placed, size: number, packed: Uint8Array | null): Uint8Array {
    if (packed !== null) {
      this.#kept = null;
      this.#kept = { offset, stored, bytes: this.#unpacker.unpack(packed) };
      free(packed as Uint8Array<ArrayBuffer>);
    }
    const { bytes } = this.#kept!;
    if (bytes.length < within + size) throw short(offset);
    return new Uint8Array(bytes.subarray(within, within + size));
  }

  async *#bytes(start: number, end: number, call: Call): AsyncGenerator<Uint8Array> {
    call.signal.throwIfAborted();
    if (end > this.#source.size) throw short(start);
    yield* this.#source.read(start, end, call);
  }
}

/** No frame at all: a decoder would miss its beginning. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

const short = (offset: number): Fault =>
  new Fault('damaged', `The archive is shorter than it should be: what lies at byte ${offset} is not all there.`, { context: { offset } });

async function* contentOf(member: Member, cursor: Cursor, path: RawPath): AsyncGenerator<Uint8Array> {
  const stored = cursor.pass(member.stored);
  try {
    yield* member.extents === null ? stored : filled(stored, member.extents, member.size);
  } catch (error) {
    throw placedAt(error, `The content of "${showName(path)}" cannot be read to its end`, path);
  }
}

/** A damage that does not know where it is, with the entry it is at. */
function placedAt(error: unknown, what: string, path: RawPath): unknown {
  if (!isFault(error, 'damaged') || 'path' in error.context) return error;
  return new Fault('damaged', `${what}: ${error.message}`, { context: { ...error.context, path: showName(path) }, cause: error });
}
