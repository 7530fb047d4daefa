/** A set of (blob id, type) in shared memory: the main thread adds, workers only look up. Open addressing, linear probing. */

/** Blob types as numbers, in the order of restic's pack header types. */
export const DATA = 0;
export const TREE = 1;
export type BlobType = typeof DATA | typeof TREE;

const WORDS = 8; // a 32-byte id
const EMPTY = 0;

/** What a worker is handed: plain shared buffers, valid until the table grows; an old copy only misses newer ids. */
export interface SharedIds {
  readonly ids: SharedArrayBuffer;
  readonly types: SharedArrayBuffer;
  /** Entry number + 1 a slot, 0 = empty. */
  readonly slots: SharedArrayBuffer;
}

/** Read side, usable in any thread. */
export class IdView {
  protected ids: Uint32Array;
  protected types: Uint8Array;
  protected slots: Uint32Array;
  protected mask: number;
  protected readonly probe = new Uint32Array(WORDS);
  readonly #probeBytes = new Uint8Array(this.probe.buffer);

  constructor(shared: SharedIds) {
    this.ids = new Uint32Array(shared.ids);
    this.types = new Uint8Array(shared.types);
    this.slots = new Uint32Array(shared.slots);
    this.mask = this.slots.length - 1;
  }

  /** First entry number of this id and type, or -1. */
  find(id: Uint8Array, type: BlobType): number {
    this.#probeBytes.set(id);
    return this.#scan(this.#slotOf(type), type);
  }

  /** Every entry number of this id and type: a blob may lie in several packs. */
  findAll(id: Uint8Array, type: BlobType): number[] {
    this.#probeBytes.set(id);
    const found: number[] = [];
    for (let slot = this.#slotOf(type); ; slot = (slot + 1) & this.mask) {
      const stored = Atomics.load(this.slots, slot);
      if (stored === EMPTY) return found;
      if (this.#matches(stored - 1, type)) found.push(stored - 1);
    }
  }

  /** Ids are SHA-256: any word of them is a good hash. */
  #slotOf(type: BlobType): number {
    return (this.probe[0] ^ (type * 0x9e3779b9)) & this.mask;
  }

  #scan(start: number, type: BlobType): number {
    for (let slot = start; ; slot = (slot + 1) & this.mask) {
      const stored = Atomics.load(this.slots, slot);
      if (stored === EMPTY) return -1;
      if (this.#matches(stored - 1, type)) return stored - 1;
    }
  }

  #matches(entry: number, type: BlobType): boolean {
    const base = entry * WORDS;
    const { ids, probe } = this;
    for (let word = 0; word < WORDS; word++) if (ids[base + word] !== probe[word]) return false;
    return this.types[entry] === type;
  }
}

/** Write side: belongs to the thread that owns the index. */
export class IdTable extends IdView {
  #shared: SharedIds;
  #count = 0;
  /** Called after the table moved to larger buffers, so that workers can be told. */
  onGrow: (shared: SharedIds) => void = () => undefined;

  constructor(capacity = 1024) {
    const shared = allocate(capacity);
    super(shared);
    this.#shared = shared;
  }

  get count(): number {
    return this.#count;
  }

  get shared(): SharedIds {
    return this.#shared;
  }

  /** Adds an entry and returns its number. Equal ids may be added again: they are further places of the same blob. */
  add(id: Uint8Array, type: BlobType): number {
    const entry = this.#count;
    if (entry * WORDS === this.ids.length) this.#grow(Math.max(1024, Math.ceil(entry * 1.5)));
    new Uint8Array(this.ids.buffer, entry * 32, 32).set(id);
    this.types[entry] = type;
    this.#count++;
    this.#link(entry);
    return entry;
  }

  /** Makes room for so many entries more at once. */
  expect(entries: number): void {
    if ((this.#count + entries) * WORDS > this.ids.length) this.#grow(this.#count + entries);
  }

  /** A view of the id of an entry, valid until the next `add`. */
  idOf(entry: number): Uint8Array {
    return new Uint8Array(this.ids.buffer, entry * 32, 32);
  }

  typeOf(entry: number): BlobType {
    return this.types[entry] as BlobType;
  }

  #link(entry: number): void {
    let slot = (this.ids[entry * WORDS] ^ (this.types[entry] * 0x9e3779b9)) & this.mask;
    while (this.slots[slot] !== EMPTY) slot = (slot + 1) & this.mask;
    Atomics.store(this.slots, slot, entry + 1); // last, so that a worker never sees a half-written entry
  }

  #grow(capacity: number): void {
    const next = allocate(capacity);
    const { ids, types } = this;
    this.ids = new Uint32Array(next.ids);
    this.types = new Uint8Array(next.types);
    this.slots = new Uint32Array(next.slots);
    this.mask = this.slots.length - 1;
    this.ids.set(ids);
    this.types.set(types);
    this.#shared = next;
    for (let entry = 0; entry < this.#count; entry++) this.#link(entry);
    this.onGrow(next);
  }
}

/** Slots are the next power of two at no more than ~70 % load. */
function allocate(capacity: number): SharedIds {
  const slots = 2 ** Math.ceil(Math.log2(capacity * 1.4));
  return {
    ids: new SharedArrayBuffer(capacity * 32),
    types: new SharedArrayBuffer(capacity),
    slots: new SharedArrayBuffer(slots * 4),
  };
}
