/** Completion scripts: valid for their shells, complete, and, where the shell is at hand, tried out. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FakeCli } from '../../../test/fake/cli-host.ts';
import { COMMAND_GROUPS } from '../command-table.ts';
import { buildWholeProgram } from '../program.ts';
import { allNodes, commandTree } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

async function script(shell: string): Promise<string> {
  const cli = new FakeCli();
  expect([await cli.run('completion', shell), cli.opened]).toEqual([0, []]);
  const path = join(folder, `holdfast.${shell}`);
  writeFileSync(path, cli.out);
  return path;
}

describe.each(['bash', 'zsh', 'fish'])('for %s', (shell) => {
  it.skipIf(!has(shell))('is a script the shell can read', async () => {
    expect(spawnSync(shell, ['-n', await script(shell)], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('knows every command and every long option', async () => {
    const cli = new FakeCli();
    await cli.run('completion', shell);
    for (const { name, options } of allNodes(commandTree(await buildWholeProgram()))) {
      expect(cli.out).toContain(name);
      for (const flag of options.flatMap(({ flags }) => flags).filter((text) => text.startsWith('--'))) expect(cli.out).toContain(shell === 'fish' ? `-l ${flag.slice(2)}` : flag);
    }
  });
});

const LINES: [words: string[], ...expected: string[]][] = [
  [['re'], 'restore', 'repair'],
  [['key', 'pa'], 'passwd'],
  [['-r', 'ls', 'key', '--json', 'pa'], 'passwd'],
  [['restore', 'latest', '--overwrite', 'if'], 'if-changed', 'if-newer'],
  [['backup', '--exclude-i'], '--exclude-if-present'],
  [['repair', 'snapshots', '--for'], '--forget'],
  [['completion', ''], 'bash', 'zsh', 'fish'],
  [['backup', 'hold'], 'holdfast.bash', 'holdfast.x y'],
  [['init', '-r', 'holdfast.x'], 'holdfast.x y'],
  [['backup', '--tag', 'hold']],
];

describe.skipIf(!has('bash'))('bash', () => {
  it.each(LINES)('%j completes to %s %s', async (words, ...expected) => {
    writeFileSync(join(folder, 'holdfast.x y'), '');
    const path = await script('bash');
    const code = `source ${path}; COMP_WORDS=(holdfast "$@"); COMP_CWORD=$#; _holdfast; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', code, 'bash', ...words], { cwd: folder, encoding: 'utf8' });
    const found = stdout.split('\n').filter((line) => line !== '' && !(words.at(-1) === '' && line.startsWith('-')) && !/\.(zsh|fish)$/.test(line));
    expect([found.toSorted(), stderr]).toEqual([expected.toSorted(), '']);
  });
});

describe('the tree', () => {
  it('has every command of the table', async () => {
    const paths = COMMAND_GROUPS.flatMap(({ commands }) => commands).flatMap(({ name, children = [] }) => [name, ...children.map((child) => `${name} ${child.name}`)]);
    expect(allNodes(commandTree(await buildWholeProgram())).map(({ path }) => path)).toEqual(['', ...paths]);
  });
});
