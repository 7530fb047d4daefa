/** One directory of a manifest; its entries know where in the snapshot's tree they lie. */
import { joinRaw } from '../../../entry/name.ts';
import type { RawName, RawPath, StoredEntry } from '../../../entry/entry.ts';
import { TreeDirectory } from '../../tree/tree-directory.ts';
import type { Directory } from '../../store.ts';

export class MirrorDirectory implements Directory {
  readonly #entries: TreeDirectory;
  readonly #path: RawPath;

  constructor(tree: Uint8Array, path: RawPath) {
    this.#entries = new TreeDirectory(tree);
    this.#path = path;
  }

  get count(): number {
    return this.#entries.count;
  }

  get weight(): number {
    return this.#entries.weight;
  }

  slice(from: number, to: number): StoredEntry[] {
    return this.#entries.slice(from, to).map((entry) => this.#placed(entry));
  }

  directories(): Uint32Array {
    return this.#entries.directories();
  }

  find(name: RawName): StoredEntry | null {
    const entry = this.#entries.find(name);
    return entry === null ? null : this.#placed(entry);
  }

  #placed(entry: StoredEntry): StoredEntry {
    entry.place = joinRaw(this.#path, entry.name);
    return entry;
  }
}
