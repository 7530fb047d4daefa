/** One pattern, compiled: a sequence of components, `**` between them for any number, matched against the components of a path. */
import { posix } from 'node:path';
import { Fault } from './fault.ts';
import { compilePart, isWild } from './glob-part.ts';
import { toByteString } from './utf8.ts';

/** A component: a literal, or a test. */
export type Part = string | ((name: string) => boolean);

export interface Pattern {
  /** Takes back what earlier patterns matched. */
  readonly negated: boolean;
  /** Begins at `/`; others match at any depth. */
  readonly rooted: boolean;
  /** Runs of components; between two of them lies a `**`. */
  readonly runs: readonly (readonly Part[])[];
  /** The pattern's components as cleaned text in bytes, without the leading `/`. */
  readonly texts: readonly string[];
}

/**
 * @param text as written; a leading `!` negates. `.`, `..`, doubled and trailing slashes are resolved.
 * @throws Fault `invalid` for a component that cannot be one.
 */
export function compilePattern(text: string, fold: (bytes: string) => string): Pattern {
  const negated = text.startsWith('!');
  const cleaned = clean(fold(toByteString(negated ? text.slice(1) : text)));
  const rooted = cleaned.startsWith('/');
  const texts = cleaned === '/' ? ['**'] : cleaned.slice(rooted ? 1 : 0).split('/');
  const runs: Part[][] = [[]];
  for (const part of texts) {
    if (part === '**') runs.push([]);
    else runs.at(-1)!.push(compiled(part, text));
  }
  return { negated, rooted, runs, texts };
}

/** Whether the path or a directory above it matches. */
export function matchPath(pattern: Pattern, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const [first, ...others] = pattern.runs;
  for (let start = findRun(first!, names, 0, pattern.rooted); start >= 0; start = pattern.rooted ? -1 : findRun(first!, names, start + 1, false)) {
    const ending = matchRest(others, names, start + first!.length, roomOf(pattern, names));
    if (ending !== 'too wide') return ending === 'match'; // where a run is missing, it is missing after every later start, too
  }
  return false;
}

/** How much longer the path is than the pattern with each `**` counted as one component. To restic, the root is one, too, of paths and rooted patterns. */
const roomOf = ({ rooted, texts }: Pattern, names: readonly string[]): number => names.length - texts.length + (rooted ? 0 : 1);

/**
 * Each run as early as it comes. Of several `**`, those before the last take fewer components than there are: restic widens them in turn, each to at
 * most what the path is then longer than the pattern. So two of them at the end match what is in a folder, and not the folder itself.
 * Source: `match` in restic's `internal/filter/filter.go`.
 */
function matchRest(runs: readonly (readonly Part[])[], names: readonly string[], from: number, room: number): 'match' | 'missing' | 'too wide' {
  let [at, taken] = [from, 0];
  for (const [before, run] of runs.entries()) {
    const found = findRun(run, names, at, false);
    if (found < 0) return 'missing';
    taken += found - at;
    if (taken > room + before + 1) return 'too wide';
    at = found + run.length;
  }
  return 'match';
}

/** Whether something below the directory can match: its names fit as far as the pattern is fixed. */
export function mayMatchBelow(pattern: Pattern, names: readonly string[]): boolean {
  if (!pattern.rooted) return true;
  const fixed = pattern.runs[0]!;
  const length = Math.min(fixed.length, names.length);
  return findRun(fixed.slice(0, length), names, 0, true) === 0;
}

/** The first place from `from` on where all components fit, or -1. Anchored: only `from` itself. */
function findRun(run: readonly Part[], names: readonly string[], from: number, anchored: boolean): number {
  const last = anchored ? Math.min(from, names.length - run.length) : names.length - run.length;
  for (let at = from; at <= last; at++) if (run.every((part, index) => fits(part, names[at + index]!))) return at;
  return -1;
}

export const fits = (part: Part, name: string): boolean => (typeof part === 'string' ? part === name : part(name));

function compiled(part: string, pattern: string): Part {
  if (!isWild(part)) return part;
  const test = compilePart(part);
  if (test !== null) return test;
  throw new Fault('invalid', `The pattern "${pattern}" is malformed: a class is not closed or empty, or it ends in a backslash.`, {
    context: { pattern },
    advice: 'Write a backslash before "[", "*", "?" or "\\" to mean the character itself.',
  });
}

/** Lexically, as paths are: `a//b/` is `a/b`; `..` takes the component before it. */
function clean(pattern: string): string {
  const normal = posix.normalize(pattern);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}
