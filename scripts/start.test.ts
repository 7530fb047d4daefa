/** `npm start` as npm runs it: in the project's folder, for a user who is somewhere else. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-start-')));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A project whose set-up does what is asked, and whose command tells what it was given. */
function made(setUp: string): string {
  const root = mkdtempSync(join(scratch, 'project-'));
  for (const folder of ['scripts/set-up', 'main/cli', 'elsewhere']) mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['start.mjs', 'set-up/step.mjs']) cpSync(fileURLToPath(new URL(name, import.meta.url)), join(root, 'scripts', name));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'scripts/set-up/set-up.mjs'), `import { StepFailed } from './step.mjs'; export const setUp = async () => { ${setUp} };`);
  writeFileSync(
    join(root, 'main/cli/holdfast.js'),
    'export const run = async (argv) => { console.log(JSON.stringify({ argv, folder: process.cwd() })); process.exitCode = 3; };',
  );
  return root;
}

function start(root: string, script: string) {
  const env = { ...process.env, INIT_CWD: join(root, 'elsewhere'), npm_lifecycle_event: script };
  return spawnSync(process.execPath, ['scripts/start.mjs', 'backup', './a b'], { cwd: root, env, encoding: 'utf8' });
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
