/** Tests of the tar container: the tools everybody has read it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../../base/call.ts';
import { packTree, unpackTree } from '../../../../../test/fixture/archive/pack-tree.ts';
import { compareTrees } from '../../../../../test/fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../../../../test/fixture/tree/hostile-tree.ts';
import { FileSink } from '../bytes/file-sink.ts';
import { FileSource } from '../bytes/file-source.ts';
import type { Compression } from '../container.ts';
import { createContainer, openContainer } from '../open-container.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-tar-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const tree = join(scratch, 'tree');
makeHostileTree(tree);

async function packed(compression: Compression): Promise<string> {
  const path = join(scratch, `${compression}.tar`);
  const sink = await FileSink.create(path);
  const writer = createContainer(sink, { kind: 'tar', compression });
  await packTree(writer, tree);
  await writer.finish([{ name: '.holdfast.json', bytes: [Buffer.from('{}')] }], quietCall());
  await sink.close();
  return path;
}

describe.each(['none', 'gzip', 'zstd'] as const)('a tar, compression %s', (compression) => {
  const archive = packed(compression);

  it.each([
    ['GNU tar', 'tar', ['--xattrs', '--xattrs-include=*', '-xpf']],
    ['bsdtar', 'bsdtar', ['-xpf']],
  ] as const)('is read by %s', async (_, program, args) => {
    const into = join(scratch, `${program}-${compression}`);
    mkdirSync(into);
    const flag = program === 'tar' && compression !== 'none' ? [`--${compression}`] : [];
    execFileSync(program, [...flag, ...args, await archive, '-C', into], {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    execFileSync('rm', [join(into, '.holdfast.json')]);
    // bsdtar adds the fraction of a time before 1970 where it should take it off
    const known = program === 'bsdtar' ? [/^times\/1950: mtime/, /^times\/before-1970: mtime/] : [];
    expect(compareTrees(tree, into)).toEqual(known.map((line) => expect.stringMatching(line)));
  });

  it('is read by us', async () => {
    const into = join(scratch, `ours-${compression}`);
    const source = await FileSource.open(await archive);
    await unpackTree((await openContainer(source, quietCall())).reader, into);
    await source.close();
    expect(compareTrees(tree, into)).toEqual([]);
  });
});
