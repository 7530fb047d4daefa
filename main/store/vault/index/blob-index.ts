/** Where every blob lies: typed arrays beside the shared id table, about 60 bytes a blob (DESIGN allows 100). */
import { DATA, IdTable, TREE, type BlobType, type SharedIds } from './id-table.ts';

export { DATA, TREE, type BlobType, type SharedIds };

/** Pack number of a blob that is on its way into a pack. */
const PENDING = 0xffff_ffff;

export interface BlobPlace {
  /** 64 hex characters. */
  pack: string;
  /** Bytes from the start of the pack. */
  offset: number;
  /** Sealed length in bytes. */
  length: number;
  /** Plain length in bytes where the blob is compressed, else 0. */
  uncompressed: number;
}

export class BlobIndex {
  readonly ids = new IdTable();
  readonly #packs: string[] = [];
  readonly #packNumbers = new Map<string, number>();
  #pack = new Uint32Array(1024);
  #offset = new Uint32Array(1024);
  #length = new Uint32Array(1024);
  #uncompressed = new Uint32Array(1024);

  get count(): number {
    return this.ids.count;
  }

  /** Hex ids of every pack some entry lies in. */
  get packs(): readonly string[] {
    return this.#packs;
  }

  has(id: Uint8Array, type: BlobType): boolean {
    return this.ids.find(id, type) >= 0;
  }

  /** Adds a blob at its place. The same blob at the same place twice (two index files may name one pack) counts once. */
  add(id: Uint8Array, type: BlobType, place: BlobPlace): void {
    this.addTo(this.packNumber(place.pack), id, type, place.offset, place.length, place.uncompressed);
  }

  /** The same, for many blobs of one pack: its number is that of `packNumber`. */
  addTo(pack: number, id: Uint8Array, type: BlobType, offset: number, length: number, uncompressed: number): void {
    const isNew = this.ids.find(id, type) < 0 || !this.ids.findAll(id, type).some((entry) => this.#pack[entry] === pack && this.#offset[entry] === offset);
    if (isNew) this.#set(this.#insert(id, type), pack, offset, length, uncompressed);
  }

  /** Makes room for so many blobs more at once. */
  expect(blobs: number): void {
    this.ids.expect(blobs);
    const capacity = this.count + blobs;
    if (capacity > this.#pack.length) this.#grow(capacity);
  }

  /** Reserves a blob that is being packed, so that its twin is not packed again. Returns the entry `settle` takes. */
  reserve(id: Uint8Array, type: BlobType): number {
    const entry = this.#insert(id, type);
    this.#pack[entry] = PENDING;
    return entry;
  }

  settle(entry: number, place: BlobPlace): void {
    this.#set(entry, this.packNumber(place.pack), place.offset, place.length, place.uncompressed);
  }

  /** Where a blob can be read; null when it is unknown or not stored yet. */
  place(id: Uint8Array, type: BlobType): BlobPlace | null {
    const entry = this.ids.find(id, type);
    return entry < 0 ? null : this.placeOf(entry);
  }

  places(id: Uint8Array, type: BlobType): BlobPlace[] {
    return this.ids.findAll(id, type).map((entry) => this.placeOf(entry)).filter((place) => place !== null);
  }

  placeOf(entry: number): BlobPlace | null {
    const pack = this.#pack[entry];
    if (pack === PENDING) return null;
    return { pack: this.#packs[pack], offset: this.#offset[entry], length: this.#length[entry], uncompressed: this.#uncompressed[entry] };
  }

  /** Number of the pack an entry lies in, as an index into `packs`; -1 while it is pending. */
  packOf(entry: number): number {
    return this.#pack[entry] === PENDING ? -1 : this.#pack[entry];
  }

  lengthOf(entry: number): number {
    return this.#length[entry];
  }

  uncompressedOf(entry: number): number {
    return this.#uncompressed[entry];
  }

  offsetOf(entry: number): number {
    return this.#offset[entry];
  }

  hasPack(pack: string): boolean {
    return this.#packNumbers.has(pack);
  }

  /** Number of a pack, as an index into `packs`; -1 when no entry lies in it. */
  numberOf(pack: string): number {
    return this.#packNumbers.get(pack) ?? -1;
  }

  #insert(id: Uint8Array, type: BlobType): number {
    const entry = this.ids.add(id, type);
    if (entry >= this.#pack.length) this.#grow(Math.ceil(entry * 1.5));
    return entry;
  }

  #set(entry: number, pack: number, offset: number, length: number, uncompressed: number): void {
    this.#pack[entry] = pack;
    this.#offset[entry] = offset;
    this.#length[entry] = length;
    this.#uncompressed[entry] = uncompressed;
  }

  /** Number of a pack, as an index into `packs`; a new one where it is not known. */
  packNumber(pack: string): number {
    const known = this.#packNumbers.get(pack);
    if (known !== undefined) return known;
    this.#packNumbers.set(pack, this.#packs.length);
    return this.#packs.push(pack) - 1;
  }

  #grow(capacity: number): void {
    this.#pack = widened(this.#pack, capacity);
    this.#offset = widened(this.#offset, capacity);
    this.#length = widened(this.#length, capacity);
    this.#uncompressed = widened(this.#uncompressed, capacity);
  }
}

function widened(array: Uint32Array<ArrayBuffer>, capacity: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(capacity);
  wider.set(array);
  return wider;
}
