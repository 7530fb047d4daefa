/** Moves a finished build into place. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const DAY_MS = 86_400_000;

/**
 * Entries come last, so that a program starting meanwhile finds all its parts. Parts of the build before stay for a day: a program
 * that is running, and a window that is open, load them when they first need them.
 * @param isEntry whether others find this file by its name, which is the same after every build.
 */
export function publish(made, target, isEntry) {
  const names = filesIn(made);
  for (const name of [...names.filter((name) => !isEntry(name)), ...names.filter(isEntry)]) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    renameSync(join(made, name), join(target, name));
  }
  const isOurs = new Set(names);
  for (const name of filesIn(target)) {
    const path = join(target, name);
    if (!isOurs.has(name) && Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path);
  }
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
