/** Directories of snapshots that were looked at last, kept so that the next page of one costs nothing but its entries. */
import { raceAbort } from '../base/abort.ts';
import type { Directory } from '../store/store.ts';

/** Bytes kept in all. One bigger than that is kept alone. */
const KEPT = 96 * 1024 * 1024;

export class Directories {
  readonly #kept = new Map<string, Directory>();
  /** Those being read now. */
  readonly #loading = new Map<string, Promise<Directory>>();
  #weight = 0;

  /**
   * What an identity stands for never changes, so what is kept is never wrong. One that is being read for somebody already is waited for;
   * where that fails, for whatever reason of theirs, it is read again.
   * @param store id of the store it is in.
   * @param id of the directory.
   */
  async get(store: string, id: string, load: (id: string) => Promise<Directory>, signal: AbortSignal): Promise<Directory> {
    const key = `${store}/${id}`;
    for (let other: Promise<Directory> | undefined; (other = this.#loading.get(key)) !== undefined; ) {
      await raceAbort(other.then(() => undefined, () => undefined), signal); // why it failed is told to who asked first
    }
    return this.#again(key) ?? this.#load(key, () => load(id));
  }

  /** One that is kept, now the last used. */
  #again(key: string): Directory | null {
    const known = this.#kept.get(key);
    if (known === undefined) return null;
    this.#kept.delete(key);
    this.#kept.set(key, known); // the map's order is the order of use
    return known;
  }

  async #load(key: string, load: () => Promise<Directory>): Promise<Directory> {
    const loading = load();
    this.#loading.set(key, loading);
    try {
      const directory = await loading;
      this.#keep(key, directory);
      return directory;
    } finally {
      this.#loading.delete(key);
    }
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
