/** A directory of this machine as a Target. What replaces something is made beside it and renamed over it when whole. */
import { chmodSync, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmdirSync, statfsSync, unlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Call } from '../../base/call.ts';
import { Fault, toFault } from '../../base/fault.ts';
import { isUnfinished, madeMeanwhile, UNFINISHED } from '../../entry/new-files.ts';
import { applyMetadata } from '../../entry/apply-metadata.ts';
import { hasMetadata } from '../../entry/has-metadata.ts';
import type { Entry, RawPath, StoredEntry } from '../../entry/entry.ts';
import { baseRaw, dirRaw, fsPath, joinRaw, rawFromText, showName } from '../../entry/name.ts';
import { makeFile, makeSpecial } from '../../entry/make-special.ts';
import { typeOf } from '../../entry/read-entry.ts';
import { removeTree } from '../../entry/remove-tree.ts';
import type { Action, Overwrite, Target } from '../target.ts';
import { decideFor } from './decide.ts';
import { countTree, isStagedPath, shortened, stagedPath, sweepStaged } from './make-entry.ts';
import { TargetPaths } from './target-paths.ts';

export class FolderTarget implements Target {
  readonly place: string;
  readonly #paths: TargetPaths;
  /** Directories in which nothing of an earlier restore is left, or that are new. */
  readonly #swept = new Set<RawPath>();
  /** Directories that are new, and keep what marks an unfinished file: files are made in their places there. */
  readonly #marking = new Set<RawPath>();
  /** Directories into which files are put by others: never empty, whatever is in them yet, and never to give way to a link. */
  readonly #filling = new Set<RawPath>();
  /** Staged files for whose place nothing was found when they were begun. */
  readonly #creating = new Set<RawPath>();

  /**
   * @param root absolute, as typed; made, with its parents, when the first entry is. `/` restores in place.
   * @throws Fault `invalid` when it is relative or is no directory.
   */
  constructor(root: string) {
    this.place = root.startsWith('/') ? resolve(root) : root;
    this.#paths = new TargetPaths(rawFromText(this.place));
  }

  absolute(path: RawPath): RawPath {
    return this.#paths.absolute(path);
  }

  isEmpty(): boolean {
    return this.#paths.reach('') === 'absent' || readdirSync(fsPath(this.#paths.root), 'latin1').length === 0;
  }

