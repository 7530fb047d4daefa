/** Which of several patterns leaves a path out: needed for a handful of paths, so each pattern is asked by itself. */
import { compileGlobs } from '../../base/glob.ts';
import type { Globs } from '../../base/glob.ts';
import type { RawPath } from '../../entry/entry.ts';

interface Single {
  readonly negated: boolean;
  readonly globs: Globs;
}

export class PatternBlame {
  readonly #sensitive: readonly Single[];
  readonly #insensitive: readonly Single[];

  /** The two lists a folder source matches one after the other. @throws Fault `invalid` for a malformed pattern. */
  constructor(sensitive: readonly string[], insensitive: readonly string[]) {
    this.#sensitive = sensitive.map((pattern) => single(pattern, false));
    this.#insensitive = insensitive.map((pattern) => single(pattern, true));
  }

  /** The place in both lists, one behind the other, of the pattern that leaves the path out; -1: none does. */
  of(path: RawPath): number {
    const first = decisive(this.#sensitive, path);
    if (first >= 0) return first;
    const second = decisive(this.#insensitive, path);
    return second < 0 ? -1 : this.#sensitive.length + second;
  }
}

function single(pattern: string, ignoreCase: boolean): Single {
  const negated = pattern.startsWith('!');
  return { negated, globs: compileGlobs([negated ? pattern.slice(1) : pattern], { ignoreCase }) };
}

/** The first that matches; after one that takes the path back, the next. */
function decisive(patterns: readonly Single[], path: RawPath): number {
  let found = -1;
  for (const [place, { negated, globs }] of patterns.entries()) {
    if ((found >= 0) === negated && globs.matches(path)) found = negated ? -1 : place;
  }
  return found;
}
