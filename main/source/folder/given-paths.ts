/** The paths a folder source was given, merged into one tree rooted at `/`: what lies twice under them is walked once. */
import { posix } from 'node:path';
import { Fault } from '../../base/fault.ts';
import type { RawName, RawPath } from '../../entry/entry.ts';

/** One name on the way to a given path, or the path itself. */
export interface Given {
  /** Backed up with all below it; otherwise only the way to deeper ones. */
  whole: boolean;
  readonly children: Map<RawName, Given>;
}

/**
 * A path in its one form: absolute, without `.`, `..` or a trailing slash. `..` is resolved by name, as shells show it.
 * @throws Fault `invalid` for a relative path.
 */
export function cleanPath(path: string): string {
  if (!path.startsWith('/')) {
    throw new Fault('invalid', `"${path}" is not an absolute path.`, { context: { path }, advice: 'Give the whole path, beginning with "/".' });
  }
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** @param paths absolute and clean. */
export function mergePaths(paths: readonly RawPath[]): Given {
  const root: Given = { whole: false, children: new Map() };
  for (const path of paths) {
    let at = root;
    for (const name of path === '/' ? [] : path.slice(1).split('/')) {
      let next = at.children.get(name);
      if (next === undefined) at.children.set(name, (next = { whole: false, children: new Map() }));
      at = next;
    }
    at.whole = true;
  }
  return root;
}

/** Paths as typed, cleaned, doubles left out, in the order given. */
export const cleanPaths = (paths: readonly string[]): string[] => [...new Set(paths.map(cleanPath))];
