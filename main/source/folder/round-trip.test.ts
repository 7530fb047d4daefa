/** From a folder into a folder, through entries only: whatever can be on disk comes back as it was. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { listeningCall, walkAll } from '../../../test/contract/source.ts';
import { arbitraryTree, makeTree } from '../../../test/fixture/tree/arbitrary-tree.ts';
import { compareTrees } from '../../../test/fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../../test/fixture/tree/hostile-tree.ts';
import type { Entry, RawPath, StoredEntry, WalkItem } from '../../entry/entry.ts';
import { fsPath } from '../../entry/name.ts';
import type { Overwrite } from '../target.ts';
import { FolderSource } from './folder-source.ts';
import { FolderTarget } from './folder-target.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-trip-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));
const fresh = (): string => mkdtempSync(join(scratch, 'case-'));

/** Restores everything below `from` as the engine does: directories first, files, further names, directories' metadata last. */
async function copyTree(from: RawPath, to: RawPath, overwrite: Overwrite = 'if-changed'): Promise<string[]> {
  const call = listeningCall();
  const target = new FolderTarget(to);
  const items = (await walkAll(new FolderSource({ paths: [from] }), call)).filter(
    (item) => item.type !== 'leave' && item.path.startsWith(`${from}/`),
  );
  const [unset, dirs, first] = [[] as string[], [] as [RawPath, Entry][], new Map<bigint, RawPath>()];
  for (const item of items as Exclude<WalkItem, { type: 'leave' }>[]) {
    const [path, entry] = [item.path.slice(from.length + 1), item.entry];
    const action = target.decide(path, entry, overwrite);
    const known = entry.links > 1 ? first.get(entry.inode) : undefined;
    if (item.type === 'enter') {
      target.directory(path, entry, action);
      dirs.push([path, entry]);
    } else if (action === 'unchanged') continue;
    else if (known !== undefined) target.link(path, known);
    else unset.push(...placeOne(target, item.path, path, entry, action));
    if (entry.links > 1 && known === undefined) first.set(entry.inode, path);
  }
  for (const [path, entry] of dirs.toReversed()) unset.push(...target.finish(path, entry));
  return [...unset, ...call.problems.map(({ fault }) => fault.message)];
}

function placeOne(target: FolderTarget, from: RawPath, path: RawPath, entry: Entry, action: ReturnType<FolderTarget['decide']>): string[] {
  if (entry.type !== 'file' || entry.size === 0) return target.special(path, entry, action);
  const staged = target.stage(path, { ...entry, content: [], subtree: null } satisfies StoredEntry, action);
  copyFileSync(fsPath(from), fsPath(staged));
  return target.settle(path, entry, staged);
}

describe('a tree', () => {
  it('with everything hostile comes back whole, and again over itself', async () => {
    const [from, to] = [join(fresh(), 'tree'), join(fresh(), 'copy')];
    makeHostileTree(from);
    expect(await copyTree(from, to)).toEqual([]);
    expect(compareTrees(from, to)).toEqual([]);
    expect(await copyTree(from, to, 'if-changed')).toEqual([]);
    expect(compareTrees(from, to)).toEqual([]);
    expect(await copyTree(from, to, 'always')).toEqual([]);
    expect(compareTrees(from, to)).toEqual([]);
  });

  it('of any kind comes back, also over what was there before', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTree, arbitraryTree, async (tree, before) => {
        const [from, to, over] = [fresh(), fresh(), fresh()];
        makeTree(from, tree);
        expect(await copyTree(from, to)).toEqual([]);
        expect(compareTrees(from, to)).toEqual([]);
        makeTree(
          over,
          before.filter(({ type }) => type !== 'dir'),
        );
        expect(await copyTree(from, over, 'always')).toEqual([]);
        expect(compareTrees(from, over).filter((difference) => !difference.includes(' is only in '))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
