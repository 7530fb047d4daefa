/** Makes whole files: content and metadata under a passing name, then into place, never over anything. For workers, file after file. */
import { closeSync, constants, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { Fault } from '../base/fault.ts';
import { applyToNewFile, givesAttributes, type Metadata } from './apply-metadata.ts';
import type { RawPath } from './entry.ts';
import { dirRaw, fsPath, showName } from './name.ts';
import { native } from './native.ts';

/** O_NOFOLLOW goes without saying beside O_EXCL, but not on every system. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

export class NewFiles {
  /** The directory of the file made last, and whether it hands attributes to new files. */
  #dir = '';
  #inherits = false;

  /**
   * @param staged free name in the same directory as `place`; gone again when this throws.
   * @param fill writes the content.
   * @returns what could not be set, as sentences.
   * @throws Fault `exists` when somebody made `place` meanwhile, or the system's error.
   */
  make(staged: RawPath, place: RawPath, metadata: Metadata, fill: (fd: number) => void): string[] {
    return this.#finish(openSync(fsPath(staged), NEW_FILE, 0o600), staged, place, metadata, fill);
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
        unset = applyToNewFile(fd, staged, metadata, this.#givesAttributes(dirRaw(place)));
      } finally {
        closeSync(fd);
      }
      moveNew(staged, place);
      return renamed(unset, staged, place);
    } catch (error) {
      unlinkSync(fsPath(staged));
      throw error;
    }
  }

  #givesAttributes(dir: RawPath): boolean {
    if (dir !== this.#dir) [this.#dir, this.#inherits] = [dir, givesAttributes(dir)];
    return this.#inherits;
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
