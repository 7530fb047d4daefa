/** Our vaults in restic's hands: it finds them sound, restores them whole, and sees in them what we see. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Holdfast } from '../../fixture/cli/holdfast.ts';
import { makeScratch, removeScratch, scratch } from '../../fixture/cli/scratch.ts';
import { makeFair } from '../../fixture/restic/fair.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

const made = { folder: '', tree: '' };
let ours: Holdfast;
let restic: Restic;

beforeAll(async () => {
  requireRestic();
  const folder = makeScratch();
  Object.assign(made, { folder, tree: join(folder, 'tree') });
  const vault = makeRepository(join(folder, 'vault'));
  ours = new Holdfast(folder, vault);
  restic = new Restic(folder, vault);
  makeHostileTree(made.tree);
  makeFair(made.tree);
  await ours.ok('backup', made.tree, '--tag', 'first', '--exclude', 'nothing');
  rmSync(join(made.tree, 'links', 'single'));
  writeFileSync(join(made.tree, 'sizes', 'one'), 'changed');
  writeFileSync(join(made.tree, 'new'), 'new');
  await ours.ok('backup', made.tree, '--tag', 'second,other');
});
afterAll(() => removeScratch(made.folder));

/** Both answers; ours may say more. */
async function both<T extends object>(...args: readonly string[]): Promise<{ our: T[]; their: T[] }> {
  const [our, their] = await Promise.all([ours.ok(...args), restic.ok(...args, '--json')]);
  return { our: our.lines<T | T[]>().flat() as T[], their: their.lines<T | T[]>().flat() as T[] };
}

describe('restic, on a vault of ours,', () => {
  it('finds it sound, down to the last byte', () => restic.check('--read-data'));

  it('restores it whole', async () => {
    const back = scratch();
    await restic.ok('restore', 'latest', '--target', back);
    expect(compareTrees(made.tree, back + made.tree)).toEqual([]);
  });

  it.each([['snapshots'], ['ls latest'], ['ls latest --long'], ['find zeros dir* file-4755'], ['find --ignore-case HARD-A']])('answers "%s" as we do', async (line) => {
    const { our, their } = await both(...line.split(' '));
    expect(their.length).toBeGreaterThan(0);
    expect(our).toMatchObject(their);
  });

  it('lists a folder as we do', async () => {
    const { our, their } = await both('ls', 'latest', join(made.tree, 'names'));
    expect(their.length).toBeGreaterThan(30);
    expect(our).toMatchObject(their);
  });

  it.each([[[]], [['--metadata']]])('sees the differences we see, with %j', async (options) => {
    const [first, second] = (await ours.snapshots()).map(({ id }) => id);
    const { our, their } = await both('diff', ...options, first!, second!);
    expect(their.length).toBeGreaterThan(3);
    expect(our).toMatchObject(their);
  });

  it.each([['restore-size'], ['files-by-contents'], ['blobs-per-file'], ['raw-data']])('counts by %s as we do', async (mode) => {
    const { our, their } = await both('stats', '--mode', mode);
    const counted = Object.entries(their[0]!).filter(([, value]) => value !== 0); // restic writes 0 for what a mode does not count
    expect(our[0]).toMatchObject(Object.fromEntries(counted));
  });
});
