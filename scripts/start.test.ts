/** `npm start` as npm runs it: in the project's folder, for a user who is somewhere else. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-start-')));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A project whose set-up does what is asked, and whose command tells what it was given. */
function made(setUp: string): string {
  const root = mkdtempSync(join(scratch, 'project-'));
  for (const folder of ['scripts/set-up', 'main/cli', 'elsewhere']) mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['start.mjs', 'set-up/step.mjs', 'set-up/place.mjs', 'set-up/electron.mjs']) cpSync(fileURLToPath(new URL(name, import.meta.url)), join(root, 'scripts', name));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'scripts/set-up/set-up.mjs'), `import { StepFailed } from './step.mjs'; export const setUp = async () => { ${setUp} };`);
  writeFileSync(
    join(root, 'main/cli/holdfast.js'),
    'export const run = async (argv) => { console.log(JSON.stringify({ argv, folder: process.cwd() })); process.exitCode = 3; };',
  );
  return root;
}

function start(root: string, script: string, args = ['backup', './a b'], more: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, ELECTRON_PATH: '', INIT_CWD: join(root, 'elsewhere'), npm_lifecycle_event: script, ...more };
  return spawnSync(process.execPath, ['scripts/start.mjs', ...args], { cwd: root, env, encoding: 'utf8' });
}

/** A desktop program that tells what it was given. */
function desktop(root: string, code: number): string {
  const path = join(root, 'electron');
  writeFileSync(path, `#!/bin/sh\necho "$@"\nexit ${code}\n`, { mode: 0o755 });
  return path;
}

describe('npm start', () => {
  it('is the command line, in the folder the user typed it in', () => {
    const root = made('');
    const { status, stdout, stderr } = start(root, 'start');
    expect([status, JSON.parse(stdout), stderr]).toEqual([3, { argv: ['backup', './a b'], folder: join(root, 'elsewhere') }, '']);
  });

  it('stays where it is when another npm script calls it', () => {
    const root = made('');
    expect(JSON.parse(start(root, 'docs').stdout)).toMatchObject({ folder: root });
  });

  it('says why set-up failed in one sentence, on standard error', () => {
    expect(start(made('throw new StepFailed("No network.");'), 'start')).toMatchObject({ status: 1, stdout: '', stderr: 'No network.\n' });
  });
});

describe.skipIf(process.platform === 'win32')('npm start without arguments', () => {
  it('is the desktop where its program is, and ends as it ends', () => {
    const root = made('');
    expect(start(root, 'start', [], { ELECTRON_PATH: desktop(root, 7) })).toMatchObject({ status: 7, stdout: `${root}\n`, stderr: '' });
  });

  it('is the window in the browser where it is not, and says so in one line', () => {
    const root = made('');
    const { stdout, stderr } = start(root, 'start', [], { HOLDFAST_NO_ELECTRON: '1', ELECTRON_PATH: desktop(root, 0) });
    expect(JSON.parse(stdout)).toMatchObject({ argv: ['serve', '--open'] });
    expect(stderr).toBe('The desktop program cannot be had here: the same window opens in the browser.\n');
  });
});

describe.runIf(process.platform === 'linux')('the desktop program', () => {
  /** Asks the set-up of a project whose package `electron` installs itself so; `tries` counts how often it was made to. */
  async function asked(install: string) {
    const root = made('');
    const folder = join(root, 'node_modules/electron');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
    writeFileSync(join(folder, 'install.js'), `require('fs').appendFileSync(${JSON.stringify(join(root, 'tries'))}, 'x'); ${install}`);
    const { electronBinary } = (await import(pathToFileURL(join(root, 'scripts/set-up/electron.mjs')).href)) as { electronBinary(env: object, uid: number): Promise<string | null> };
    return { folder, find: (env: object = { DISPLAY: ':0' }, uid = 1000) => electronBinary(env, uid), tries: () => (existsSync(join(root, 'tries')) ? readFileSync(join(root, 'tries'), 'utf8').length : 0) };
  }

  it('is fetched once', async () => {
    const { find, tries, folder } = await asked(`const fs = require('fs'); fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/electron', ''); fs.writeFileSync(__dirname + '/path.txt', 'electron');`);
    expect([await find(), await find(), tries()]).toEqual([join(folder, 'dist/electron'), join(folder, 'dist/electron'), 1]);
  });

  it('is not asked for again on the day it could not be had', async () => {
    const { find, tries } = await asked('process.exit(1);');
    expect([await find(), await find(), tries()]).toEqual([null, null, 1]);
  });

  it.each([[{}, 1000], [{ DISPLAY: ':0' }, 0], [{ DISPLAY: ':0', HOLDFAST_NO_ELECTRON: '1' }, 1000]])('is not fetched with %j as user %i', async (env, uid) => {
    const { find, tries } = await asked('');
    expect([await find(env, uid), tries()]).toEqual([null, 0]);
  });
});
