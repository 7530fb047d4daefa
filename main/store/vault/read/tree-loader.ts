/** Loads directories by id. Trees of one folder lie close together, so packs are read in windows and the last windows kept. */
import { Fault, isFault } from '../../../base/fault.ts';
import type { StorageCall } from '../../../storage/storage.ts';
import { TREE, type BlobIndex, type BlobPlace } from '../index/blob-index.ts';
import { packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import { BlobOpener } from '../worker/open-blob.ts';

/** Bytes fetched at once, and how many such windows are kept. */
const WINDOW = 512 * 1024;
const KEPT = 10;

export class TreeLoader {
  readonly #repository: Repository;
  readonly #index: BlobIndex;
  readonly #opener: BlobOpener;
  readonly #windows = new Map<string, Uint8Array>();
  /** Where the last tree of each pack ends, by pack number; what was stored since the first look is read by itself. */
  #ends: number[] | null = null;
  /** Where trees are decrypted: a window may be needed again. */
  #stored = new Uint8Array(64 * 1024);

  constructor(repository: Repository, index: BlobIndex) {
    this.#repository = repository;
    this.#index = index;
    this.#opener = new BlobOpener(repository.sealer);
  }

  /** The plain bytes of a tree, verified, in memory of their own. Every place it lies at is tried. @throws Fault `damaged`. */
  async load(id: string, call: StorageCall): Promise<Uint8Array> {
    const bytes = Buffer.from(id, 'hex');
    const entries = this.#index.ids.findAll(bytes, TREE).filter((entry) => this.#index.packOf(entry) >= 0);
    if (entries.length === 0) {
      throw new Fault('damaged', `Directory ${id} is named by no index of the vault.`, { context: { tree: id }, advice: 'Run "holdfast repair index", then "holdfast check".' });
    }
    let last: unknown = null;
    for (const entry of entries) {
      const place = this.#index.placeOf(entry)!;
      try {
        return this.#open(await this.#read(place, this.#index.packOf(entry), call), bytes, place);
      } catch (error) {
        if (!isFault(error, 'damaged') && !isFault(error, 'missing') && !isFault(error, 'range')) throw error;
        last = error;
      }
    }
    const pack = this.#index.packs[this.#index.packOf(entries[0])];
    throw new Fault('damaged', `Directory ${id} cannot be read from pack ${pack}: ${last instanceof Error ? last.message : ''}`, { cause: last, context: { tree: id, pack } });
  }

  #open(sealed: Uint8Array, id: Uint8Array, { uncompressed }: BlobPlace): Uint8Array {
    if (this.#stored.length < sealed.length) this.#stored = new Uint8Array(sealed.length * 2);
    return new Uint8Array(this.#opener.open(sealed, { id, uncompressed }, this.#stored));
  }

  async #read(place: BlobPlace, pack: number, call: StorageCall): Promise<Uint8Array> {
    const number = Math.floor(place.offset / WINDOW);
    const from = place.offset - number * WINDOW;
    const end = this.#endOf(pack);
    if (place.length > WINDOW || place.offset + place.length > end) return this.#exactly(place, call);
    const first = await this.#window(place.pack, number, end, call);
    if (first === null) return this.#exactly(place, call);
    if (from + place.length <= first.length) return first.subarray(from, from + place.length);
    const second = await this.#window(place.pack, number + 1, end, call);
    if (second === null) return this.#exactly(place, call);
    return Buffer.concat([first.subarray(from), second.subarray(0, from + place.length - first.length)]);
  }

  #exactly({ pack, offset, length }: BlobPlace, call: StorageCall): Promise<Uint8Array> {
    return this.#repository.storage.get(packKey(pack), call, { offset, length });
  }

  /** Null where the pack is shorter than its index says: a single tree may be had all the same. */
  async #window(pack: string, number: number, end: number, call: StorageCall): Promise<Uint8Array | null> {
    const key = `${pack}/${number}`;
    const known = this.#windows.get(key);
    if (known !== undefined) {
      this.#windows.delete(key);
      this.#windows.set(key, known); // the map's order is the order of use
      return known;
    }
    const offset = number * WINDOW;
    const bytes = await this.#repository.storage.get(packKey(pack), call, { offset, length: Math.min(WINDOW, end - offset) }).catch((error: unknown) => {
      if (isFault(error, 'range')) return null;
      throw error;
    });
    if (bytes === null) return null;
    this.#windows.set(key, bytes);
    if (this.#windows.size > KEPT) this.#windows.delete(this.#windows.keys().next().value!);
    return bytes;
  }

  #endOf(pack: number): number {
    this.#ends ??= lastEnds(this.#index);
    return this.#ends[pack] ?? 0;
  }
}

function lastEnds(index: BlobIndex): number[] {
  const ends: number[] = index.packs.map(() => 0);
  for (let entry = 0; entry < index.count; entry++) {
    const pack = index.packOf(entry);
    if (pack >= 0 && index.ids.typeOf(entry) === TREE) ends[pack] = Math.max(ends[pack], index.offsetOf(entry) + index.lengthOf(entry));
  }
  return ends;
}
