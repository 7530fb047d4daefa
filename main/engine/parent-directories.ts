/** Directories of a restore: made when something in them is wanted, their metadata set last, deepest first. */
import type { Entry, RawPath } from '../entry/entry.ts';
import { dirRaw } from '../entry/name.ts';
import type { Action, Overwrite, Target } from '../source/target.ts';

/** Told of a directory that takes a place; `making` before anything is done, `made` afterwards. */
export interface DirectoryTeller {
  making(path: RawPath, action: Action): void;
  made(path: RawPath, action: Action): void;
}

export class ParentDirectories {
  readonly #target: Target;
  readonly #overwrite: Overwrite;
  readonly #dryRun: boolean;
  readonly #made: { path: RawPath; entry: Entry }[] = [];
  readonly #teller: DirectoryTeller;
  /** Directories on the way to where the walk is, with what the snapshot knows of them. */
  #trail: Passed[] = [];

  constructor(target: Target, overwrite: Overwrite, dryRun: boolean, teller: DirectoryTeller) {
    this.#target = target;
    this.#overwrite = overwrite;
    this.#dryRun = dryRun;
    this.#teller = teller;
  }

  /**
   * The walk comes through this directory; nothing is made yet.
   * @param isSaved false: it only led to what was backed up, and stays as it is where there is one.
   */
  pass(path: RawPath, entry: Entry, isSaved: boolean): void {
    this.#trail = this.#trail.filter((above) => path.startsWith(`${above.path}/`));
    this.#trail.push({ path, entry, isSaved, made: false, isNew: false });
  }

  /** Makes what leads to this path. */
  need(path: RawPath): void {
    const last = this.#trail.at(-1);
    if (last?.made === true && last.path === dirRaw(path)) return;
    for (const above of this.#trail) if (path.startsWith(`${above.path}/`)) this.#makeOnce(above);
    if (!this.#dryRun) this.#target.makeWay(path); // what the snapshot does not know: above a subtree, or where a path was mapped to
  }

  /** Makes the directory passed last. */
  make(path: RawPath): void {
    const passed = this.#trail.findLast((known) => known.path === path);
    if (passed !== undefined) this.#makeOnce(passed);
  }

  /** Whether the directory this path lies in was made by this restore: nothing can be in it that the snapshot does not have there. */
  isNew(path: RawPath): boolean {
    const last = this.#trail.at(-1);
    return last?.isNew === true && last.path === dirRaw(path);
  }

  /** Final metadata of every directory that was made; returns what could not be set. */
  finish(): { path: RawPath; message: string }[] {
    if (this.#dryRun) return [];
    return this.#made.toReversed().flatMap(({ path, entry }) => this.#target.finish(path, entry).map((message) => ({ path, message })));
  }

  #makeOnce(directory: Passed): void {
    if (directory.made) return;
    const action = this.#target.decide(directory.path, directory.entry, directory.isSaved ? this.#overwrite : 'never');
    if (!this.#dryRun) this.#target.makeWay(directory.path);
    if (!this.#dryRun) this.#teller.making(directory.path, action);
    if (!this.#dryRun) this.#target.directory(directory.path, directory.entry, action);
    directory.made = true;
    directory.isNew = action === 'create';
    if (action !== 'keep') this.#made.push({ path: directory.path, entry: directory.entry });
    if (action === 'create' || action === 'replace') this.#teller.made(directory.path, action);
  }
}

interface Passed {
  path: RawPath;
  entry: Entry;
  isSaved: boolean;
  made: boolean;
  isNew: boolean;
}
