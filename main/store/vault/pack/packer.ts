/** Gathers sealed blobs into packs: two open packs a kind, each blob put into one of them at random (against the chunk-size attack, eprint 2025/532). */
import { randomInt } from 'node:crypto';
import type { BlobType } from '../index/blob-index.ts';
import { DATA } from '../index/blob-index.ts';
import type { PackEntry } from '../format/pack.ts';

/** restic's default target size of a pack. */
const TARGET = 16 * 1024 * 1024;
/** Below this a pack is never closed for a blob that does not fit any more: packs of a few bytes would be waste. */
const MINIMUM = 4 * 1024 * 1024;
/** Memory of a pack: address space, of which only what is written becomes real. */
const CAPACITY = TARGET + MINIMUM;
const OPEN_PACKS = 2;
/** A header may name 400,000 blobs and an index file is full with 50,000: tiny blobs close a pack before its size does. */
const MOST_BLOBS = 50_000;

/** A full pack without its header. */
export interface FilledPack {
  type: BlobType;
  /** The blobs' bytes are `buffer[0 .. length)`; there is room behind them for the header. */
  buffer: Uint8Array<ArrayBuffer>;
  length: number;
  entries: PackEntry[];
  /** The index entries to settle, in the order of `entries`. */
  reserved: number[];
}

/** Room a header takes, beyond what `TARGET` allows for blobs: 41 bytes an entry, sealed, with its length. */
const headerRoom = (entries: number): number => entries * 41 + 36;

export class Packer {
  readonly #type: BlobType;
  readonly #filled: (pack: FilledPack) => void;
  readonly #open: (FilledPack | null)[] = Array.from({ length: OPEN_PACKS }, () => null);
  readonly #free: Uint8Array<ArrayBuffer>[] = [];

  constructor(type: BlobType, filled: (pack: FilledPack) => void) {
    this.#type = type;
    this.#filled = filled;
  }

  /** Copies the sealed blob into one of the open packs. */
  add(sealed: Uint8Array, idHex: string, uncompressed: number, reserved: number): void {
    const which = randomInt(OPEN_PACKS);
    let pack = this.#open[which];
    if (pack !== null && pack.length >= MINIMUM && pack.length + sealed.length > TARGET) {
      this.#filled(pack);
      pack = null;
    }
    pack = this.#open[which] = this.#withRoom(pack ?? this.#fresh(), sealed.length);
    pack.buffer.set(sealed, pack.length);
    pack.entries.push({ type: this.#type === DATA ? 'data' : 'tree', id: idHex, offset: pack.length, length: sealed.length, uncompressedLength: uncompressed });
    pack.reserved.push(reserved);
    pack.length += sealed.length;
    if (pack.length < TARGET && pack.entries.length < MOST_BLOBS) return;
    this.#filled(pack);
    this.#open[which] = null;
  }

  /** Closes what is open; what fits into one pack becomes one. */
  flush(): void {
    const rest = this.#open.filter((pack) => pack !== null);
    this.#open.fill(null);
    const [first, second] = rest;
    if (second !== undefined && first.length + second.length <= TARGET && first.entries.length + second.entries.length <= MOST_BLOBS) this.#filled(this.#merged(first, second));
    else for (const pack of rest) this.#filled(pack);
  }

  /** Memory of a pack that is stored, for the next one. */
  recycle(buffer: Uint8Array<ArrayBuffer>): void {
    if (this.#free.length < OPEN_PACKS) this.#free.push(buffer);
  }

  #fresh(): FilledPack {
    const buffer = this.#free.pop() ?? new Uint8Array(Buffer.allocUnsafeSlow(CAPACITY).buffer);
    return { type: this.#type, buffer, length: 0, entries: [], reserved: [] };
  }

  /** Only a pack of a single huge blob, or of very many tiny ones, needs more than the usual room. */
  #withRoom(pack: FilledPack, more: number): FilledPack {
    const needed = pack.length + more + headerRoom(pack.entries.length + 1);
    if (needed <= pack.buffer.length) return pack;
    const wider = new Uint8Array(Buffer.allocUnsafeSlow(needed + MINIMUM).buffer);
    wider.set(pack.buffer.subarray(0, pack.length));
    return { ...pack, buffer: wider };
  }

  #merged(first: FilledPack, second: FilledPack): FilledPack {
    const pack = this.#withRoom(first, second.length + headerRoom(second.entries.length));
    pack.buffer.set(second.buffer.subarray(0, second.length), pack.length);
    for (const entry of second.entries) pack.entries.push({ ...entry, offset: entry.offset + pack.length });
    pack.reserved.push(...second.reserved);
    pack.length += second.length;
    return pack;
  }
}
