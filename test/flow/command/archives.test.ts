/** Archives on the command line: made, looked at, broken, merged, forgotten, and opened by the programs everybody has. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';

interface Link { id: string; name: string; kind: string; needs: string[]; state: string; files: { name: string; bytes: number }[]; snapshot: object | null }
interface Chains { chains: { links: Link[]; linksLeft: number | null }[]; problems: string[]; notes: string[] }

const PASSPHRASE = 'four words make one';

let desk: Desk;
let archives: string;
beforeEach(() => {
  desk = new Desk();
  archives = desk.at('archives');
  desk.file('src/letters/one', 'dear reader');
  desk.file('src/two', 'x'.repeat(200_000));
});
afterEach(() => desk[Symbol.dispose]());

const backup = (...args: string[]): Promise<{ snapshot_id: string; data_added: number }> => desk.json('backup', 'src', '--to', archives, ...args);
const chains = (): Promise<Chains> => desk.json<Chains>('snapshots', '-r', archives, '--chains');
const links = async (): Promise<Link[]> => (await chains()).chains.flatMap((chain) => chain.links);
const files = (): string[] => readdirSync(archives).filter((name) => /\.(tar|zip|blb)/.test(name)).toSorted();

it('every command works on them', async () => {
  await desk.ok('init', archives, '--format', 'archive');
  await backup();
  execFileSync('cp', ['-a', desk.at('src'), desk.at('was')]);
  desk.file('src/letters/two', 'another');
  rmSync(desk.at('src/two'));
  const { snapshot_id: second } = await backup();
  expect(await links()).toMatchObject([{ kind: 'full', needs: [], state: 'ok' }, { kind: 'incremental', id: second, state: 'ok' }]);
  expect((await backup('--type', 'differential')).data_added).toBe('another'.length);
  await backup('--type', 'full');
  expect((await links()).map(({ kind }) => kind)).toEqual(['full', 'incremental', 'differential', 'full']);
  const [first] = (await desk.json<{ id: string }[]>('snapshots', '-r', archives)).map(({ id }) => id);
  expect(await desk.ok('ls', first!, '-r', archives)).toContain('src/two');
  expect(await desk.ok('find', 'tw*', '-r', archives)).toContain('letters/two');
  expect(await desk.ok('diff', first!, second, '-r', archives)).toMatch(/-\s.*src\/two[^]*|\+\s.*letters\/two/);
  await desk.ok('restore', first!, '-r', archives, '--into', desk.at('back'), '--verify');
  expect(compareTrees(desk.at('was'), desk.at('back', desk.at('src')))).toEqual([]);
  expect(await desk.json('stats', '-r', archives, '--mode', 'raw-data')).toMatchObject({ snapshots_count: 4 });
  await desk.ok('check', '-r', archives, '--read-data');
  await desk.ok('unlock', '-r', archives);
  await desk.ok('destination', 'add', 'stick', archives, '--format', 'archive');
  expect(await desk.json('destination', 'test', 'stick')).toMatchObject({ snapshots: 4, writable: true });
  expect((await desk.expect(1, ['prune', '-r', archives, '--yes'])).stderr).toContain('nothing to prune');
  expect((await desk.expect(1, ['tag', '-r', archives, '--add', 'x', first!])).stderr).toContain('The tags of archives');
});

it('merge and forget say what goes, ask, and keep what others need', async () => {
  await desk.ok('init', archives, '--format', 'archive', '--compression', 'none');
  for (const name of ['a', 'b', 'c']) {
    desk.file(`src/${name}`, name.repeat(1000));
    await backup();
  }
  const ids = (await links()).map(({ id }) => id);
  const preview = await desk.ok('forget', '-r', archives, ids[0]!, '--dry-run');
  expect(preview).toContain('0 archives with 0 B will be removed.');
  expect(preview).toContain(`Stays, because ${ids[1]!.slice(0, 8)}, ${ids[2]!.slice(0, 8)} need it`);
  await desk.expect(2, ['merge', 'latest', '-r', archives]); // nobody to ask
  expect(await desk.json('merge', ids[1]!, '-r', archives, '--dry-run')).toMatchObject({ folded: { length: 2 }, forgotten: ids.slice(0, 2), rewritten: [ids[2]] });
  expect(await links()).toHaveLength(3);
  const done = lastJson(await desk.ok('merge', ids[1]!, '-r', archives, '--yes', '--json'));
  expect(done).toMatchObject({ message_type: 'summary', outcome: 'succeeded', forgotten: ids.slice(0, 2) });
  const after = await links();
  expect(after).toMatchObject([{ kind: 'full', id: done['snapshotId'] }, { kind: 'incremental', id: ids[2] }]);
  await desk.ok('restore', 'latest', '-r', archives, '--into', desk.at('back'));
  expect(compareTrees(desk.at('src'), desk.at('back', desk.at('src')))).toEqual([]);
  expect(await desk.ok('forget', '-r', archives, '--keep-last', '1', '--yes')).toContain('1 snapshot forgotten. 0 B freed.');
  expect(await links()).toMatchObject([{ snapshot: null }, { snapshot: { id: ids[2] } }]);
  expect(await desk.json('run', 'list', '--limit', '1')).toBeTruthy();
});

it('a broken chain is named, ends the check with 1, and the next backup begins a new one and says so', async () => {
  await desk.ok('init', archives, '--format', 'archive');
  await backup();
  desk.file('src/three', '3');
  await backup();
  rmSync(desk.at('archives', files().find((name) => name.includes('-full-'))!));
  const checked = await desk.expect(1, ['check', '-r', archives]);
  expect(checked.stdout + checked.stderr).toMatch(/-full-[0-9a-f]{8}\.tar\.zst is missing\./);
  expect((await links())[0]).toMatchObject({ state: 'missing' });
  const warned = await desk.expect(3, ['backup', 'src', '--to', archives]);
  expect(warned.stderr).toMatch(/The chain cannot be continued: .*-full-.* A new full archive is made\./);
  expect((await chains()).chains.at(-1)).toMatchObject({ links: [{ kind: 'full', state: 'ok' }], linksLeft: 14 });
});

it('tar, unzip and age open what is written; names and passphrase are told nobody', async () => {
  desk.secret(PASSPHRASE);
  writeFileSync(desk.at('pass'), `${PASSPHRASE}\n`);
  const plain = desk.at('plain');
  for (const [container, program] of [['tar', ['tar', '-xf']], ['zip', ['unzip', '-q']]] as const) {
    archives = desk.at(`archives-${container}`);
    await desk.ok('init', archives, '--format', 'archive', '--container', container, '--compression', 'gzip', '--encrypt', '--volume-size', '1M', '--password-file', desk.at('pass'));
    await desk.ok('backup', 'src', '--to', archives, '--password-file', desk.at('pass'));
    const [name] = files();
    expect(name).toMatch(/^backup-.*-full-[0-9a-f]{8}\.(tar\.gz|zip)\.age$/);
    expect(readFileSync(desk.at(`archives-${container}`, name!.replace(/\.(tar|zip).*/, '.json')), 'utf8')).not.toContain('letters');
    mkdirSync(plain);
    const opened = desk.at(`opened.${container}`);
    execFileSync('python3', ['-c', ASKED, opened, desk.at(`archives-${container}`, name!), PASSPHRASE]);
    execFileSync(program[0], [...program.slice(1), opened], { cwd: plain });
    expect(compareTrees(desk.at('src'), `${plain}${desk.at('src')}`, { ignore: ['mtime'] })).toEqual([]);
    execFileSync('sha256sum', ['--quiet', '-c', '.holdfast/checksums.txt'], { cwd: plain });
    execFileSync('rm', ['-rf', plain]);
    writeFileSync(desk.at('wrong'), 'something else\n');
    await desk.expect(12, ['snapshots', '-r', archives, '--password-file', desk.at('wrong')]);
  }
});