  decide(path: RawPath, entry: Entry, overwrite: Overwrite): Action {
    return this.#named(path, () => {
      const absolute = this.#paths.absolute(path);
      const reach = this.#paths.reach(dirRaw(path));
      if (reach === 'absent') return 'create';
      // What stands where a directory should be goes before its children come, or stays and they with it.
      if (reach === 'blocked') return overwrite === 'always' || overwrite === 'if-changed' ? 'create' : 'keep';
      const stats = lstatSync(fsPath(absolute), { bigint: true, throwIfNoEntry: false });
      if (stats === undefined) return 'create';
      return decideFor(entry, { stats, linkTarget: () => readlinkSync(fsPath(absolute), 'latin1') }, overwrite);
    });
  }

  stamp(path: RawPath): string {
    return this.#named(path, () => {
      if (this.#paths.reach(dirRaw(path)) !== 'there') return '';
      const stats = lstatSync(fsPath(this.#paths.absolute(path)), { bigint: true, throwIfNoEntry: false });
      return stats === undefined ? '' : `${stats.mode} ${stats.size} ${stats.mtimeNs}`;
    });
  }

  makeWay(path: RawPath): void {
    this.#named(path, () => this.#paths.makeWay(path));
  }

  directory(path: RawPath, _entry: Entry, action: Action = 'create'): void {
    this.#named(path, () => {
      const absolute = this.#paths.enter(path);
      const stats = lstatSync(fsPath(absolute), { throwIfNoEntry: false });
      if (stats?.isDirectory() === true) this.#makeUsable(absolute, stats.mode);
      else {
        if (stats !== undefined) removeBlocker(absolute, stats.isSymbolicLink(), action);
        mkdirSync(fsPath(absolute), UNFINISHED | 0o700);
        this.#swept.add(absolute);
        if ((lstatSync(fsPath(absolute)).mode & 0o7777) === (UNFINISHED | 0o700)) this.#marking.add(absolute);
      }
      this.#paths.learn(path);
    });
  }

  special(path: RawPath, entry: Entry, action: Action): string[] {
    if (action === 'keep' || action === 'unchanged') return [];
    return this.#named(path, () => {
      const place = this.#placeFor(path, action);
      makeSpecial(place, entry);
      return this.#finishAt(path, entry, place);
    });
  }

  fresh(path: RawPath): { path: RawPath; place: RawPath } {
    return this.#named(path, () => {
      const place = this.#paths.enter(path);
      this.#sweepOnce(dirRaw(place));
      this.#filling.add(dirRaw(place));
      return { path: this.#marking.has(dirRaw(place)) ? place : stagedPath(place), place };
    });
  }

  stage(path: RawPath, _entry: StoredEntry, action: Action): RawPath {
    return this.#named(path, () => {
      const place = this.#beside(path, action); // never at its final name: cut off there, it would look whole
      this.#sweepOnce(dirRaw(place));
      makeFile(place);
      if (action === 'create') this.#creating.add(place);
      return place;
    });
  }

  settle(path: RawPath, entry: Entry, staged: RawPath): string[] {
    const [beside, place] = [showName(staged), showName(this.#paths.absolute(path))];
    return this.#named(path, () => this.#finishAt(path, entry, staged)).map((message) => message.replaceAll(beside, place));
  }

  link(path: RawPath, existing: RawPath): void {
    this.#named(path, () => {
      const [absolute, source] = [this.#paths.enter(path), this.#paths.enter(existing)];
      const there = lstatSync(fsPath(absolute), { bigint: true, throwIfNoEntry: false });
      if (there === undefined) return linkSync(fsPath(source), fsPath(absolute));
      const stats = lstatSync(fsPath(source), { bigint: true });
      if (there.ino === stats.ino && there.dev === stats.dev) return; // renaming a file over itself would do nothing, twice
      const place = this.#placeFor(path, 'replace');
      linkSync(fsPath(source), fsPath(place));
      this.#moveInto(path, place);
    });
  }

  discard(staged: RawPath): void {
    this.#creating.delete(staged);
    if (this.#marking.has(dirRaw(staged)) && !isStagedPath(staged)) this.#named(staged, () => removeUnfinished(staged));
    else this.#named(staged, () => removeStaged(staged));
  }

  setAside(path: RawPath, suffix: string, about: (aside: RawPath) => void = () => undefined): void {
    this.#named(path, () => {
      const absolute = this.#paths.enter(path);
      if (suffix === '' || suffix.includes('/')) throw new Fault('invalid', `"${suffix}" cannot be the end of a file name.`, { context: { suffix } });
      if (lstatSync(fsPath(absolute)).isDirectory() && this.#isFilling(absolute)) throw notEmpty(absolute);
      const aside = freeName(absolute, `.${rawFromText(suffix)}`);
      about(joinRaw(dirRaw(path), baseRaw(aside)));
      renameSync(fsPath(absolute), fsPath(aside));
      this.#paths.forget();
    });
  }

  finish(path: RawPath, entry: Entry): string[] {
    return this.#named(path, () => {
      const absolute = this.#paths.enter(path);
      const stats = lstatSync(fsPath(absolute), { bigint: true });
      if (typeOf(stats) === entry.type) return hasMetadata(absolute, stats, entry) ? [] : applyMetadata(absolute, entry);
      return [`"${showName(absolute)}" was kept as it is: it is no ${entry.type}, as the snapshot has it.`];
    });
  }

  extraneous(path: RawPath, keep: ReadonlySet<string>): RawPath[] {
    const dir = path === '' ? this.#paths.root : this.#paths.absolute(path);
    return this.#named(dir, () => {
      if (this.#paths.reach(path) !== 'there') return [];
      const names = readdirSync(fsPath(dir), 'latin1').filter((name) => !keep.has(name));
      return names.sort().map((name) => joinRaw(path, name));
    });
  }

  remove(path: RawPath): void {
    this.#named(path, () => {
      removeTree(this.#paths.enter(path));
      this.#paths.forget();
    });
  }

  countBelow(path: RawPath): number {
    return this.#named(path, () => countTree(this.#paths.enter(path)));
  }

  async free(_call: Call): Promise<number | null> {
    let dir = this.#paths.root;
    while (dir !== '/' && lstatSync(fsPath(dir), { throwIfNoEntry: false }) === undefined) dir = dirRaw(dir); // made only later
    try {
      const { bavail, bsize } = statfsSync(fsPath(dir));
      return bavail * bsize;
    } catch {
      return null; // some network file systems do not tell
    }
  }

  /** Where a new entry is made: at its final name, or beside what it replaces. @throws Fault `exists` for a directory with contents. */
  #placeFor(path: RawPath, action: Action): RawPath {
    return action === 'create' ? this.#paths.enter(path) : this.#beside(path, action);
  }

  /** A name beside the entry's own. @throws Fault `exists` for a directory with contents in its place. */
  #beside(path: RawPath, action: Action): RawPath {
    const absolute = this.#paths.enter(path);
    if (action !== 'create' && lstatSync(fsPath(absolute), { throwIfNoEntry: false })?.isDirectory() === true) this.#refuseUnlessEmpty(absolute);
    return stagedPath(absolute);
  }

  /** Once a directory, before the first file is put into it. */
  #sweepOnce(dir: RawPath): void {
    if (this.#swept.has(dir)) return;
    this.#swept.add(dir);
    sweepStaged(dir);
  }

  #finishAt(path: RawPath, entry: Entry, place: RawPath): string[] {
    const unset = applyMetadata(place, entry);
    this.#moveInto(path, place);
    return unset;
  }

  #moveInto(path: RawPath, place: RawPath): void {
    const absolute = this.#paths.enter(path);
    if (place === absolute) return;
    if (this.#creating.delete(place) && lstatSync(fsPath(absolute), { throwIfNoEntry: false }) !== undefined) {
      removeStaged(place);
      throw madeMeanwhile(absolute);
    }
    try {
      if (lstatSync(fsPath(absolute), { throwIfNoEntry: false })?.isDirectory() === true) {
        this.#refuseUnlessEmpty(absolute);
        rmdirSync(fsPath(absolute));
        this.#paths.forget();
      }
      renameSync(fsPath(place), fsPath(absolute));
    } catch (error) {
      removeStaged(place);
      throw error;
    }
  }

  #refuseUnlessEmpty(dir: RawPath): void {
    if (this.#filling.has(dir) || readdirSync(fsPath(dir), 'latin1').length > 0) throw notEmpty(dir);
  }

  /** Whether files are put into the directory, or somewhere below it. */
  #isFilling(path: RawPath): boolean {
    return this.#filling.has(path) || this.#filling.keys().some((dir) => dir.startsWith(`${path}/`));
  }

  /** A directory of somebody who may not write into it himself: until `finish`, its owner may. */
  #makeUsable(absolute: RawPath, mode: number): void {
    if ((mode & 0o700) !== 0o700 && process.geteuid?.() !== 0) chmodSync(fsPath(absolute), (mode & 0o7777) | 0o700);
  }

  /** Errors of the system leave as Faults that name the path. */
  #named<T>(path: RawPath, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toFault(error, `"${showName(path)}" cannot be restored in "${this.place}"`, { path: showName(path) });
    }
  }
}

