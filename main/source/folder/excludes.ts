/** What is left out of a folder: patterns, patterns in files, tagged directories, other file systems, large files. */
import { lstatSync, readFileSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { Call } from '../../base/call.ts';
import { toFault } from '../../base/fault.ts';
import { compileGlobs } from '../../base/glob.ts';
import type { Globs } from '../../base/glob.ts';
import type { RawName, RawPath } from '../../entry/entry.ts';
import { dirRaw, fsPath, joinRaw } from '../../entry/name.ts';
import { CACHE_TAG, isGenuine, parseTagFile } from './tag-file.ts';
import type { TagFile } from './tag-file.ts';

export interface ExcludeOptions {
  exclude?: readonly string[];
  /** The same with upper and lower case alike. */
  iexclude?: readonly string[];
  /** Files with one pattern a line; `#` begins a comment line. */
  excludeFile?: readonly string[];
  iexcludeFile?: readonly string[];
  /** Leaves out the contents of directories with a valid CACHEDIR.TAG. */
  excludeCaches?: boolean;
  /** `NAME` or `NAME:HEADER`: leaves out the contents of directories that hold such a file. */
  excludeIfPresent?: readonly string[];
  /** Bytes; longer files are left out. */
  excludeLargerThan?: number;
  /** Stays on the file system of each given path; mount points below are kept as empty directories. */
  oneFileSystem?: boolean;
}

export class Excludes {
  /** Case-sensitive patterns in force, those from files included: what a snapshot records. */
  readonly patterns: readonly string[];
  readonly oneFileSystem: boolean;
  /** The same once more, with the patterns of files among the others: for another thread. */
  readonly options: ExcludeOptions;
  readonly #globs: readonly Globs[];
  readonly #tags: readonly TagFile[];
  readonly #largest: bigint | null;

  /** @throws Fault `invalid` for a malformed pattern or tag, or what an unreadable exclude file gives. */
  constructor(options: ExcludeOptions) {
    this.patterns = [...(options.exclude ?? []), ...(options.excludeFile ?? []).flatMap(readPatterns)];
    const insensitive = [...(options.iexclude ?? []), ...(options.iexcludeFile ?? []).flatMap(readPatterns)];
    this.#globs = [compileGlobs(this.patterns), compileGlobs(insensitive, { ignoreCase: true })].filter(({ isEmpty }) => !isEmpty);
    this.#tags = [...(options.excludeIfPresent ?? []), ...(options.excludeCaches === true ? [CACHE_TAG] : [])].map(parseTagFile);
    this.#largest = options.excludeLargerThan === undefined ? null : BigInt(Math.floor(options.excludeLargerThan));
    this.oneFileSystem = options.oneFileSystem ?? false;
    this.options = { ...options, exclude: this.patterns, excludeFile: [], iexclude: insensitive, iexcludeFile: [] };
  }

  /** By pattern, for a path whose directory is not excluded. */
  hasNext(path: RawPath, name: RawName): boolean {
    for (const globs of this.#globs) if (globs.matchesNext(path, name)) return true;
    return false;
  }

  /** By pattern, for any path; a pattern that leaves out a directory leaves out all below it. */
  matches(path: RawPath): boolean {
    return this.#globs.some((globs) => globs.matches(path));
  }

  /** By pattern or by a tag beside it, for a path that the walk was not led to by its parent. */
  hasGiven(path: RawPath, name: RawName, call: Call): boolean {
    if (this.#globs.some((globs) => globs.matches(path))) return true;
    const dir = dirRaw(path);
    const isThere = (tag: RawName): boolean => lstatSync(fsPath(joinRaw(dir, tag)), { throwIfNoEntry: false }) !== undefined;
    return this.#keptBy(dir, isThere, call).some((tag) => tag !== name);
  }

  /** The names of a directory that its tag files leave. */
  untagged(dir: RawPath, names: RawName[], call: Call): RawName[] {
    const tags = this.#keptBy(dir, (tag) => names.includes(tag), call);
    return tags.length === 0 ? names : names.filter((name) => tags.every((tag) => tag === name));
  }

  /** By size, for everything but directories. */
  isTooLarge(stats: BigIntStats): boolean {
    return this.#largest !== null && stats.size > this.#largest;
  }

  /** Names of the genuine tags in a directory. */
  #keptBy(dir: RawPath, isThere: (tag: RawName) => boolean, call: Call): RawName[] {
    if (this.#tags.length === 0) return [];
    return this.#tags.filter((tag) => isThere(tag.name) && isGenuine(dir, tag, call)).map(({ name }) => name);
  }
}

/** Patterns of an exclude file; spaces around them, empty lines and comment lines do not count. */
function readPatterns(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw toFault(error, `The exclude file "${file}" cannot be read`, { file });
  }
  const lines = text.replace(/^\ufeff/, '').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}
