/** What a restore with `delete` takes away: entries of restored directories that the snapshot does not have. Only where the snapshot knows all. */
import { baseRaw, dirRaw, joinRaw } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';
import type { Target } from '../source/target.ts';

interface Directory {
  /** Its path as patterns see it. */
  inner: RawPath;
  names: Set<string>;
}

export class Extraneous {
  /** By target path, directories that were backed up whole. */
  readonly #directories = new Map<RawPath, Directory>();

  /** A directory of what was backed up: everything in it that the snapshot does not name is extraneous. */
  enter(path: RawPath, inner: RawPath): void {
    if (!this.#directories.has(path)) this.#directories.set(path, { inner, names: new Set() });
  }

  /** The snapshot has this entry. */
  keep(path: RawPath): void {
    this.#directories.get(dirRaw(path))?.names.add(baseRaw(path));
  }

  /** Paths to take away, if they are wanted at all. */
  *doomed(target: Target, wants: (inner: RawPath) => boolean): Generator<RawPath> {
    for (const [dir, { inner, names }] of this.#directories) {
      for (const path of target.extraneous(dir, names)) if (wants(joinRaw(inner, baseRaw(path)))) yield path;
    }
  }
}
