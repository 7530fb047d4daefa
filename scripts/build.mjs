/** Builds one part of the program into dist/, or all of them: `build.mjs [main] [preload] [renderer]`. Run by set-up, on Node 24. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { compressIn } from './build/compress.mjs';
import { notices } from './build/notices.mjs';
import { publish } from './build/publish.mjs';
import { PARTS } from './set-up/parts.mjs';
import { inRoot, root } from './set-up/place.mjs';

function buildKernels() {
  const { status } = spawnSync(process.execPath, [inRoot('scripts', 'build-kernel.mjs')], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The kernels could not be compiled.');
}

/** What is done around the build of a part, and which of its files others know by name. */
const MANNER = {
  main: { before: buildKernels, isEntry: (name) => !name.startsWith('part-') },
  preload: { isEntry: () => true },
  renderer: { after: finishWindow, isEntry: (name) => !name.startsWith('assets') },
};

async function finishWindow(made, outputs) {
  const modules = outputs.flatMap(({ output }) => output.flatMap(({ moduleIds = [] }) => moduleIds));
  writeFileSync(join(made, 'notices.json'), JSON.stringify(notices(modules)));
  await compressIn(made);
}

async function buildPart(name) {
  const { before, after, isEntry } = MANNER[name];
  const made = inRoot('dist', `made-${name}-${process.pid}`);
  try {
    before?.();
    const built = await build({ configFile: inRoot(PARTS[name].config), configLoader: 'native', build: { outDir: made, emptyOutDir: true } });
    await after?.(made, [built].flat());
    publish(made, inRoot('dist', name), isEntry);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

process.env.NODE_ENV = 'production'; // also where tests build: libraries choose their own build by it
const asked = process.argv.slice(2);
try {
  for (const name of asked.length === 0 ? Object.keys(PARTS) : asked) if (existsSync(inRoot(PARTS[name].config))) await buildPart(name);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
