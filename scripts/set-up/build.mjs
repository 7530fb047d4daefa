/** The built program: a part is made again when a source is not what it was made from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTS } from './parts.mjs';
import { inRoot, node24, root, setUpFolder } from './place.mjs';
import { run, say, StepFailed, tail } from './step.mjs';

/** One file a part, so that two builds at once cannot undo each other's word. */
const stampOf = (name) => inRoot('dist', `built-from.${name}`);

const isStale = (name) => existsSync(inRoot(PARTS[name].config)) && (!existsSync(stampOf(name)) || readFileSync(stampOf(name), 'utf8') !== fingerprint(name));
const stale = () => Object.keys(PARTS).filter(isStale);

export const buildIsCurrent = () => stale().length === 0;

/** All stale parts at once; one that fails does not keep the others from being made. */
export async function build() {
  say('Setting up: building …');
  const outcomes = await Promise.allSettled(stale().map(buildPart));
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function buildPart(name) {
  const madeFrom = fingerprint(name);
  const log = join(setUpFolder, `build-${name}.log`);
  const code = await run(node24(), [inRoot('scripts', 'build.mjs'), name], { cwd: root, log });
  if (code !== 0) throw new StepFailed(`The program could not be built: its part "${name}" failed (exit code ${code}). The end of ${log}:\n${tail(log)}`);
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(stampOf(name), madeFrom);
}

/** Names, sizes and times of all sources: tells any edit, addition or removal without reading a file. */
function fingerprint(name) {
  const hash = createHash('sha256');
  for (const source of [PARTS[name].config, ...PARTS[name].sources]) addTo(hash, source);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const found = statSync(inRoot(path), { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(inRoot(path)).sort()) addTo(hash, `${path}/${name}`);
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(`${path}\n${found.size}\n${found.mtimeMs}\n`);
  }
}
