/** Makes whole files: content and metadata under a passing name, then into place, never over anything. For workers, file after file. */
import { closeSync, constants, fstatSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { Fault } from '../base/fault.ts';
import { applyToNewFile, givesAttributes, type Metadata, type NewFile } from './apply-metadata.ts';
import type { RawPath } from './entry.ts';
import { dirRaw, fsPath, showName } from './name.ts';
import { native } from './native.ts';

/** O_NOFOLLOW goes without saying beside O_EXCL, but not on every system. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/**
 * Permissions of a file that is made in its final place, until it is whole: nobody may read it, and no finished file has them. Where a file
 * system keeps them, a file cut off half-way is known by them, and need not be renamed: that takes a second for 50,000 files.
 */
export const UNFINISHED = 0o1200;

/** Whether a file was cut off while it was made. */
export const isUnfinished = (mode: number): boolean => mode === (constants.S_IFREG | UNFINISHED);

/** For a run of files: what it learns of a directory holds only as long as nobody makes that anew. */
export class NewFiles {
  /** The directory of the file made last, and how files come into being there. */
  #dir = '';
  #new: NewFile | null = null;

  /**
   * @param staged free name in the same directory as `place`, or that itself where the file system keeps `UNFINISHED`; gone again when this throws.
   * @param fill writes the content.
   * @returns what could not be set, as sentences.
   * @throws Fault `exists` when somebody made `place` meanwhile, or the system's error.
   */
  make(staged: RawPath, place: RawPath, metadata: Metadata, fill: (fd: number) => void): string[] {
    return this.#finish(openNew(staged, place), staged, place, metadata, fill);
  }

  /** The same for a file that is there already, under a passing name, with its content. */
  adopt(staged: RawPath, place: RawPath, metadata: Metadata): string[] {
    return this.#finish(openSync(fsPath(staged), constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)), staged, place, metadata, () => undefined);
  }

  #finish(fd: number, staged: RawPath, place: RawPath, metadata: Metadata, fill: (fd: number) => void): string[] {
    try {
      let unset: string[];
      try {
        fill(fd);
        unset = applyToNewFile(fd, staged, metadata, this.#newIn(dirRaw(place), fd));
      } finally {
        closeSync(fd);
      }
      if (staged === place) return unset;
      moveNew(staged, place);
      return renamed(unset, staged, place);
    } catch (error) {
      unlinkSync(fsPath(staged));
      throw error;
    }
  }

  /** Asked once a directory, of the first file made in it. */
  #newIn(dir: RawPath, fd: number): NewFile {
    if (this.#new !== null && dir === this.#dir) return this.#new;
    const { uid, gid } = fstatSync(fd);
    this.#dir = dir;
    return (this.#new = { uid, gid, inherits: givesAttributes(dir) });
  }
}

/** For writing. @throws Fault `exists` when somebody made `place` meanwhile, or the system's error. */
export function openNew(staged: RawPath, place: RawPath): number {
  try {
    return openSync(fsPath(staged), NEW_FILE, UNFINISHED);
  } catch (error) {
    throw staged === place && (error as { code?: string }).code === 'EEXIST' ? madeMeanwhile(place) : error;
  }
}

/** Messages about a file, by the name it has in the end. */
const renamed = (messages: string[], from: RawPath, to: RawPath): string[] => (messages.length === 0 ? messages : messages.map((message) => message.replaceAll(showName(from), showName(to))));

/** Set where the system or a file system has no renaming that never replaces. */
let looksFirst = false;

/** @throws Fault `exists`. */
function moveNew(from: RawPath, to: RawPath): void {
  const calls = native();
  if (calls !== null && !looksFirst) {
    try {
      return calls.renameNew(from, to);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'EEXIST') throw madeMeanwhile(to);
      if (code !== 'ENOSYS' && code !== 'EINVAL' && code !== 'ENOTSUP') throw error;
      looksFirst = true;
    }
  }
  if (lstatSync(fsPath(to), { throwIfNoEntry: false }) !== undefined) throw madeMeanwhile(to);
  renameSync(fsPath(from), fsPath(to));
}

export const madeMeanwhile = (path: RawPath): Fault =>
  new Fault('exists', `"${showName(path)}" was made by somebody else during the restore, and is left alone.`, { context: { path: showName(path) } });
