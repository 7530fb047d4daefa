/** The folders of a snapshot: each is made when something is to be put in it, by whichever thread comes first. */
import { mkdirSync } from 'node:fs';
import type { RawPath } from '../../../entry/entry.ts';
import { dirRaw, fsPath } from '../../../entry/name.ts';

/** Remembered; making one that is there costs little. */
const MOST = 4096;

export class MadeFolders {
  readonly #made = new Set<RawPath>();
  #last: RawPath = '';

  /** @param path of what is to be put somewhere, below `root`, which is never made: the drive it was on may be gone. */
  forEntry(path: RawPath, root: RawPath): void {
    const end = path.lastIndexOf('/');
    if (end !== this.#last.length || !path.startsWith(this.#last)) this.make(path.slice(0, end), root);
  }

  make(folder: RawPath, root: RawPath): void {
    if (folder === this.#last) return;
    if (folder !== root && !this.#made.has(folder)) this.#makeWithParents(folder, root);
    this.#last = folder;
  }

  #makeWithParents(folder: RawPath, root: RawPath): void {
    try {
      mkdirSync(fsPath(folder), 0o700);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'ENOENT' && !this.#made.has(dirRaw(folder)) && dirRaw(folder) !== root) {
        this.make(dirRaw(folder), root);
        this.#makeWithParents(folder, root);
      } else if (code !== 'EEXIST') throw error;
    }
    if (this.#made.size >= MOST) this.#made.clear();
    this.#made.add(folder);
  }
}
