/** Where a restore may write: paths below one root, reached through real directories only. */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { Fault, toFault } from '../../base/fault.ts';
import type { RawPath } from '../../entry/entry.ts';
import { dirRaw, fsPath, joinRaw, showName } from '../../entry/name.ts';

/** Whether a directory of the target can be entered: it is there, it is not, or something else stands on the way. */
export type Reach = 'there' | 'absent' | 'blocked';

/** Verified directories remembered; beyond that they are looked at again. */
const MOST_KNOWN = 100_000;

/** An empty name, `.` or `..`, anywhere in a path; a NUL would cut it short. */
const ESCAPE = /(?:^|\/)\.{0,2}(?:\/|$)|\0/;

export class TargetPaths {
  readonly root: RawPath;
  readonly #known = new Set<RawPath>();
  #rootMade = false;

  /** @throws Fault `invalid` when the root is relative or is there and no directory. */
  constructor(root: RawPath) {
    this.root = root;
    const shown = showName(root);
    if (!root.startsWith('/')) throw new Fault('invalid', `"${shown}" is not an absolute path.`, { context: { path: shown } });
    const stats = statSync(fsPath(root), { throwIfNoEntry: false });
    if (stats === undefined || stats.isDirectory()) return;
    throw new Fault('invalid', `"${shown}" is not a directory: nothing can be restored into it.`, {
      context: { path: shown },
      advice: 'Name a directory, or one that does not exist yet.',
    });
  }

  /** @throws Fault `invalid` for a path that could leave the root. */
  absolute(path: RawPath): RawPath {
    if (!ESCAPE.test(path)) return joinRaw(this.root, path);
    throw new Fault('invalid', `"${showName(path)}" is no path below "${showName(this.root)}".`, {
      context: { path: showName(path) },
      advice: 'The snapshot names something outside of it: do not trust where it comes from.',
    });
  }

  /** @param dir '' for the root. */
  reach(dir: RawPath): Reach {
    if (dir === '') return this.#rootMade || statSync(fsPath(this.root), { throwIfNoEntry: false }) !== undefined ? 'there' : 'absent';
    if (this.#known.has(dir)) return 'there';
    const above = this.reach(dirRaw(dir));
    if (above !== 'there') return above;
    const stats = lstatSync(fsPath(this.absolute(dir)), { throwIfNoEntry: false });
    if (stats === undefined) return 'absent';
    if (!stats.isDirectory()) return 'blocked';
    this.learn(dir);
    return 'there';
  }

  /** Before anything is written: makes the root, and has every directory on the way be a real one. Returns the absolute path. */
  enter(path: RawPath): RawPath {
    const absolute = this.absolute(path);
    this.#makeRoot();
    const parent = dirRaw(path);
    const reach = this.reach(parent);
    if (reach === 'there') return absolute;
    const shown = showName(this.absolute(parent));
    if (reach === 'absent') throw new Fault('missing', `"${shown}" is not there, so nothing can be put into it.`, { context: { path: shown } });
    throw new Fault('invalid', `"${shown}" leads through a link or a file where the snapshot has a directory: nothing is restored through it.`, {
      context: { path: shown },
      advice: 'Remove what is in the way, or restore into another directory.',
    });
  }

  /** Makes the directories above a path that are missing; never through a link. */
  makeWay(path: RawPath): void {
    const parent = dirRaw(path);
    if (parent === '' || this.reach(parent) !== 'absent') return;
    this.makeWay(parent);
    mkdirSync(fsPath(this.enter(parent)));
    this.learn(parent);
  }

  /** A directory is known to be a real one. */
  learn(dir: RawPath): void {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(dir);
  }

  /** Something that may have been a directory is gone. */
  forget(): void {
    this.#known.clear();
  }

  #makeRoot(): void {
    if (this.#rootMade) return;
    const shown = showName(this.root);
    try {
      mkdirSync(fsPath(this.root), { recursive: true });
    } catch (error) {
      throw toFault(error, `The directory "${shown}" cannot be made`, { path: shown });
    }
    this.#rootMade = true;
  }
}
