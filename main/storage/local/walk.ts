/** Walking the folders of a local storage: one await a folder, file details in slices, so that thousands of packs list fast. */
import { lstatSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isKeyPart } from '../key.ts';
import type { StoredObject } from '../storage.ts';
import { ABSENT, hasCode } from './durable.ts';

/** Files looked at in one go; a cold disk holds up everybody else that long. */
const SLICE = 64;

export interface Folder {
  /** What keys below it begin with: `''` or ending in `/`. */
  prefix: string;
  path: string;
  entries: Dirent[];
}

/**
 * The folder of a prefix and all below it. Folders whose name could be no part of a key are not entered, nor are symbolic links; the
 * first folder may be one. One that vanishes meanwhile is passed over; one that cannot be read ends the walk.
 * @param absent called when the first folder is not there; may throw.
 */
export async function* folders(root: string, prefix: string, signal: AbortSignal, absent: () => void): AsyncGenerator<Folder> {
  const open = [prefix];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    signal.throwIfAborted();
    const path = join(root, ...at.split('/'));
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      if (!hasCode(error, ABSENT)) throw error;
      if (at === prefix) absent();
      return [];
    });
    for (const entry of entries) if (entry.isDirectory() && isKeyPart(entry.name)) open.push(`${at}${entry.name}/`);
    yield { prefix: at, path, entries };
  }
}

/** The objects of one folder, in slices. What vanishes meanwhile is passed over. */
export async function* objectsIn({ prefix, path, entries }: Folder, signal: AbortSignal): AsyncGenerator<StoredObject[]> {
  const files = entries.filter((entry) => entry.isFile() && isKeyPart(entry.name));
  for (let at = 0; at < files.length; at += SLICE) {
    if (at > 0) await setImmediate();
    signal.throwIfAborted();
    const objects: StoredObject[] = [];
    for (const { name } of files.slice(at, at + SLICE)) {
      const stats = lstatSync(`${path}/${name}`, { throwIfNoEntry: false });
      if (stats !== undefined) objects.push({ key: prefix + name, size: stats.size, modifiedAt: stats.mtimeMs });
    }
    yield objects;
  }
}
