/** `holdfast export` and `import`: archives other programs read, and archives they made. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
  giveVault(desk);
});
afterEach(() => desk[Symbol.dispose]());

const env = { ...process.env, LC_ALL: 'C.UTF-8' };
const program = (name: string, args: readonly string[], cwd: string): string => execFileSync(name, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A tree every archive holds. */
function plainTree(): string {
  desk.file('src/letter.txt', 'dear reader');
  desk.file('src/größe/日本語', 'x'.repeat(5000));
  desk.file('src/empty', '');
  desk.file('src/big', Buffer.alloc(3_000_000, 'pattern '));
  return desk.at('src');
}

const PLAIN = { ignore: ['mtime', 'owner', 'xattrs', 'hard links'] as const };

describe('an export', () => {
  it.each([
    ['GNU tar', 'x.tar', ['tar', '-xf']], ['GNU tar, gzip', 'x.tgz', ['tar', '-xzf']], ['GNU tar, zstd', 'x.tar.zst', ['tar', '--zstd', '-xf']],
    ['bsdtar', 'x.tar.gz', ['bsdtar', '-xf']], ['unzip', 'x.zip', ['unzip', '-q']], ['7z', 'x.zip', ['7z', 'x']], ['bsdtar, zip', 'x.zip', ['bsdtar', '-xf']],
  ])('is read by %s', async (_, name, [tool = '', ...args]) => {
    const src = plainTree();
    await desk.ok('backup', '-q', 'src');
    expect(await desk.ok('export', 'latest', name)).toMatch(/exported to .*x\./);
    program(tool, [...args, desk.at(name)], desk.folder('out'));
    expect(compareTrees(src, join(desk.at('out'), src), PLAIN)).toEqual([]);
    expect(readdirSync(desk.root).filter((one) => one.startsWith('.holdfast'))).toEqual([]);
  });

  it('goes to another program, whole or in part', async () => {
    plainTree();
    await desk.ok('backup', '-q', 'src');
    expect(await desk.shell('"$@" | tar -tf - | grep -v "^[.]holdfast"', ['export', 'latest', '-', '--include', '*.txt'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/src\/letter\.txt\n$/) });
    expect((await desk.shell('"$@" | tar -tf -', ['export', 'latest', '-', '--include', '*.txt'])).stdout).not.toContain('big');
  });

  it('carries a hostile tree from a mirror into a vault, by import', async () => {
    makeHostileTree(desk.at('tree'));
    await desk.ok('init', desk.at('mirror'), '--format', 'mirror');
    await desk.ok('backup', '-q', 'tree', '--to', desk.at('mirror'), '--tag', 'kept');
    await desk.ok('export', 'latest', '-r', desk.at('mirror'), 'all.tar.zst');
    renameSync(desk.at('tree'), desk.at('original'));
    makeRepository(desk.at('second'));
    expect(await desk.ok('import', 'all.tar.zst', '--to', desk.at('second'))).toMatch(/imported as snapshot/);
    const [[from], [to]] = await Promise.all(['mirror', 'second'].map((repo) => desk.json<{ id: string; time: string; paths: string[]; tags: string[]; original?: string }[]>('snapshots', '-r', desk.at(repo))));
    expect(to).toMatchObject({ time: from!.time, paths: from!.paths, tags: ['kept'], original: from!.id });
    await desk.ok('restore', 'latest', '-r', desk.at('second'), '--into', desk.at('out'), '-q');
    expect(compareTrees(desk.at('original'), join(desk.at('out'), desk.at('tree')))).toEqual([]);
    expect((await desk.expect(1, ['import', 'all.tar.zst', '--to', desk.at('second')])).stderr).toContain('holds already');
  });

  it('is refused where something is, or nobody can tell what it is to be', async () => {
    plainTree();
    await desk.ok('backup', '-q', 'src');
    writeFileSync(desk.at('there.tar'), 'mine');
    expect((await desk.expect(1, ['export', 'latest', 'there.tar'])).stderr).toContain('is there already');
    expect(readFileSync(desk.at('there.tar'), 'utf8')).toBe('mine');
    expect((await desk.expect(2, ['export', 'latest', 'x.rar'])).stderr).toContain('--format');
    expect((await desk.expect(2, ['export', 'latest', '-', '--format', 'zip'])).stderr).toContain('--format tar');
  });
});

