/** Cuts a run of bytes into blobs inside one fixed buffer: fill, cut, seal, in place. Serves files and streams alike. */
import { VAULT_LIMITS, type Chunker } from '../chunker/chunker.ts';
import { DATA } from '../index/id-table.ts';
import type { Kernel, Region } from '../kernel/kernel.ts';
import type { BlobSealer } from './blob-sealer.ts';
import { joinIds } from './join-ids.ts';

/** Bytes asked for at once. */
export const STEP = 256 * 1024;
/** The largest chunk, and room to read into behind it. */
const CAPACITY = VAULT_LIMITS.max + STEP;

/** Fills the given buffer from its start; returns the bytes read, 0 at the end. */
export type Fill = (into: Uint8Array) => number;

export class Cutter {
  readonly #region: Region;
  readonly #chunker: Chunker;
  readonly #sealer: BlobSealer;
  #start = 0; // of the chunk being gathered
  #scanned = 0; // the chunker has seen up to here
  #filled = 0;
  #ids: Uint8Array[] = [];
  #size = 0;
  /** Place in the content of the buffer's first byte. */
  #origin = 0;
  #from = 0;
  #to = Infinity;
  #first = -1;

  constructor(kernel: Kernel, chunker: Chunker, sealer: BlobSealer) {
    this.#region = kernel.reserve(CAPACITY);
    this.#chunker = chunker;
    this.#sealer = sealer;
  }

  /** Begins at a place of the content where a blob begins, or may begin. Only blobs that begin at `from` or later, and before `to`, are sealed. */
  begin(at = 0, from = at, to = Infinity): void {
    this.#start = this.#scanned = this.#filled = this.#size = 0;
    [this.#origin, this.#from, this.#to, this.#first] = [at, from, to, -1];
    this.#ids = [];
    this.#chunker.reset();
  }

  /** The next blob begins at `to` or later: nothing more will be sealed. */
  get isThrough(): boolean {
    return this.last >= this.#to;
  }

  /** Where the first blob that was sealed begins, or would. */
  get first(): number {
    return this.#first < 0 ? this.last : this.#first;
  }

  /** Where the next blob begins. */
  get last(): number {
    return this.#origin + this.#start;
  }

  /** Takes the next bytes, `STEP` at most, and seals every chunk they complete. Returns how many there were; 0 means the end. */
  feed(fill: Fill): number {
    if (this.#start > 0) this.#compact(); // little is left then, and memory is touched no further than the longest chunk so far
    const read = fill(this.#region.bytes.subarray(this.#filled, this.#filled + STEP));
    this.#filled += read;
    this.#size += read;
    if (this.#size > VAULT_LIMITS.min) this.#cut(); // smaller content is a single chunk
    return read;
  }

  /** Seals what is left. Returns all ids of this content, 32 bytes each, and its size in bytes. */
  end(): { ids: Uint8Array<ArrayBuffer>; size: number } {
    if (this.#filled > this.#start && !this.isThrough) this.#seal(this.#filled);
    return { ids: joinIds(this.#ids), size: this.#size };
  }

  #cut(): void {
    while (this.#scanned < this.#filled) {
      const taken = this.#chunker.next(this.#region.offset + this.#scanned, this.#filled - this.#scanned);
      if (taken < 0) {
        this.#scanned = this.#filled;
        return;
      }
      this.#scanned += taken;
      this.#seal(this.#scanned);
    }
  }

  /** The chunk ends there, and the next begins. */
  #seal(end: number): void {
    const place = this.last;
    if (place >= this.#from && place < this.#to) {
      if (this.#first < 0) this.#first = place;
      this.#ids.push(this.#sealer.add(this.#region.bytes.subarray(this.#start, end), DATA));
    }
    this.#start = end;
  }

  #compact(): void {
    this.#region.bytes.copyWithin(0, this.#start, this.#filled);
    this.#origin += this.#start;
    this.#scanned -= this.#start;
    this.#filled -= this.#start;
    this.#start = 0;
  }
}
