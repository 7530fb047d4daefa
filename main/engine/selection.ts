/** Which entries of a snapshot are restored: includes, excludes, and the directories that lead to them. */
import { compileGlobs } from '../base/glob.ts';
import type { RawPath } from '../entry/entry.ts';

export interface Selection {
  /** The entry itself is wanted. */
  wants(path: RawPath): boolean;
  /** Something below this directory may be wanted. */
  enters(path: RawPath): boolean;
  /** Everything is wanted. */
  readonly all: boolean;
}

/** Without includes everything is wanted; excludes take away from it. Patterns as for backups. */
export function selectEntries(includes: readonly string[], excludes: readonly string[]): Selection {
  const wanted = compileGlobs(includes);
  const unwanted = compileGlobs(excludes);
  return {
    all: wanted.isEmpty && unwanted.isEmpty,
    wants: (path) => (wanted.isEmpty || wanted.matches(path)) && !unwanted.matches(path),
    enters: (path) => (wanted.isEmpty || wanted.matches(path) || wanted.childMayMatch(path)) && !unwanted.matches(path),
  };
}