/** age asks a terminal, and nothing else. */
const ASKED = `
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execvp('age', ['age', '-d', '-o', sys.argv[1], sys.argv[2]])
said = b''
while b'passphrase' not in said:
    said += os.read(fd, 1000)
os.write(fd, sys.argv[3].encode() + b'\\n')
try:
    while os.read(fd, 1000): pass
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

it('recipients, and what cannot go together', async () => {
  const refused = async (...args: string[]): Promise<string> => (await desk.expect(2, ['init', archives, '--format', 'archive', ...args])).stderr;
  expect(await refused('--recipient', 'age1nonsense')).toContain('"age1nonsense" is no recipient of age.');
  expect(await refused('--encrypt')).toContain('No passphrase is given');
  expect(await refused('--volume-size', '10k')).toMatch(/volumeSize|1048576|too small/i);
  expect(await refused('--max-links', 'many')).toContain('--max-links');
  const made = execFileSync('age-keygen', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const key = /AGE-SECRET-KEY-\S+/.exec(made)![0];
  desk.secret(key);
  expect(await refused('--encrypt', '--recipient', /age1\S+/.exec(made)![0])).toContain('not both');
  await desk.ok('init', archives, '--format', 'archive', '--recipient', /age1\S+/.exec(made)![0]);
  writeFileSync(desk.at('key'), made);
  await desk.ok('backup', 'src', '--to', archives);
  execFileSync('bash', ['-c', `age -d -i "${desk.at('key')}" "${archives}"/*.age | tar -t --zstd > /dev/null`]);
  writeFileSync(desk.at('line'), `${key}\n`);
  expect(await desk.json<object[]>('snapshots', '-r', archives, '--password-file', desk.at('line'))).toHaveLength(1);
});

it('options that mean nothing for a format are refused, and nothing is made', async () => {
  const refused = async (...args: string[]): Promise<string> => (await desk.expect(2, ['init', archives, ...args])).stderr;
  expect(await refused('--format', 'mirror', '--encrypt')).toContain('--encrypt means nothing with --format mirror: a mirror is plain folders.');
  for (const [flag, ...value] of [['--container', 'tar'], ['--compression', 'zstd'], ['--recipient', 'age1x'], ['--volume-size', '10M'], ['--max-links', '3']] as const) {
    for (const format of ['mirror', 'vault']) expect(await refused('--format', format, flag, ...value)).toContain(`${flag} means nothing with --format ${format}`);
  }
  for (const format of ['mirror', 'archive']) expect(await refused('--format', format, '--chunker-from', 'nas')).toContain(`--chunker-from means nothing with --format ${format}`);
  for (const [container, compression] of [['zip', 'zstd'], ['blb', 'zstd'], ['blb', 'none']] as const) {
    expect(await refused('--format', 'archive', '--container', container, '--compression', compression)).toContain(`A ${container} cannot be compressed with "${compression}"`);
  }
  expect(existsSync(archives)).toBe(false);
  for (const container of ['zip', 'blb']) await desk.ok('init', desk.at(container), '--format', 'archive', '--container', container);
});

it('a limit of upload or download is answered with what it means there', async () => {
  await desk.ok('init', archives, '--format', 'archive');
  await desk.ok('init', desk.at('mirror'), '--format', 'mirror');
  for (const place of [archives, desk.at('mirror')]) {
    const { stdout, stderr } = await desk.run(['backup', 'src', '--to', place, '--limit-upload', '1M']);
    expect(stdout + stderr).toContain('the limits of upload and download mean nothing there');
  }
});

it('merge looks before it asks', async () => {
  await desk.ok('init', desk.at('mirror'), '--format', 'mirror');
  await desk.ok('backup', 'src', '--to', desk.at('mirror'));
  expect((await desk.expect(1, ['merge', 'latest', '-r', desk.at('mirror')])).stderr).not.toContain('--yes');
  await desk.ok('init', archives, '--format', 'archive');
  await backup();
  expect((await desk.expect(2, ['merge', 'latest', '-r', archives])).stderr).toContain('there is nothing to merge');
  desk.file('src/three', 'more');
  await backup();
  expect((await desk.expect(2, ['merge', 'latest', '-r', archives])).stderr).toContain('nobody is here to say yes');
});
