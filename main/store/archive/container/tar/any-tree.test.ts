/** Whatever a tree is like, a tar of ours gives it back, to GNU tar and to us; and GNU tar's gives it back to us. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../../base/call.ts';
import { packTree, readPlaced, unpackTree } from '../../../../../test/fixture/archive/pack-tree.ts';
import { arbitraryTree, makeTree } from '../../../../../test/fixture/tree/arbitrary-tree.ts';
import { compareTrees } from '../../../../../test/fixture/tree/compare-trees.ts';
import { sha256Hex } from '../../../../base/ids.ts';
import { FileSink } from '../bytes/file-sink.ts';
import { openArchive } from '../open-archive.ts';
import { createContainer } from '../open-container.ts';
import type { Packed } from '../../../../../test/fixture/archive/pack-tree.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-any-tree-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const compressions = fc.constantFrom('none', 'gzip', 'zstd');
const RUNS = { numRuns: 25 };

async function packed(tree: string, path: string, compression: 'none' | 'gzip' | 'zstd'): Promise<Packed[]> {
  const sink = await FileSink.create(path);
  const writer = createContainer(sink, { kind: 'tar', compression });
  const all = await packTree(writer, tree);
  await writer.finish([], quietCall());
  await sink.close();
  return all;
}

async function unpackedByUs(path: string, into: string): Promise<void> {
  const archive = await openArchive(path, null, quietCall());
  await unpackTree(archive.reader, into);
  await archive.close();
}

describe('any tree', () => {
  it('comes back from a tar of ours: unpacked by GNU tar, by us, and file by file', async () => {
    const back = fc.asyncProperty(arbitraryTree, compressions, async (nodes, compression) => {
      const dir = mkdtempSync(join(scratch, 'ours-'));
      const [tree, archive, theirs, ours] = ['tree', 'archive', 'theirs', 'ours'].map((name) => join(dir, name)) as [string, string, string, string];
      makeTree(tree, nodes);
      const all = await packed(tree, archive, compression);
      mkdirSync(theirs);
      const flag = compression === 'none' ? [] : [`--${compression}`];
      execFileSync('tar', [...flag, '--xattrs', '--xattrs-include=*', '-xpf', archive, '-C', theirs], { stdio: ['ignore', 'ignore', 'ignore'] });
      expect(compareTrees(tree, theirs)).toEqual([]);
      await unpackedByUs(archive, ours);
      expect(compareTrees(tree, ours)).toEqual([]);
      const { reader, close } = await openArchive(archive, null, quietCall());
      for (const { placed, size, sha256 } of all) if (sha256 !== null) expect(sha256Hex(await readPlaced(reader, placed, size))).toBe(sha256);
      await close();
    });
    await fc.assert(back, RUNS);
  });

  it('comes back from a tar of GNU tar', async () => {
    const back = fc.asyncProperty(arbitraryTree, compressions, async (nodes, compression) => {
      const dir = mkdtempSync(join(scratch, 'gnu-'));
      const [tree, archive, ours] = ['tree', 'archive', 'ours'].map((name) => join(dir, name)) as [string, string, string];
      makeTree(tree, nodes);
      const flag = compression === 'none' ? [] : [`--${compression}`];
      execFileSync('tar', [...flag, '--format=pax', '-cf', archive, '.'], { cwd: tree, stdio: ['ignore', 'ignore', 'ignore'] });
      await unpackedByUs(archive, ours);
      expect(compareTrees(tree, ours)).toEqual([]);
    });
    await fc.assert(back, RUNS);
  });
});