function removeBlocker(path: RawPath, isLink: boolean, action: Action): void {
  const shown = showName(path);
  if (action === 'replace') return unlinkSync(fsPath(path));
  if (isLink) {
    throw new Fault('invalid', `"${shown}" is a symbolic link where the snapshot has a directory: nothing is restored through it.`, {
      context: { path: shown },
      advice: 'Remove the link, restore with "--overwrite always", or restore into another directory.',
    });
  }
  throw new Fault('exists', `"${shown}" is a file where the snapshot has a directory.`, { context: { path: shown } });
}

function notEmpty(dir: RawPath): Fault {
  const shown = showName(dir);
  return new Fault('exists', `"${shown}" is a directory with something in it where the snapshot has none: it was kept.`, {
    context: { path: shown },
    advice: 'Move it away or remove it, or restore into another directory.',
  });
}

function removeStaged(staged: RawPath): void {
  if (lstatSync(fsPath(staged), { throwIfNoEntry: false }) !== undefined) unlinkSync(fsPath(staged));
}

/** Not what somebody else made there meanwhile. */
function removeUnfinished(place: RawPath): void {
  const stats = lstatSync(fsPath(place), { throwIfNoEntry: false });
  if (stats !== undefined && isUnfinished(stats.mode)) unlinkSync(fsPath(place));
}

/** The name with the ending, numbered where that is taken. */
export function freeName(path: RawPath, suffix: RawPath): RawPath {
  for (let number = 0; ; number++) {
    const ending = number === 0 ? suffix : `${suffix}.${number}`;
    const free = joinRaw(dirRaw(path), shortened(baseRaw(path), 255 - ending.length) + ending);
    if (lstatSync(fsPath(free), { throwIfNoEntry: false }) === undefined) return free;
  }
}