describe('an import', () => {
  it.each([
    ['GNU tar', 'x.tar', ['tar', '--format=pax', '-cf']], ['GNU tar, gzip', 'x.tar.gz', ['tar', '-czf']], ['bsdtar, zstd', 'x.tar.zst', ['bsdtar', '--format=pax', '--zstd', '-cf']],
    ['Info-ZIP', 'x.zip', ['zip', '-qry']], ['7z', 'x.zip', ['7z', 'a', '-tzip']],
  ])('takes what %s made', async (_, name, [tool = '', ...args]) => {
    const src = plainTree();
    program(tool, [...args, desk.at(name), '.'], src);
    expect(await desk.ok('import', name, '--host', 'camera', '--tag', 'old', '--time', '2020-05-05T10:00:00Z')).toMatch(/x\..* imported as snapshot/);
    expect(await desk.json('snapshots')).toMatchObject([{ hostname: 'camera', tags: ['old'], paths: ['/x'], time: expect.stringContaining('2020-05-05T10:00:00') }]);
    await desk.ok('restore', 'latest', '--into', desk.at('out'), '-q');
    expect(compareTrees(src, desk.at('out/x'), PLAIN)).toEqual([]);
    await desk.ok('check', '--read-data');
  });

  it.each([
    ['GNU tar', 'x.tar.zst', ['tar', '--format=pax', '--zstd', '-cf'], 'mirror'], ['7z', 'x.zip', ['7z', 'a', '-tzip'], 'mirror'],
    ['GNU tar', 'x.tar.zst', ['tar', '--format=pax', '--zstd', '-cf'], 'archive'], ['7z', 'x.zip', ['7z', 'a', '-tzip'], 'archive'],
  ])('of what %s made (%s) goes into another format, and out of it again for GNU tar and unzip', async (_, name, [tool = '', ...args], format) => {
    const src = plainTree();
    program(tool, [...args, desk.at(name), '.'], src);
    await desk.ok('init', 'store', '--format', format);
    expect(await desk.ok('import', name, '--to', 'store')).toMatch(/x\..* imported as snapshot/);
    await desk.ok('restore', 'latest', '-r', 'store', '--into', desk.at('out'), '-q');
    expect(compareTrees(src, desk.at('out/x'), PLAIN)).toEqual([]);
    for (const [again, [reader = '', ...how]] of [['again.tar.zst', ['tar', '--zstd', '-xf']], ['again.zip', ['unzip', '-q']]] as const) {
      await desk.ok('export', 'latest', '-r', 'store', again);
      program(reader, [...how, desk.at(again)], desk.folder(`out of ${again}`));
      expect(compareTrees(src, desk.at(`out of ${again}/x`), PLAIN)).toEqual([]);
    }
    await desk.ok('check', '--read-data', '-r', 'store');
  });

  it('into a mirror can be copied out of it by hand', async () => {
    const src = plainTree();
    program('tar', ['-cf', desk.at('x.tar'), '.'], src);
    await desk.ok('init', 'mirror', '--format', 'mirror');
    await desk.ok('import', 'x.tar', '--to', 'mirror');
    program('cp', ['-a', `${desk.at('mirror/x/latest')}/.`, desk.folder('by hand')], desk.root);
    expect(compareTrees(src, desk.at('by hand'), PLAIN)).toEqual([]);
  });

  it('keeps hard links, and puts entries where it is told to', async () => {
    mkdirSync(desk.at('src'));
    makeHostileTree(desk.at('src/tree'));
    program('tar', ['--format=pax', '--xattrs', '--xattrs-include=*', '--acls', '-cf', desk.at('x.tar'), '.'], desk.at('src/tree'));
    await desk.ok('import', 'x.tar', '--path', '/photos/all');
    await desk.ok('restore', 'latest', '--into', desk.at('out'), '-q');
    expect(compareTrees(desk.at('src/tree'), desk.at('out/photos/all'))).toEqual([]);
  });

  it('makes no snapshot of what is cut off, or is no archive', async () => {
    const src = plainTree();
    program('tar', ['-czf', desk.at('cut.tgz'), '.'], src);
    truncateSync(desk.at('cut.tgz'), 3000);
    writeFileSync(desk.at('letter.tar'), 'no archive at all');
    expect((await desk.expect(1, ['import', 'cut.tgz'])).stderr).toMatch(/\w/);
    expect((await desk.expect(1, ['import', 'letter.tar'])).stderr).toContain('no archive');
    expect(await desk.snapshotIds()).toEqual([]);
  });
});
