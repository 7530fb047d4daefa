/** Which entries of a snapshot are restored: includes, excludes, and the directories that lead to them. */
import { compileGlobs } from '../base/glob.ts';
import type { RawPath } from '../entry/entry.ts';
import { dirRaw } from '../entry/name.ts';

export interface Selection {
  /** The entry itself is wanted. */
  wants(path: RawPath): boolean;
  /** Something below this directory may be wanted. */
  enters(path: RawPath): boolean;
  /** Everything is wanted. */
  readonly all: boolean;
}

/**
 * Without includes everything is wanted; excludes take away from it. Patterns as for backups.
 * @param chosen exact paths: only these and what lies below them, of what the patterns let through.
 */
export function selectEntries(includes: readonly string[], excludes: readonly string[], chosen: readonly RawPath[] = []): Selection {
  const wanted = compileGlobs(includes);
  const unwanted = compileGlobs(excludes);
  const only = chosen.length === 0 || chosen.includes('/') ? null : new Chosen(chosen);
  return {
    all: wanted.isEmpty && unwanted.isEmpty && only === null,
    wants: (path) => (only === null || only.has(path)) && (wanted.isEmpty || wanted.matches(path)) && !unwanted.matches(path),
    enters: (path) => (only === null || only.leadsTo(path) || only.has(path)) && (wanted.isEmpty || wanted.matches(path) || wanted.childMayMatch(path)) && !unwanted.matches(path),
  };
}

/** Exact paths with all below them; no character in them means anything. */
class Chosen {
  readonly #paths: ReadonlySet<RawPath>;
  /** Directories on the way to them. */
  readonly #above: ReadonlySet<RawPath>;

  constructor(paths: readonly RawPath[]) {
    this.#paths = new Set(paths);
    const above = new Set<RawPath>(['/']);
    for (const path of paths) for (let dir = dirRaw(path); !above.has(dir); dir = dirRaw(dir)) above.add(dir);
    this.#above = above;
  }

  has(path: RawPath): boolean {
    for (let at = path; at !== '/' && at !== ''; at = dirRaw(at)) if (this.#paths.has(at)) return true;
    return false;
  }

  leadsTo(path: RawPath): boolean {
    return this.#above.has(path);
  }
}
