/** Archives other programs made are read whole: everything they keep of a tree comes back. */
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, linkSync, mkdtempSync, openSync, readFileSync, realpathSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../base/call.ts';
import { rawFromText } from '../../../entry/name.ts';
import { pathsBelow, unpackTree } from '../../../../test/fixture/archive/pack-tree.ts';
import { Builder, setTime } from '../../../../test/fixture/tree/build.ts';
import { compareTrees } from '../../../../test/fixture/tree/compare-trees.ts';
import type { Aspect } from '../../../../test/fixture/tree/compare-trees.ts';
import { makeHostileTree, noise } from '../../../../test/fixture/tree/hostile-tree.ts';
import { openArchive } from './open-archive.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-foreign-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const env = { ...process.env, LC_ALL: 'C.UTF-8' };
const hostile = join(scratch, 'hostile');
makeHostileTree(hostile);

/** What every format holds. */
const plain = join(scratch, 'plain');
const root = new Builder(plain);
for (const name of ['a', 'größe', '日本語', 'x'.repeat(180)]) root.file(rawFromText(name), name.repeat(3000));
root.file('empty', '');
root.file('script', '#!/bin/sh\n', 0o755);
root.file('noise', noise(2_000_000));
root.dir('sub').dir('deeper', 0o700).file('leaf', 'x', 0o600);
root.dir('sub').symlink('link', 'deeper/leaf');
root.dir('none');
linkSync(root.at('a'), root.at('a-too'));
const sparse = openSync(root.file('sparse', ''), 'r+');
for (const at of [0, 1_000_000, 3_000_000]) writeSync(sparse, `at ${at}`, at);
ftruncateSync(sparse, 4_000_000);
closeSync(sparse);
for (const path of pathsBelow(plain).toReversed()) setTime(root.at(path), 1_600_000_000_000_000_000n);

let archives = 0;
function made(program: string, args: readonly string[], tree: string): string {
  const path = join(scratch, `archive-${archives++}`);
  execFileSync(
    program,
    args.map((arg) => arg.replaceAll('ARCHIVE', path)),
    { cwd: tree, stdio: 'ignore', env },
  );
  return path;
}

async function unpacked(path: string, secret: string | null = null): Promise<string> {
  const into = join(scratch, `unpacked-${archives++}`);
  const archive = await openArchive(path, secret, quietCall());
  try {
    await unpackTree(archive.reader, into);
  } finally {
    await archive.close();
  }
  return into;
}

const FRACTIONS: readonly Aspect[] = ['mtime', 'xattrs'];

describe('tars of other programs', () => {
  it.each([
    ['GNU tar, pax', 'tar', ['--format=pax', '--xattrs', '--xattrs-include=*', '--acls', '-cf', 'ARCHIVE', '.'], []],
    ['GNU tar, its own format', 'tar', ['--format=gnu', '-cf', 'ARCHIVE', '.'], FRACTIONS],
    ['GNU tar, gzip', 'tar', ['--format=pax', '--xattrs', '--xattrs-include=*', '--acls', '-czf', 'ARCHIVE', '.'], []],
    ['GNU tar, zstd', 'tar', ['--format=pax', '--xattrs', '--xattrs-include=*', '--acls', '--zstd', '-cf', 'ARCHIVE', '.'], []],
    ['bsdtar, pax', 'bsdtar', ['--format=pax', '-cf', 'ARCHIVE', '.'], []],
    ['bsdtar, zstd', 'bsdtar', ['--format=pax', '--zstd', '-cf', 'ARCHIVE', '.'], []],
  ] as const)('%s: a tree of everything', async (_, program, args, ignore) => {
    const left = compareTrees(hostile, await unpacked(made(program, args, hostile)), { ignore });
    expect(left.filter((line) => !(program === 'bsdtar' && KNOWN_OF_BSDTAR.some((known) => known.test(line))))).toEqual([]);
  });

  it.each([
    ['ustar', 'tar', ['--format=ustar', '--exclude=xx*', '-cf', 'ARCHIVE', '.']],
    ['the oldest there is', 'tar', ['--format=v7', '--exclude=xx*', '-cf', 'ARCHIVE', '.']],
    ['sparse, GNU', 'tar', ['--format=gnu', '-S', '-cf', 'ARCHIVE', '.']],
    ['sparse, pax 0.0', 'tar', ['--format=pax', '--sparse-version=0.0', '-S', '-cf', 'ARCHIVE', '.']],
    ['sparse, pax 0.1', 'tar', ['--format=pax', '--sparse-version=0.1', '-S', '-cf', 'ARCHIVE', '.']],
    ['sparse, pax 1.0', 'tar', ['--format=pax', '--sparse-version=1.0', '-S', '-czf', 'ARCHIVE', '.']],
    ['sparse, bsdtar', 'bsdtar', ['--format=pax', '-S', '-cf', 'ARCHIVE', '.']],
    ['ustar, bsdtar', 'bsdtar', ['--format=ustar', '--exclude=xx*', '-cf', 'ARCHIVE', '.']],
    ['7z', '7z', ['a', '-ttar', '-snl', '-snh', 'ARCHIVE', '.']],
  ] as const)('%s', async (name, program, args) => {
    const archive = made(program, args, plain);
    const into = await unpacked(program === '7z' ? `${archive}.tar` : archive);
    const ignore: Aspect[] = program === '7z' ? ['owner', 'hard links', 'xattrs'] : ['xattrs'];
    const left = compareTrees(plain, into, { ignore }).filter((line) => !line.startsWith('xxx') || !/ustar|oldest/.test(name));
    expect(left).toEqual([]);
  });

  it('named by absolute or outside names are refused', async () => {
    const archive = made('tar', ['-P', '--transform=s,^,/,', '-cf', 'ARCHIVE', 'a'], plain);
    await expect(unpacked(archive)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('"/a"') });
  });
});

