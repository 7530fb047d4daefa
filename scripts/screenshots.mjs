/**
 * `npm run screenshots`: takes the pictures of the documentation.
 * Where the system allows it, in a space of its own with a name of its own and in which `/home` and `/media` are empty, so that the
 * pictures show somebody's machine and not those of a test; nothing of it reaches the real ones. Drives cannot be mounted there: they are
 * taken outside of it.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inRoot } from './set-up/place.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
const DRIVES = 'drives, and what';
/** @param which of the tests, by name. */
const test = (...which) => [process.execPath, vitest, 'run', '--project', 'flow', 'test/e2e/flow/screenshots.test.ts', ...which];
const run = ([program, ...args], settings) => execFileSync(program, args, settings);
const options = { cwd: root, stdio: 'inherit', env: { ...process.env, HOLDFAST_SCREENSHOTS: '1' } };

const EMPTY = 'mount -t tmpfs none /home && mount -t tmpfs none /media && mkdir /home/ann /media/ann && hostname harbour';
const apart = (...command) => ['--map-root-user', '--uts', '--mount', '--propagation', 'private', 'sh', '-c', `${EMPTY} && exec "$@"`, 'sh', ...command];

/** Not where the project itself or its Node would disappear. */
function canBeApart() {
  if (process.platform !== 'linux' || [root, process.execPath].some((path) => /^\/(home|media)\//.test(path))) return false;
  try {
    execFileSync('unshare', apart('true'), { stdio: 'ignore' });
    return true;
  } catch {
    return false; // no right to, or no such folders: the pictures show folders of a test then
  }
}

try {
  if (canBeApart()) {
    run(['unshare', ...apart(...test('-t', `^(?!.*${DRIVES})`))], { ...options, env: { ...options.env, HOLDFAST_SAMPLE_MACHINE: '1' } });
    run(test('-t', DRIVES), options);
  } else run(test(), options);
} catch {
  process.exitCode = 1; // it has said why
}
