/** Tests of the zip container: the tools everybody has read it, and ours reads theirs. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ZipArchive } from 'archiver';
import { Open } from 'unzipper';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../../base/call.ts';
import { packTree, pathsBelow, unpackTree } from '../../../../../test/fixture/archive/pack-tree.ts';
import { Builder, setTime } from '../../../../../test/fixture/tree/build.ts';
import { compareTrees } from '../../../../../test/fixture/tree/compare-trees.ts';
import { noise } from '../../../../../test/fixture/tree/hostile-tree.ts';
import { rawFromText } from '../../../../entry/name.ts';
import { FileSink } from '../bytes/file-sink.ts';
import { FileSource } from '../bytes/file-source.ts';
import { openArchive } from '../open-archive.ts';
import { createContainer, openContainer } from '../open-container.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-zip-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const tree = join(scratch, 'tree');
const root = new Builder(tree);
for (const name of ['plain', 'é', '日本語', ' leading', "it's", '$HOME', '*', 'x'.repeat(200)]) root.file(rawFromText(name), name.repeat(50));
root.file('\xf0raw\xfe', 'bytes');
root.file('empty', '');
root.file('large', noise(3_000_000));
root.file('script', '#!/bin/sh\n', 0o755);
const below = root.dir('below', 0o750);
below.file('deep', 'x', 0o600);
below.symlink('link', 'deep');
root.dir('nothing');
for (const path of [...pathsBelow(tree)].reverse()) setTime(root.at(path), 1_234_567_891_000_000_000n);

async function packed(): Promise<string> {
  const path = join(scratch, 'ours.zip');
  const sink = await FileSink.create(path);
  const writer = createContainer(sink, { kind: 'zip', compression: 'gzip' });
  await packTree(writer, tree);
  await writer.finish([{ name: '.holdfast.json', bytes: [Buffer.from('{}')] }], quietCall());
  await sink.close();
  return path;
}

async function unpackOurs(path: string, into: string): Promise<void> {
  const source = await FileSource.open(path);
  await unpackTree((await openContainer(source, quietCall())).reader, into);
  await source.close();
}

describe('a zip of ours', () => {
  const archive = packed();
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };

  it.each([
    ['unzip', ['unzip', '-q', 'ARCHIVE', '-d', 'INTO']],
    ['bsdtar', ['bsdtar', '-xpf', 'ARCHIVE', '-C', 'INTO']],
    ['7z', ['7z', 'x', '-oINTO', '-snl', 'ARCHIVE']],
  ])('is read by %s', async (program, command) => {
    const into = join(scratch, `by-${program}`);
    mkdirSync(into);
    const [name = '', ...args] = command.map((part) => part.replace('ARCHIVE', '\0').replace('INTO', into));
    const path = await archive;
    execFileSync(
      name,
      args.map((part) => part.replace('\0', path)),
      { stdio: ['ignore', 'ignore', 'inherit'], env },
    );
    execFileSync('rm', [join(into, '.holdfast.json')]);
    const known = program === 'unzip' ? [expect.stringMatching(/^below\/link: mtime/)] : []; // which dates no links
    expect(compareTrees(tree, into, { ignore: ['owner'] })).toEqual(known);
  });

  it('is found whole by unzip and 7z', async () => {
    execFileSync('unzip', ['-tq', await archive]);
    execFileSync('7z', ['t', await archive], { stdio: 'ignore' });
  });

  it('is read by unzipper', async () => {
    const { files } = await Open.file(await archive);
    const large = files.find(({ path }) => path === 'large');
    expect(await large?.buffer()).toEqual(Buffer.from(noise(3_000_000)));
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['é', '日本語', 'below/deep']));
  });

  it('is read by us', async () => {
    const into = join(scratch, 'ours');
    await unpackOurs(await archive, into);
    expect(compareTrees(tree, into)).toEqual([]);
  });
});

describe('a zip of other programs', () => {
  it.each([
    ['zip', ['zip', '-qry', 'ARCHIVE', '.']],
    ['bsdtar', ['bsdtar', '--format', 'zip', '-cf', 'ARCHIVE', '.']],
    ['7z', ['7z', 'a', '-snl', 'ARCHIVE', '.']],
  ])('made by %s is read', async (program, [name = '', ...args]) => {
    const path = join(scratch, `by-${program}.zip`);
    execFileSync(
      name,
      args.map((part) => part.replace('ARCHIVE', path)),
      { cwd: tree, stdio: 'ignore', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
    );
    const into = join(scratch, `theirs-${program}`);
    await unpackOurs(path, into);
    expect(compareTrees(tree, into, { ignore: ['owner'] })).toEqual([]);
  });

  it('made by archiver is read', async () => {
    const path = join(scratch, 'by-archiver.zip');
    const archive = new ZipArchive({ forceZip64: true });
    archive.append(Buffer.from(noise(100_000)), { name: 'dir/größe', mode: 0o600 });
    archive.append(Readable.from([Buffer.from('streamed')]), { name: 'stream' });
    archive.symlink('link', 'stream');
    void archive.finalize();
    await writeFile(path, archive);
    const opened = await openArchive(path, null, quietCall());
    const found = new Map<string, unknown>();
    for await (const { path: name, entry, content } of opened.reader.stream(quietCall())) {
      found.set(name, [entry.mode, entry.linkTarget, content === null ? null : Buffer.concat(await Array.fromAsync(content)).length]);
    }
    await opened.close();
    const expected = [
      ['dir/größe', [0o600, undefined, 100_000]],
      ['stream', [0o644, undefined, 8]],
      ['link', [expect.any(Number), 'stream', null]],
    ] as const;
    expect(found).toEqual(new Map(expected.map(([name, facts]) => [rawFromText(name), facts])));
  });
});
