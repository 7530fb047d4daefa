/** Builds the kernels and the program into dist/. Run by set-up, on Node 24. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { inRoot, root } from './set-up/place.mjs';

const DAY_MS = 86_400_000;
const target = inRoot('dist', 'main');

function buildKernels() {
  const { status } = spawnSync(process.execPath, [inRoot('scripts', 'build-kernel.mjs')], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The kernels could not be compiled.');
}

/**
 * Moves a finished build into place, entries last, so that a program starting meanwhile finds all its parts. Parts of the build
 * before stay for a day: a program that is running loads them when it first needs them.
 */
function publish(made) {
  mkdirSync(target, { recursive: true });
  const names = readdirSync(made);
  const isEntry = (name) => !name.startsWith('part-');
  for (const name of [...names.filter((name) => !isEntry(name)), ...names.filter(isEntry)]) renameSync(join(made, name), join(target, name));
  for (const name of readdirSync(target)) {
    const path = join(target, name);
    if (!names.includes(name) && Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true });
  }
}

const made = inRoot('dist', `made-${process.pid}`);
try {
  buildKernels();
  await build({ configFile: inRoot('vite.config.ts'), configLoader: 'native', build: { outDir: made } });
  publish(made);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(made, { recursive: true, force: true });
}
