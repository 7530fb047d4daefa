/** The command as the system starts it: any folder, any link, an older Node, signals and exit codes passed through. */
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-command-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A Node older than needed, if this machine has one. */
const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) => existsSync(path) && Number(spawnSync(path, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }).stdout) < 24,
);
const [CHILD, ITSELF] = [['node'], ['node', 'koffi']];
const nodes = [
  ['Node 24', process.execPath, CHILD],
  ...(olderNode === undefined ? [] : [['an older Node', olderNode, CHILD], ['an older Node that can become another', olderNode, ITSELF]]),
  ...(process.platform === 'win32' ? [] : [['a shell', '/bin/sh', CHILD]]),
] as [string, string, string[]][];

/** A project with nothing in it but the command, a program of our own, and some packages. */
function makeProject(program: string | null, packages: readonly string[], command: string): string {
  const root = mkdtempSync(join(scratch, 'project-'));
  mkdirSync(join(root, 'main/cli'), { recursive: true });
  mkdirSync(join(root, 'dist/main'), { recursive: true });
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{"type":"module","version":"7.8.9"}');
  for (const name of ['holdfast.js', 'holdfast']) cpSync(join(project, 'main/cli', name), join(root, 'main/cli', name));
  for (const name of packages) symlinkSync(join(project, 'node_modules', name), join(root, 'node_modules', name));
  if (program !== null) writeFileSync(join(root, 'dist/main/cli.js'), program);
  return join(root, 'main/cli', command);
}

const call = (node: string, args: string[]) => spawnSync(node, args, { cwd: scratch, encoding: 'utf8' });

const ended = (child: ChildProcessByStdio<null, Readable, null>) =>
  new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));

describe.each(nodes)('holdfast under %s', (_, node, packages) => {
  const made = (program: string | null): string => makeProject(program, packages, node === '/bin/sh' ? 'holdfast' : 'holdfast.js');

  it('tells its version', () => {
    expect(call(node, [made(null), '--version'])).toMatchObject({ status: 0, stdout: 'holdfast 7.8.9\n', stderr: '' });
  });

  it('hands over the arguments as they are, and passes the exit code on', () => {
    const command = made('export const main = async (argv) => (console.log(JSON.stringify(argv)), 3);');
    expect(call(node, [command, 'a b', '--json', ''])).toMatchObject({ status: 3, stdout: '["a b","--json",""]\n', stderr: '' });
  });

  it.skipIf((packages !== ITSELF && node !== '/bin/sh') || process.platform !== 'linux')('is one process, whose standard streams are those it was given', () => {
    const command = made('export const main = async () => { process.stdin.on("data", (text) => { console.log(`${text} ${process.versions.node.split(".")[0]}`); console.error(process.ppid); }); return 4; };');
    const { status, stdout, stderr } = spawnSync(node, [command], { cwd: scratch, encoding: 'utf8', input: 'told' });
    expect([status, stdout, Number(stderr)]).toEqual([4, 'told 24\n', process.pid]);
  });

  it('works through a link', () => {
    const link = join(mkdtempSync(join(scratch, 'bin-')), 'holdfast');
    symlinkSync(made('export const main = async () => 5;'), link);
    expect(call(node, [link]).status).toBe(5);
  });

  it('says what to do when nothing is built', () => {
    expect(call(node, [made(null), 'snapshots'])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('run "npm start" once') });
  });

  it('ends as the program ends when a signal kills it', () => {
    const { status, signal } = call(node, [made('export const main = async () => process.kill(process.pid, "SIGKILL");')]);
    expect([status, signal]).toEqual([null, 'SIGKILL']);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('lets the program answer %s', async (signal) => {
    const program = `export const main = () => new Promise((resolve) => {
      const waiting = setInterval(() => undefined, 1000);
      process.once('${signal}', () => { clearInterval(waiting); resolve(42); });
      console.log('ready');
    });`;
    const child = spawn(node, [made(program)], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => child.kill(signal));
    expect(await ended(child)).toBe(42);
  });
});
