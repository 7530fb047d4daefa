/** Gathers sealed blobs into packs: two open packs a kind, each blob put into one of them at random (against the chunk-size attack, eprint 2025/532). */
import { randomInt } from 'node:crypto';
import { free } from '../../../base/free.ts';
import { DATA, type BlobType } from '../index/blob-index.ts';
import type { PackEntry } from '../format/pack.ts';
import type { PackFile } from './pack-file.ts';
import { CHUNK, memory, type Chunks } from './pack-memory.ts';

/** restic's default target size of a pack. */
const TARGET = 16 * 1024 * 1024;
/** Below this a pack is never closed for a blob that does not fit any more: packs of a few bytes would be waste. */
const MINIMUM = 4 * 1024 * 1024;
/**
 * Memory of a pack: address space, of which only what is written becomes real. So large that the allocator takes it from the system and
 * gives it back, instead of keeping it (the C library's limit for that is at most 32 MiB).
 */
const CAPACITY = 2 * TARGET + MINIMUM;
const OPEN_PACKS = 2;
/** A header may name 400,000 blobs and an index file is full with 50,000: tiny blobs close a pack before its size does. */
const MOST_BLOBS = 50_000;

/** A full pack without its header. Whoever gets it sees to its buffer and its file. */
export interface FilledPack {
  type: BlobType;
  /** The blobs' bytes from `written` on are `buffer[0 .. length - written)`; there is room behind them for the header. */
  buffer: Uint8Array<ArrayBuffer>;
  /** Bytes of all blobs. */
  length: number;
  /** Where the bytes before `written` are; null: nothing was written yet. */
  file: PackFile | null;
  written: number;
  entries: PackEntry[];
  /** The index entries to settle, in the order of `entries`. */
  reserved: number[];
}

/** Where packs go while they fill. */
export interface PackFiles {
  readonly chunks: Chunks;
  begin(): PackFile;
  /** Sees to the bytes being written, and gives `buffer`, which they are in, back afterwards. */
  write(file: PackFile, bytes: Uint8Array, buffer: Uint8Array<ArrayBuffer>): void;
}

/** Room a header takes, beyond what `TARGET` allows for blobs: 41 bytes an entry, sealed, with its length. */
const headerRoom = (entries: number): number => entries * 41 + 36;

export class Packer {
  readonly #type: BlobType;
  readonly #filled: (pack: FilledPack) => void;
  readonly #files: PackFiles | null;
  readonly #open: (FilledPack | null)[] = Array.from({ length: OPEN_PACKS }, () => null);
  /** The first pack is closed half full, so that from then on the open packs are not all full, and in memory, at the same time. */
  #target = TARGET / 2;

  /** @param files null: packs stay in memory until they are full. */
  constructor(type: BlobType, filled: (pack: FilledPack) => void, files: PackFiles | null = null) {
    this.#type = type;
    this.#filled = filled;
    this.#files = files;
  }

  /** Copies the sealed blob into one of the open packs. */
  add(sealed: Uint8Array, idHex: string, uncompressed: number, reserved: number): void {
    const which = randomInt(OPEN_PACKS);
    const open = this.#open[which];
    if (open !== null && open.length >= MINIMUM && open.length + sealed.length > this.#target) this.#close(which);
    const pack = (this.#open[which] = this.#withRoom(this.#open[which] ?? this.#fresh(), sealed.length));
    pack.buffer.set(sealed, pack.length - pack.written);
    pack.entries.push({ type: this.#type === DATA ? 'data' : 'tree', id: idHex, offset: pack.length, length: sealed.length, uncompressedLength: uncompressed });
    pack.reserved.push(reserved);
    pack.length += sealed.length;
    if (pack.length >= this.#target || pack.entries.length >= MOST_BLOBS) this.#close(which);
  }

  #close(which: number): void {
    const pack = this.#open[which];
    this.#open[which] = null;
    this.#target = TARGET;
    if (pack !== null) this.#filled(pack);
  }

  /** Closes what is open; what fits into one pack becomes one, unless both are in files already. */
  flush(): void {
    const [first, second, ...none] = this.#open.filter((pack) => pack !== null).toSorted((a, b) => b.written - a.written);
    this.#open.fill(null);
    const fits = second !== undefined && second.file === null && first.length + second.length <= TARGET && first.entries.length + second.entries.length <= MOST_BLOBS;
    if (fits) this.#filled(this.#merged(first, second));
    else for (const pack of [first, second, ...none]) if (pack !== undefined) this.#filled(pack);
  }

  #fresh(): FilledPack {
    return { type: this.#type, buffer: this.#files?.chunks.take(CHUNK) ?? memory(CAPACITY), length: 0, file: null, written: 0, entries: [], reserved: [] };
  }

  /** Makes room by writing what is there, or, for a pack in memory with a single huge blob or very many tiny ones, by more memory. */
  #withRoom(pack: FilledPack, more: number): FilledPack {
    const there = pack.length - pack.written;
    const wanted = more + headerRoom(pack.entries.length + 1);
    if (there + wanted <= pack.buffer.length) return pack;
    if (this.#files === null) {
      const wider = memory(there + wanted + CAPACITY);
      wider.set(pack.buffer.subarray(0, there));
      free(pack.buffer);
      return { ...pack, buffer: wider };
    }
    const file = pack.file ?? this.#files.begin();
    this.#files.write(file, pack.buffer.subarray(0, there), pack.buffer);
    return { ...pack, file, written: pack.length, buffer: this.#files.chunks.take(wanted) };
  }

  #merged(first: FilledPack, second: FilledPack): FilledPack {
    const pack = this.#withRoom(first, second.length + headerRoom(second.entries.length));
    pack.buffer.set(second.buffer.subarray(0, second.length), pack.length - pack.written);
    for (const entry of second.entries) pack.entries.push({ ...entry, offset: entry.offset + pack.length });
    pack.reserved.push(...second.reserved);
    pack.length += second.length;
    if (this.#files === null) free(second.buffer);
    else this.#files.chunks.give(second.buffer);
    return pack;
  }
}
