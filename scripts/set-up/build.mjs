/** The built program: made again when a source is not what it was made from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, node24, root, setUpFolder } from './place.mjs';
import { step } from './step.mjs';

const SOURCES = ['main', 'preload', 'scripts/build.mjs', 'scripts/build-kernel.mjs', 'vite.config.ts', 'package.json', 'package-lock.json'];
const STAMP = inRoot('dist', 'built-from');

export const buildIsCurrent = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();

export async function build() {
  const madeFrom = fingerprint();
  await step('Setting up: building …', node24(), [inRoot('scripts', 'build.mjs')], {
    cwd: root,
    log: join(setUpFolder, 'build.log'),
    failed: 'The program could not be built',
  });
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(STAMP, madeFrom);
}

/** Names, sizes and times of all sources: tells any edit, addition or removal without reading a file. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) addTo(hash, source);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const found = statSync(inRoot(path), { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(inRoot(path)).sort()) addTo(hash, `${path}/${name}`);
  } else if (!path.endsWith('.test.ts')) {
    hash.update(`${path}\n${found.size}\n${found.mtimeMs}\n`);
  }
}
