/**
 * Patterns that include or exclude paths, with the meaning restic gives them. A pattern without a leading `/` matches at any depth; one that
 * matches a directory matches all below it; `**` stands for any number of directories; `!` takes back what earlier patterns matched.
 */
import { compilePattern, fits, matchPath, mayMatchBelow } from './glob-pattern.ts';
import type { Part, Pattern } from './glob-pattern.ts';
import { isWide, toByteString } from './utf8.ts';

export interface GlobOptions {
  /** Upper and lower case are the same. */
  ignoreCase?: boolean;
}

/** Paths are absolute and raw: byte strings (one character a byte), components separated by `/`. */
export interface Globs {
  /** No patterns: nothing matches. */
  readonly isEmpty: boolean;
  matches(path: string): boolean;
  /** The same, for a walk that came here because no directory above matched: mostly one look at the name. */
  matchesNext(path: string, name: string): boolean;
  /** Whether something below this directory could match: where it is false, a search for included paths need not enter. */
  childMayMatch(path: string): boolean;
}

/**
 * Compiles a list once for many paths. Empty patterns are passed over.
 * @throws Fault `invalid` naming the first malformed pattern.
 */
export function compileGlobs(patterns: readonly string[], { ignoreCase = false }: GlobOptions = {}): Globs {
  const fold = ignoreCase ? foldCase : same;
  const compiled = patterns.filter((pattern) => pattern !== '').map((pattern) => compilePattern(pattern, fold));
  return compiled.some(({ negated }) => negated) ? new OrderedGlobs(compiled, fold) : new UnorderedGlobs(compiled, fold);
}

const same = (bytes: string): string => bytes;

/** Lower case, a character at a time; names that are not UTF-8 only in their ASCII part. */
function foldCase(bytes: string): string {
  if (!isWide(bytes)) return bytes.toLowerCase();
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  if (text.includes('\ufffd')) return bytes.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
  return toByteString(Array.from(text, (char) => char.toLowerCase()).join(''));
}

/** Lists with negation: the patterns in turn, the last word counts. */
class OrderedGlobs implements Globs {
  readonly isEmpty = false;
  readonly #patterns: readonly Pattern[];
  readonly #fold: (bytes: string) => string;

  constructor(patterns: readonly Pattern[], fold: (bytes: string) => string) {
    this.#patterns = patterns;
    this.#fold = fold;
  }

  matches(path: string): boolean {
    const names = split(this.#fold(path));
    let matched = false;
    for (const pattern of this.#patterns) {
      if (matched === pattern.negated && matchPath(pattern, names)) matched = !pattern.negated;
    }
    return matched;
  }

  matchesNext(path: string): boolean {
    return this.matches(path);
  }

  childMayMatch(path: string): boolean {
    const names = split(this.#fold(path));
    let may = false;
    for (const pattern of this.#patterns) {
      if (pattern.negated) may &&= !matchPath(pattern, names);
      else may ||= mayMatchBelow(pattern, names);
    }
    return may;
  }
}

/** Lists without negation: one hit is enough, so the common shapes are looked up instead of tried. */
class UnorderedGlobs implements Globs {
  readonly isEmpty: boolean;
  readonly #patterns: readonly Pattern[];
  readonly #fold: (bytes: string) => string;
  /** `node_modules`: names anywhere. */
  readonly #names = new Set<string>();
  /** `*.o`: endings with one dot, in front. */
  readonly #endings = new Set<string>();
  /** `/home/u/tmp`: whole paths. */
  readonly #paths = new Set<string>();
  /** `core.[0-9]*`: other single components anywhere. */
  readonly #tests: Part[] = [];
  readonly #others: Pattern[] = [];
  /** The folder of the path asked for last, and whether it matched: the next one nearly always lies there too. */
  #folder = '';
  #isFolderMatched = false;

  constructor(patterns: readonly Pattern[], fold: (bytes: string) => string) {
    this.isEmpty = patterns.length === 0;
    this.#patterns = patterns;
    this.#fold = fold;
    for (const pattern of patterns) this.#sort(pattern);
  }

  #sort(pattern: Pattern): void {
    const { rooted, runs, texts } = pattern;
    const [first = [], ...more] = runs;
    if (more.length > 0) this.#others.push(pattern);
    else if (rooted && first.every((part) => typeof part === 'string')) this.#paths.add(`/${texts.join('/')}`);
    else if (rooted || first.length > 1) this.#others.push(pattern);
    else if (typeof first[0] === 'string') this.#names.add(first[0]);
    else if (/^\*\.[^.*?[\]\\]+$/.test(texts[0]!)) this.#endings.add(texts[0]!.slice(1));
    else this.#tests.push(first[0]!);
  }

  matches(path: string): boolean {
    if (this.isEmpty) return false;
    const cut = path.lastIndexOf('/');
    if (cut !== this.#folder.length || !path.startsWith(this.#folder)) {
      this.#folder = path.slice(0, cut);
      this.#isFolderMatched = this.#matchesAbove(path, cut);
    }
    return this.#isFolderMatched || this.matchesNext(path, path.slice(cut + 1));
  }

  /** Whether the folder that ends at `cut` matches, or one above it. */
  #matchesAbove(path: string, cut: number): boolean {
    for (let end = path.indexOf('/', 1); end > 0 && end <= cut; end = path.indexOf('/', end + 1)) {
      const above = path.slice(0, end);
      if (this.matchesNext(above, above.slice(above.lastIndexOf('/') + 1))) return true;
    }
    return false;
  }

  matchesNext(rawPath: string, rawName: string): boolean {
    if (this.isEmpty) return false;
    const name = this.#fold(rawName);
    if (this.#names.has(name)) return true;
    if (this.#endings.size > 0) {
      const dot = name.lastIndexOf('.');
      if (dot >= 0 && this.#endings.has(name.slice(dot))) return true;
    }
    for (const test of this.#tests) if (fits(test, name)) return true;
    if (this.#paths.size === 0 && this.#others.length === 0) return false;
    const path = this.#fold(rawPath);
    if (this.#paths.has(path)) return true;
    if (this.#others.length === 0) return false;
    const names = split(path);
    return this.#others.some((pattern) => matchPath(pattern, names));
  }

  childMayMatch(path: string): boolean {
    const names = split(this.#fold(path));
    return this.#patterns.some((pattern) => mayMatchBelow(pattern, names));
  }
}

/** The components of an absolute path; none for `/`. */
const split = (path: string): string[] => (path === '/' ? [] : path.slice(path.startsWith('/') ? 1 : 0).split('/'));