/** bsdtar composes names that are not composed, so that one file hides another, and takes no fraction off a time before 1970. */
const KNOWN_OF_BSDTAR = [/^names\/e?é /, /^times\/(1950|before-1970): mtime/];

describe('zips of other programs', () => {
  it.each([
    ['Info-ZIP', 'zip', ['-qry', 'ARCHIVE.zip', '.']],
    ['Info-ZIP, Zip64', 'zip', ['-qry', '-fz', 'ARCHIVE.zip', '.']],
    ['Info-ZIP, as a stream', 'sh', ['-c', 'zip -qry - . > ARCHIVE.zip']],
    ['bsdtar', 'bsdtar', ['--format=zip', '-cf', 'ARCHIVE.zip', '.']],
    ['7z', '7z', ['a', '-tzip', '-snl', 'ARCHIVE.zip', '.']],
    ['7z, stored', '7z', ['a', '-tzip', '-mx0', '-snl', 'ARCHIVE.zip', '.']],
  ] as const)('%s', async (_, program, args) => {
    const into = await unpacked(`${made(program, args, plain)}.zip`);
    expect(compareTrees(plain, into, { ignore: ['owner', 'hard links', 'xattrs'] })).toEqual([]);
  });

  it('that unpack themselves', async () => {
    const path = `${made('zip', ['-qry', 'ARCHIVE.zip', '.'], plain)}.zip`;
    writeFileSync(path, Buffer.concat([Buffer.from('MZ'), noise(5000), readFileSync(path)]));
    expect(compareTrees(plain, await unpacked(path), { ignore: ['owner', 'hard links', 'xattrs'] })).toEqual([]);
  });

  it('with a comment', async () => {
    const path = `${made('sh', ['-c', 'zip -qry ARCHIVE.zip . && printf "a comment\\nof two lines" | zip -qz ARCHIVE.zip'], plain)}.zip`;
    expect(compareTrees(plain, await unpacked(path), { ignore: ['owner', 'hard links', 'xattrs'] })).toEqual([]);
  });
});

describe('archives that are not read say what to do', () => {
  it.each([
    ['xz', ['-cJf', 'ARCHIVE', '.'], 'xz -d'],
    ['bzip2', ['-cjf', 'ARCHIVE', '.'], 'bzip2 -d'],
  ])('%s', async (name, args, advice) => {
    const path = made('tar', args, plain);
    await expect(unpacked(path)).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining(name),
      advice: expect.stringContaining(advice),
    });
  });

  it('7z, and things that are no archive', async () => {
    const path = `${made('7z', ['a', 'ARCHIVE.7z', '.'], plain)}.7z`;
    await expect(unpacked(path)).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(unpacked(join(plain, 'noise'))).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(unpacked(join(plain, 'empty'))).rejects.toMatchObject({ kind: 'damaged' });
    await expect(unpacked(plain)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('zips under a password', async () => {
    const path = `${made('zip', ['-qr', '-P', 'x', 'ARCHIVE.zip', '.'], plain)}.zip`;
    await expect(unpacked(path)).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('password') });
  });

  it('zips packed in a way few know', async () => {
    const path = `${made('7z', ['a', '-tzip', '-mm=LZMA', 'ARCHIVE.zip', '.'], plain)}.zip`;
    await expect(unpacked(path)).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('LZMA') });
  });
});

describe('archives in other layers', () => {
  it('split into volumes', async () => {
    const path = made('tar', ['-czf', 'ARCHIVE', '.'], plain);
    execFileSync('split', ['-b', '300000', '-a', '3', '--numeric-suffixes=1', path, `${path}.`]);
    expect(compareTrees(plain, await unpacked(`${path}.001`), { ignore: ['xattrs'] })).toEqual([]);
    await expect(unpacked(`${path}.002`)).rejects.toMatchObject({ kind: 'invalid', advice: expect.stringContaining('.001') });
  });

  it('encrypted by age', async () => {
    const keys = join(scratch, 'key');
    execFileSync('age-keygen', ['-o', keys], { stdio: 'ignore' });
    const identity = readFileSync(keys, 'utf8');
    const path = made('tar', ['-czf', 'ARCHIVE', '.'], plain);
    execFileSync('age', ['-r', /age1\w+/.exec(identity)?.[0] ?? '', '-o', `${path}.age`, path]);
    expect(compareTrees(plain, await unpacked(`${path}.age`, identity), { ignore: ['xattrs'] })).toEqual([]);
    await expect(unpacked(`${path}.age`)).rejects.toMatchObject({ kind: 'wrong-password' });
  });
});
