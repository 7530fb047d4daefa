/** Loads directories by id. Trees of one folder lie close together, so packs are read in windows and the last windows kept. */
import { Fault, isFault } from '../../../base/fault.ts';
import type { StorageCall } from '../../../storage/storage.ts';
import { TREE, type BlobIndex, type BlobPlace } from '../index/blob-index.ts';
import { packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import { openBlob } from '../worker/open-blob.ts';

/** Bytes fetched at once, and how many such windows are kept. */
const WINDOW = 512 * 1024;
const KEPT = 24;

export class TreeLoader {
  readonly #repository: Repository;
  readonly #index: BlobIndex;
  readonly #windows = new Map<string, { start: number; bytes: Uint8Array }>();

  constructor(repository: Repository, index: BlobIndex) {
    this.#repository = repository;
    this.#index = index;
  }

  /** The plain bytes of a tree, verified. Every place it lies at is tried. @throws Fault `damaged`. */
  async load(id: string, call: StorageCall): Promise<Uint8Array> {
    const bytes = Buffer.from(id, 'hex');
    const places = this.#index.places(bytes, TREE);
    if (places.length === 0) {
      throw new Fault('damaged', `Directory ${id} is named by no index of the vault.`, { context: { tree: id }, advice: 'Run "holdfast repair index", then "holdfast check".' });
    }
    let last: unknown = null;
    for (const place of places) {
      try {
        return openBlob(this.#repository.sealer, await this.#read(place, call), { id: bytes, uncompressed: place.uncompressed });
      } catch (error) {
        if (!isFault(error, 'damaged') && !isFault(error, 'missing') && !isFault(error, 'range')) throw error;
        last = error;
      }
    }
    throw new Fault('damaged', `Directory ${id} cannot be read from pack ${places[0].pack}: ${last instanceof Error ? last.message : ''}`, { cause: last, context: { tree: id, pack: places[0].pack } });
  }

  async #read(place: BlobPlace, call: StorageCall): Promise<Uint8Array> {
    if (place.length > WINDOW) return this.#repository.storage.get(packKey(place.pack), call, { offset: place.offset, length: place.length });
    const number = Math.floor(place.offset / WINDOW);
    const first = await this.#window(place.pack, number, call);
    const from = place.offset - first.start;
    if (from + place.length <= first.bytes.length) return first.bytes.subarray(from, from + place.length);
    const second = await this.#window(place.pack, number + 1, call);
    return Buffer.concat([first.bytes.subarray(from), second.bytes.subarray(0, from + place.length - first.bytes.length)]);
  }

  async #window(pack: string, number: number, call: StorageCall): Promise<{ start: number; bytes: Uint8Array }> {
    const key = `${pack}/${number}`;
    const known = this.#windows.get(key);
    if (known !== undefined) {
      this.#windows.delete(key);
      this.#windows.set(key, known); // the map's order is the order of use
      return known;
    }
    const start = number * WINDOW;
    const size = (await this.#repository.storage.stat(packKey(pack), call))?.size ?? 0;
    const bytes = await this.#repository.storage.get(packKey(pack), call, { offset: start, length: Math.max(0, Math.min(WINDOW, size - start)) });
    const window = { start, bytes };
    this.#windows.set(key, window);
    if (this.#windows.size > KEPT) this.#windows.delete(this.#windows.keys().next().value!);
    return window;
  }
}
