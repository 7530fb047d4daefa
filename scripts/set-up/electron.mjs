/** The desktop's own program: where its binary is, and one quiet attempt a day to get it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, root, setUpFolder } from './place.mjs';
import { run, say } from './step.mjs';

const DAY_MS = 86_400_000;
const LONGEST_MS = 180_000;
const REMEMBERED = join(setUpFolder, 'electron-tried');

/**
 * Path of the Electron binary, or null when it cannot be had here. Asking the package itself would make it download without a limit.
 * `ELECTRON_PATH` names another one; `HOLDFAST_NO_ELECTRON` says that none is wanted.
 */
export async function electronBinary(env = process.env, uid = process.getuid?.()) {
  if (env.HOLDFAST_NO_ELECTRON) return null;
  if (env.ELECTRON_PATH) return env.ELECTRON_PATH;
  if (!canShow(env, uid) || !existsSync(inRoot('node_modules', 'electron', 'install.js'))) return null;
  const found = installed();
  if (found !== null || triedToday()) return found;
  say('Setting up: getting the desktop program (once, a minute or so) …');
  await install();
  return installed();
}

/** Elsewhere than on Linux there always is a screen; on Linux there may be none, and as root Electron's sandbox does not start. */
const canShow = (env, uid) => process.platform !== 'linux' || (uid !== 0 && Boolean(env.DISPLAY || env.WAYLAND_DISPLAY));

function installed() {
  const at = (...parts) => inRoot('node_modules', 'electron', ...parts);
  if (!existsSync(at('path.txt'))) return null;
  const binary = at('dist', readFileSync(at('path.txt'), 'utf8'));
  return existsSync(binary) ? binary : null;
}

const triedToday = () => existsSync(REMEMBERED) && Date.now() - Number(readFileSync(REMEMBERED, 'utf8')) < DAY_MS;

/** That it did not work is remembered: a machine without a network must not wait for it at every start. */
async function install() {
  const options = { cwd: root, log: join(setUpFolder, 'electron.log'), limitMs: LONGEST_MS };
  await run(process.execPath, [inRoot('node_modules', 'electron', 'install.js')], options).catch(() => undefined); // seen by there being no binary
  mkdirSync(setUpFolder, { recursive: true });
  writeFileSync(REMEMBERED, String(Date.now()));
}

/** Runs the desktop to its end. @returns its exit code. */
export const desktopCode = (binary) => run(binary, [root], { cwd: process.cwd() });
