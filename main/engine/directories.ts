/** Directories of snapshots that were looked at last, kept so that the next page of one costs nothing but its entries. */
import type { Directory } from '../store/store.ts';

/** Bytes kept in all. One bigger than that is kept alone. */
const KEPT = 96 * 1024 * 1024;

export class Directories {
  readonly #kept = new Map<string, Directory>();
  #weight = 0;

  /**
   * What an identity stands for never changes, so what is kept is never wrong.
   * @param store id of the store it is in.
   * @param id of the directory.
   */
  async get(store: string, id: string, load: (id: string) => Promise<Directory>): Promise<Directory> {
    const key = `${store}/${id}`;
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known); // the map's order is the order of use
      return known;
    }
    const directory = await load(id);
    if (!this.#kept.has(key)) this.#keep(key, directory);
    return directory;
  }

  #keep(key: string, directory: Directory): void {
    this.#kept.set(key, directory);
    this.#weight += directory.weight;
    for (const [oldest, { weight }] of this.#kept) {
      if (this.#weight <= KEPT || this.#kept.size === 1) return;
      this.#kept.delete(oldest);
      this.#weight -= weight;
    }
  }
}
