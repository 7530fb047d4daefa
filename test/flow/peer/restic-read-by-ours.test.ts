/** restic's repositories in our hands, of every version and compression: read, restored, checked, gone on with, and kept in order. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Holdfast, type BackupSummary, type CheckSummary } from '../../fixture/cli/holdfast.ts';
import { copyOf, makeScratch, removeScratch, scratch } from '../../fixture/cli/scratch.ts';
import { makeFair } from '../../fixture/restic/fair.ts';
import { initByRestic } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

describe.each([
  { name: 'version 2', version: 2, options: [] },
  { name: 'version 1', version: 1, options: [] },
  { name: 'version 2 without compression', version: 2, options: ['--compression', 'off'] },
  { name: 'version 2 with the most compression', version: 2, options: ['--compression', 'max'] },
] as const)('a repository of restic, $name,', ({ version, options }) => {
  const made = { folder: '', repository: '', tree: '' };

  beforeAll(async () => {
    requireRestic();
    const folder = makeScratch();
    Object.assign(made, { folder, repository: join(folder, 'repository'), tree: join(folder, 'tree') });
    makeHostileTree(made.tree);
    makeFair(made.tree);
    const restic = await initByRestic(folder, made.repository, version);
    await restic.ok('backup', ...options, '--tag', 'old', made.tree);
    writeFileSync(join(made.tree, 'sizes', 'one'), 'changed');
    rmSync(join(made.tree, 'sizes', 'bytes-524287'));
    await restic.ok('backup', ...options, made.tree);
  });
  afterAll(() => removeScratch(made.folder));

  /** A copy to work on, and both programs for it. */
  function copied(): { folder: string; ours: Holdfast; restic: Restic } {
    const folder = scratch();
    const repository = copyOf(made.repository, join(folder, 'repository'));
    return { folder, ours: new Holdfast(folder, repository), restic: new Restic(folder, repository) };
  }

  it('is sound, lists as restic lists it, and is restored whole', async () => {
    const { folder, ours, restic } = copied();
    expect(await ours.snapshots()).toMatchObject(await restic.snapshots());
    expect(await ours.summary<CheckSummary>('check', '--read-data')).toMatchObject({ num_errors: 0 });
    await ours.ok('restore', 'latest', '--into', join(folder, 'back'), '--verify');
    expect(compareTrees(made.tree, join(folder, 'back') + made.tree)).toEqual([]);
  });

  it('is gone on with by us, and again by restic, without a byte of content sent twice', async () => {
    const { ours, restic } = copied();
    const nothingNew = { files_new: 0, files_changed: 0, data_blobs: 0 };
    expect(await ours.summary<BackupSummary>('backup', made.tree)).toMatchObject(nothingNew);
    expect((await restic.ok('backup', '--json', made.tree)).summary<BackupSummary>()).toMatchObject(nothingNew);
    const [, theirs, our, again] = await restic.snapshots();
    const trees = await Promise.all([theirs!, our!, again!].map((snapshot) => restic.treeAt(snapshot, made.tree)));
    expect(new Set(trees).size).toBe(1);
    await restic.check('--read-data');
  });

  it('is forgotten and pruned by us to what restic finds sound and restores whole', async () => {
    const { folder, ours, restic } = copied();
    await ours.ok('forget', '--keep-last', '1', '--prune', '--max-unused', '0', '--yes');
    expect(await restic.snapshots()).toHaveLength(1);
    await restic.check('--read-data');
    expect((await restic.ok('prune', '--dry-run', '-v')).stdout).toMatch(/unused: +0 blobs/);
    await restic.ok('restore', 'latest', '--target', join(folder, 'back'));
    expect(compareTrees(made.tree, join(folder, 'back') + made.tree)).toEqual([]);
  });
});
