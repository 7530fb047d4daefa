/** Where the entries of a restore go, and which of them lie in what was backed up. */
import { baseRaw, rawFromText } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';
import type { StoredItem } from '../store/store.ts';
import { pathMap, type Mapping } from './path-map.ts';

export interface RestorePlace {
  /** Subtree of the snapshot that is restored. */
  from: RawPath;
  /** Everything goes to where it came from; else the subtree becomes the root of the target. */
  inPlace: boolean;
  map: readonly Mapping[];
}

export class RestorePaths {
  readonly #inPlace: boolean;
  readonly #base: number;
  readonly #mapped: (path: RawPath) => RawPath;
  readonly #saved: readonly RawPath[];

  /** @param saved the paths that were backed up, as the snapshot names them. */
  constructor({ from, inPlace, map }: RestorePlace, saved: readonly string[]) {
    this.#inPlace = inPlace;
    this.#base = from === '/' ? 0 : from.replace(/\/+$/, '').length;
    this.#mapped = pathMap(map);
    this.#saved = saved.map((path) => rawFromText(path).replace(/\/+$/, ''));
  }

  /** The path below what is restored, beginning with a slash: what patterns speak of. A single file is restored under its name. */
  inner({ path, entry }: StoredItem): RawPath {
    const inner = this.below(path);
    return inner === '/' && entry.type !== 'dir' ? `/${baseRaw(path)}` : inner;
  }

  /** The same for what is no directory and lies below one. */
  below(path: RawPath): RawPath {
    return this.#base === 0 ? path : path.slice(this.#base) || '/';
  }

  /** Relative to the target's root; '' for the root itself. */
  target(item: StoredItem): RawPath {
    return this.#mapped(this.#inPlace ? item.path : this.inner(item)).replace(/^\/+/, '');
  }

  /** False for directories that only lead to what was backed up: nothing is known of what else is in them. */
  isSaved(path: RawPath): boolean {
    return this.#saved.some((root) => path === root || path.startsWith(`${root}/`));
  }
}
