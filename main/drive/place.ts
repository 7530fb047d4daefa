/** A path that may not exist yet: where it would really lie, and on what. Links are followed, dangling ones too. */
import { access, constants, lstat, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Fault, toFault } from '../base/fault.ts';

export interface RealPlace {
  /** As it would be after it was made. */
  path: string;
  /** The path itself, or the nearest folder above it that exists. */
  existing: string;
  exists: boolean;
}

/** As many as Linux follows. */
const LINKS = 40;

/** @param path absolute. Faults: `denied`; `invalid` where a file is in the way or links lead in circles. */
export async function realPlace(path: string, links = LINKS): Promise<RealPlace> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const found = await look(at, path);
    if (found === 'missing' && dirname(at) !== at) {
      missing.unshift(at.slice(dirname(at).length).replace(/^[\\/]/, ''));
      continue;
    }
    if (found === 'dangling') {
      if (links === 0) throw new Fault('invalid', `"${path}" cannot be used: symbolic links lead in a circle.`, { context: { path } });
      return realPlace(join(resolve(dirname(at), await readlink(at)), ...missing), links - 1);
    }
    if (found === 'other') throw new Fault('invalid', `"${at}" is a file, not a folder.`, { context: { path: at }, advice: 'Choose a folder.' });
    const existing = await realpath(at);
    return { path: join(existing, ...missing), existing, exists: missing.length === 0 };
  }
}

async function look(at: string, path: string): Promise<'folder' | 'other' | 'missing' | 'dangling'> {
  try {
    return (await stat(at)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTDIR') return 'missing'; // the file above it is met next
    if (code !== 'ENOENT' && code !== 'ELOOP') throw toFault(error, `"${path}" cannot be looked at`, { path });
    const link = await lstat(at).catch(() => null);
    return link?.isSymbolicLink() === true ? 'dangling' : 'missing';
  }
}

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '');

/** Whether this user may make files in a folder; asks, and leaves nothing behind. */
export async function mayWrite(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false; // no permission, or a medium that cannot be written
  }
}

/** The first of the folders that a place lies in (or is), by any of their names: links and bind mounts are seen through. */
export async function folderAround(place: RealPlace, folders: readonly string[]): Promise<string | null> {
  const above: string[] = [];
  for (let at = place.path; ; at = dirname(at)) {
    above.push(at);
    if (dirname(at) === at) break;
  }
  const marks = new Set((await Promise.all(above.map(markOf))).filter((mark) => mark !== null));
  for (const folder of folders) {
    const mark = await markOf(folder);
    if (mark === null ? above.includes(resolve(folder)) : marks.has(mark)) return folder;
  }
  return null;
}

/** What stays the same whatever a folder is called. */
async function markOf(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null; // not there (yet)
  }
}
