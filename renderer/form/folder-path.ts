/** Paths of folders as text: of this machine or of one with drive letters. Nothing here looks at a disk. */

const DRIVE = /^[A-Za-z]:[\\/]/;
const separatorOf = (path: string): string => (DRIVE.test(path) || path.startsWith('\\\\') ? '\\' : '/');

/** What can be looked up without guessing: `/a`, `~`, `~/a`, `C:\a`, `\\server\share`. */
export const isAbsolute = (path: string): boolean => path.startsWith('/') || path === '~' || path.startsWith('~/') || DRIVE.test(path) || path.startsWith('\\\\');

/** The root's own writing: `/`, `C:\`, or the empty text of a path that has none. */
const rootOf = (path: string): string => {
  if (DRIVE.test(path)) return `${path.slice(0, 2)}\\`;
  if (path.startsWith('\\\\')) return '\\\\';
  return path.startsWith('/') ? '/' : '';
};

const partsOf = (path: string): string[] => {
  const split = separatorOf(path) === '\\' ? /[\\/]+/ : /\/+/;
  return path.slice(rootOf(path).length).split(split).filter((part) => part !== '');
};

/** The folder above; null above a root. */
export function parentOf(path: string): string | null {
  const parts = partsOf(path);
  return parts.length === 0 ? null : rootOf(path) + parts.slice(0, -1).join(separatorOf(path));
}

/** The last name, or the root itself. */
export const nameOf = (path: string): string => partsOf(path).at(-1) ?? path;

export interface Crumb {
  name: string;
  path: string;
}

/** Every folder on the way, the root first. */
export function trailOf(path: string): Crumb[] {
  const root = rootOf(path);
  const parts = partsOf(path);
  const crumbs = parts.map((name, index) => ({ name, path: root + parts.slice(0, index + 1).join(separatorOf(path)) }));
  return root === '' ? crumbs : [{ name: root, path: root }, ...crumbs];
}

/** Whether one path is the other or lies in it. */
export function lies(path: string, within: string): boolean {
  const separator = separatorOf(within);
  const base = within.endsWith(separator) ? within : within + separator;
  return path === within || path.startsWith(base);
}

/** Without those that lie in another one of them: what they hold is counted, and backed up, with the other. */
export const outermost = (paths: readonly string[]): string[] =>
  paths.filter((path, index) => !paths.some((other, at) => (other === path ? at < index : lies(path, other))));
