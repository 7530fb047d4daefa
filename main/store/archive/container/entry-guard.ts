/** What an archive from anywhere may say of where its entries belong: inside the root, each once, and never by way of a link. */
import { Fault } from '../../../base/fault.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { showName } from '../../../entry/name.ts';

const ADVICE = 'Nothing of it was written. Do not unpack this archive by other means before you know where it comes from.';
const TWICE = 'Unpack it with the program that made it, and back up the folder.';

const refused = (name: RawPath, reason: string, advice = ADVICE): Fault =>
  new Fault('invalid', `The archive's entry "${showName(name)}" is refused: ${reason}.`, { context: { path: showName(name) }, advice });

/** A name as the archive has it, as a relative path; '' for the root itself. @throws Fault `invalid`. */
export function relativePath(name: RawPath): RawPath {
  if (name.includes('\0')) throw refused(name, 'its name has a NUL byte');
  if (name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name)) throw refused(name, 'its name is absolute');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refused(name, 'its name leads out of the archive with ".."');
  return parts.join('/');
}

/** Knows every entry so far. */
export class EntryGuard {
  readonly #seen = new Set<RawPath>();
  /** Everything that is no directory; of those a path may not lead through. */
  readonly #leaves = new Set<RawPath>();
  #directory: RawPath = '';

  /** @throws Fault `invalid` when the entry may not lie there. */
  admit(path: RawPath, isDirectory: boolean, link: RawPath | null): void {
    if (this.#seen.has(path)) throw refused(path, 'another entry has the same name', TWICE);
    const cut = path.lastIndexOf('/');
    this.#admitBelow(path, cut < 0 ? '' : path.slice(0, cut));
    if (link !== null && !this.#leaves.has(link))
      throw refused(path, `it is a hard link to "${showName(link)}", which is no file before it in the archive`);
    this.#seen.add(path);
    if (!isDirectory) this.#leaves.add(path);
  }

  /** Entries of one directory mostly come together: it is looked at once. */
  #admitBelow(path: RawPath, directory: RawPath): void {
    if (directory === this.#directory) return;
    for (let cut = directory.length; cut > 0; cut = directory.lastIndexOf('/', cut - 1)) {
      const above = directory.slice(0, cut);
      if (this.#leaves.has(above)) throw refused(path, `"${showName(above)}", which it would lie in, is no directory but a file or a link`);
    }
    this.#directory = directory;
  }
}
