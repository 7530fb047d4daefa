/** Paths inside a snapshot: absolute, `/`-separated, the root is `/`. */

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '');

export const nameOf = (path: string): string => namesOf(path).at(-1) ?? '/';

/** The folder a path lies in; the root lies in itself. */
export const parentOf = (path: string): string => `/${namesOf(path).slice(0, -1).join('/')}`;

/** Whether `path` is `folder` or lies somewhere in it. */
export const isIn = (path: string, folder: string): boolean => folder === '/' || path === folder || path.startsWith(`${folder}/`);

export interface Crumb {
  name: string;
  path: string;
}

/** From the root down; the root's own name is empty. */
export function crumbsOf(path: string): Crumb[] {
  const names = namesOf(path);
  return [{ name: '', path: '/' }, ...names.map((name, index) => ({ name, path: `/${names.slice(0, index + 1).join('/')}` }))];
}

/** The deepest folder that holds all of them; `/` for none. */
export function commonFolder(folders: readonly string[]): string {
  const [first, ...others] = folders.map(namesOf);
  if (first === undefined) return '/';
  let shared = first.length;
  for (const names of others) {
    let same = 0;
    while (same < shared && names[same] === first[same]) same++;
    shared = same;
  }
  return `/${first.slice(0, shared).join('/')}`;
}

/** As a snapshot holds it: `C:\Users\ann` is kept as `/C/Users/ann`. */
export function storedPath(path: string): string {
  const [, drive, rest] = /^([A-Za-z]):[\\/](.*)$/s.exec(path) ?? [];
  if (drive !== undefined) return `/${namesOf(`${drive}/${rest!.replaceAll('\\', '/')}`).join('/')}`;
  return path.startsWith('/') ? `/${namesOf(path).join('/')}` : '/';
}

/** Where looking begins: nobody clicks through folders that hold nothing but the next one. */
export const startFolder = (paths: readonly string[]): string => commonFolder(paths.map(storedPath));
