/** Target: where entries are restored to. The folder is the first; a board on a serial port comes later. */
import type { Call } from '../base/call.ts';
import type { Entry, RawPath, StoredEntry } from '../entry/entry.ts';

/** What to do where something is there already. `if-changed`: size or mtime differ; `if-newer`: the stored one is newer. */
export type Overwrite = 'always' | 'if-changed' | 'if-newer' | 'never';

export type Action = 'create' | 'replace' | 'keep' | 'unchanged';

/**
 * Promises:
 * - No entry ever lands outside the root: `..`, absolute names and symbolic links met on the way are refused with `invalid`.
 * - A file that is there already is replaced only when its new content is whole.
 * - `decide` changes nothing.
 * Paths are raw, relative to the root, without a leading `/`; parents are made before their children.
 */
export interface Target {
  /** Where it is, as shown to people. */
  readonly place: string;
  /** The absolute raw path of an entry, for reading it back. */
  absolute(path: RawPath): RawPath;
  /** Nothing is there yet. */
  isEmpty(): boolean;
  /** What is to be done with this entry at this path. A directory that is there is `unchanged` (`keep` for `never`): `finish` sets its metadata. */
  decide(path: RawPath, entry: Entry, overwrite: Overwrite): Action;
  /** What is at a path now, told apart by its size and mtime from what was there before an edit; '' for nothing. Changes nothing. */
  stamp(path: RawPath): string;
  /** Makes the directories above a path that are missing, as the system makes new ones. */
  makeWay(path: RawPath): void;
  /**
   * Makes the directory (owner access only until `finish`) or keeps the one that is there. A link or file in its way is removed when
   * `decide` said `replace`; otherwise it is refused: `invalid` for a link, `exists` for a file.
   */
  directory(path: RawPath, entry: Entry, action?: Action): void;
  /** Everything with no content of its own, metadata included: links, fifos, devices, empty files. Returns what could not be set, as sentences. */
  special(path: RawPath, entry: Entry, action: Action): string[];
  /** For a file nothing stands in the way of, made whole by somebody else: the free absolute path it is made at, and the one it is then moved to, over nothing. */
  fresh(path: RawPath): { path: RawPath; place: RawPath };
  /** Makes the empty file the content is to be written into, and gives its absolute path; `settle` moves it into place. */
  stage(path: RawPath, entry: StoredEntry, action: Action): RawPath;
  /** Content is whole: metadata on, then into place. Returns what could not be set (owner, xattr …), as sentences. */
  settle(path: RawPath, entry: Entry, staged: RawPath): string[];
  /** A second name for a file restored before (hard link). */
  link(path: RawPath, existing: RawPath): void;
  /**
   * Renames what is there to a name of its own (`NAME.SUFFIX`, numbered when taken), so that it is kept beside what is restored.
   * @param about told of that name, relative like `path`, before anything is renamed.
   */
  setAside(path: RawPath, suffix: string, about?: (aside: RawPath) => void): void;
  /** Content could not be had: takes the staged file away. */
  discard(staged: RawPath): void;
  /** Last metadata of a directory, once nothing is written below it any more; serves an unchanged file as well. */
  finish(path: RawPath, entry: Entry): string[];
  /** Names in a directory of the target that are not in `keep`: for `--delete`. */
  extraneous(path: RawPath, keep: ReadonlySet<string>): RawPath[];
  /** With all below it; links are removed, not followed. */
  remove(path: RawPath): void;
  /** Entries that `remove` would take away: the one at the path and all below it. */
  countBelow(path: RawPath): number;
  /** Free bytes at the root; null where it cannot be told. */
  free(call: Call): Promise<number | null>;
}
