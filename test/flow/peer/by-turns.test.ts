/** One vault kept by both programs in turn: backups on top of each other's, tags, forgetting, pruning, copies, passwords. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Holdfast, type BackupSummary, type CheckSummary } from '../../fixture/cli/holdfast.ts';
import { scratch } from '../../fixture/cli/scratch.ts';
import { makeFair } from '../../fixture/restic/fair.ts';
import { initByRestic, makeRepository } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree, noise } from '../../fixture/tree/hostile-tree.ts';

beforeAll(requireRestic);

/** A vault of ours with one snapshot of a hostile tree, and restic beside it. */
async function stage(env: Readonly<Record<string, string>> = {}): Promise<{ folder: string; vault: string; tree: string; ours: Holdfast; restic: Restic }> {
  const folder = scratch();
  const [vault, tree] = [makeRepository(join(folder, 'vault')), join(folder, 'tree')];
  makeHostileTree(tree);
  makeFair(tree);
  const [ours, restic] = [new Holdfast(folder, vault, env), new Restic(folder, vault, env)];
  await ours.ok('backup', tree);
  return { folder, vault, tree, ours, restic };
}

const NOTHING_NEW = { files_new: 0, files_changed: 0, data_blobs: 0 };

describe('restic, on top of us,', () => {
  it.each([['Asia/Kathmandu'], ['America/St_Johns']])('sends nothing again and makes the same trees, in the time zone %s', async (zone) => {
    const { tree, restic } = await stage({ TZ: zone });
    expect((await restic.ok('backup', '--json', tree)).summary<BackupSummary>()).toMatchObject(NOTHING_NEW);
    await restic.ok('backup', '--force', tree); // reads everything again
    const trees = (await restic.snapshots()).map((snapshot) => restic.treeAt(snapshot, tree));
    expect(new Set(await Promise.all(trees)).size).toBe(1);
    await restic.check('--read-data');
  });

  it('forgets and prunes, and all that is left is whole for us', async () => {
    const { folder, tree, ours, restic } = await stage();
    writeFileSync(join(tree, 'sizes', 'one-byte-over-8-MiB'), noise(700_000));
    await ours.ok('backup', tree);
    await restic.ok('forget', '--keep-last', '1', '--prune', '--max-unused', '0');
    expect(await ours.snapshots()).toHaveLength(1);
    expect(await ours.summary<CheckSummary>('check', '--read-data')).toMatchObject({ num_errors: 0, notes: [] });
    await ours.ok('restore', 'latest', '--into', join(folder, 'back'));
    expect(compareTrees(tree, join(folder, 'back') + tree)).toEqual([]);
    expect(await ours.summary<BackupSummary>('backup', tree)).toMatchObject(NOTHING_NEW);
  });

  it('rebuilds the index, and we still read everything', async () => {
    const { tree, folder, ours, restic } = await stage();
    await restic.ok('rebuild-index', '--read-all-packs');
    expect(await ours.summary<CheckSummary>('check', '--read-data')).toMatchObject({ num_errors: 0, notes: [] });
    await ours.ok('restore', 'latest', '--into', join(folder, 'back'));
    expect(compareTrees(tree, join(folder, 'back') + tree)).toEqual([]);
  });
});

describe('tags', () => {
  it('set by one are seen by the other, and the first id is remembered by both', async () => {
    const { tree, ours, restic } = await stage();
    const first = (await ours.snapshots())[0]?.id ?? '';
    await ours.ok('tag', '--add', 'ours', first);
    expect(await restic.snapshots()).toMatchObject([{ tags: ['ours'], original: first }]);
    await restic.ok('tag', '--add', 'theirs');
    expect(await ours.snapshots()).toMatchObject([{ tags: ['ours', 'theirs'], original: first }]);
    await ours.ok('tag', '--remove', 'ours');
    expect(await restic.snapshots()).toMatchObject([{ tags: ['theirs'], original: first }]);
    expect(await ours.summary<BackupSummary>('backup', tree)).toMatchObject(NOTHING_NEW);
    await restic.check();
  });
});

describe('snapshots copied', () => {
  it('from restic’s repository to ours and on to restic’s keep their trees, and are not copied twice by either', async () => {
    const { folder, vault, tree, ours, restic } = await stage();
    const other = await initByRestic(folder, join(folder, 'other'), 2);
    writeFileSync(join(tree, 'sizes', 'one'), 'changed');
    await other.ok('backup', '--tag', 'theirs', tree);
    const theirs = new Holdfast(folder, other.repository);
    await theirs.ok('copy', '--to', vault);
    expect(await theirs.summary<{ copied: unknown[] }>('copy', '--to', vault)).toMatchObject({ copied: [], blobs_copied: 0 });
    await other.ok('copy', '--from-repo', vault);
    expect((await restic.ok('copy', '--from-repo', other.repository, '-v')).stdout).not.toMatch(/copy started/);
    expect(await theirs.summary<{ copied: unknown[] }>('copy', '--to', vault)).toMatchObject({ copied: [] });
    const trees = async (listed: Promise<{ tree: string }[]>): Promise<string[]> => (await listed).map((snapshot) => snapshot.tree).toSorted();
    expect(await trees(ours.snapshots())).toEqual(await trees(other.snapshots()));
    await Promise.all([restic.check('--read-data'), other.check('--read-data')]);
  });
});

describe('passwords', () => {
  it('added, changed and removed by one open for the other, or no longer do', async () => {
    const { folder, vault, ours, restic } = await stage();
    const passwordFile = (text: string): string => {
      const path = join(folder, text.replace(/\W/g, ''));
      writeFileSync(path, text);
      return path;
    };
    const withPassword = (text: string): [Holdfast, Restic] => [new Holdfast(folder, vault, { HOLDFAST_PASSWORD: text }), new Restic(folder, vault, { RESTIC_PASSWORD: text })];
    const [second, third] = ['zweites "Paßwort"', 'third\\password'];
    await ours.ok('key', 'add', '--new-password-file', passwordFile(second));
    await restic.ok('key', 'add', '--new-password-file', passwordFile(third));
    const [, theirSecond] = withPassword(second);
    const [ourThird, theirThird] = withPassword(third);
    expect([await theirSecond.snapshots(), await ourThird.snapshots()]).toEqual([expect.any(Array), expect.any(Array)]);

    const keys = (await ours.ok('key', 'list')).json<{ id: string; current: boolean }[]>();
    expect(keys).toHaveLength(3);
    await ourThird.ok('key', 'passwd', '--new-password-file', passwordFile('fourth'));
    const [refusedThere, refusedHere] = await Promise.all([theirThird.run('snapshots'), ourThird.run('snapshots')]);
    expect([refusedThere.code, refusedHere.code]).toEqual([1, 12]);

    const first = keys.find(({ current }) => current)?.id ?? '';
    const [ourFourth, theirFourth] = withPassword('fourth');
    await ourFourth.ok('key', 'remove', first, '--yes');
    expect((await restic.run('snapshots')).code).toBe(1);
    expect((await ours.run('snapshots')).code).toBe(12);
    expect((await theirFourth.ok('key', 'list')).stdout).not.toContain(first.slice(0, 8));
    await theirFourth.check();
  });
});
