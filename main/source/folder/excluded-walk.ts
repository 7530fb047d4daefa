/** Counts what a folder source leaves out: everything below an excluded folder, except what is protected in its own right. */
import { lstatSync, readdirSync } from 'node:fs';
import type { RawName, RawPath } from '../../entry/entry.ts';
import { dirRaw, fsPath, joinRaw } from '../../entry/name.ts';

export interface ExcludedOptions {
  /** Raw paths that are backed up, or left out, by themselves. */
  given: ReadonlySet<RawPath>;
  /** Raw paths of mounts that hold no data of anybody's, whatever sizes they show. */
  pseudo: ReadonlySet<RawPath>;
  oneFileSystem: boolean;
  /** One file was found; `owner` as it was handed to `add`. */
  found: (owner: number, bytes: number) => void;
}

interface Frame {
  readonly path: RawPath;
  readonly names: readonly RawName[];
  next: number;
  readonly owner: number;
  readonly device: number;
}

export class ExcludedWalk {
  readonly #options: ExcludedOptions;
  readonly #roots: { path: RawPath; owner: number }[] = [];
  readonly #frames: Frame[] = [];

  constructor(options: ExcludedOptions) {
    this.#options = options;
  }

  add(path: RawPath, owner: number): void {
    this.#roots.push({ path, owner });
  }

  /** Looks at the next name. False when there is none for now. */
  step(): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      const root = this.#roots.pop();
      if (root !== undefined) this.#look(root.path, root.owner, null);
      return root !== undefined;
    }
    const name = frame.names[frame.next++];
    if (name === undefined) this.#frames.pop();
    else this.#look(joinRaw(frame.path, name), frame.owner, frame.device);
    return true;
  }

  /** @param device of the excluded folder; null: this is it. */
  #look(path: RawPath, owner: number, device: number | null): void {
    const { given, pseudo, oneFileSystem, found } = this.#options;
    if (device !== null && given.has(path)) return;
    const stats = quietly(() => lstatSync(fsPath(path), { throwIfNoEntry: false }));
    if (stats?.isFile() === true) return found(owner, stats.size);
    if (stats?.isDirectory() !== true || pseudo.has(path)) return;
    // A folder that was asked for by name may lie on any file system.
    const from = device ?? (given.has(path) ? stats.dev : quietly(() => lstatSync(fsPath(dirRaw(path))).dev));
    if (oneFileSystem && stats.dev !== from) return;
    const names = quietly(() => readdirSync(fsPath(path), 'latin1'));
    if (names !== undefined) this.#frames.push({ path, names, next: 0, owner, device: stats.dev });
  }
}

/** What is left out anyway may be unreadable without anybody missing it. */
function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
