/** Any tree, however hostile, comes back as it was, whichever program saved it and whichever brings it back; and both save it byte for byte alike. */
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Holdfast } from '../../fixture/cli/holdfast.ts';
import { makeScratch, removeScratch } from '../../fixture/cli/scratch.ts';
import { asFair, isWrittenAlike, makeFair } from '../../fixture/restic/fair.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { arbitraryTree, makeTree, type NodeSpec } from '../../fixture/tree/arbitrary-tree.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

beforeAll(requireRestic);

/** Runs with a place of its own, which goes afterwards: a property has many of them. */
async function inScratch(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = makeScratch();
  try {
    await work(folder);
  } finally {
    removeScratch(folder);
  }
}

/** Each backs the tree up into a vault of its own; each snapshot is restored by both. */
async function expectRoundTrips(folder: string, tree: string): Promise<void> {
  const saved = await Promise.all((['ours', 'restic'] as const).map(async (saver) => {
    const vault = makeRepository(join(folder, saver));
    const programs = { ours: new Holdfast(folder, vault), restic: new Restic(folder, vault) };
    await programs[saver].ok('backup', tree);
    const back = { ours: join(folder, `${saver}-ours`), restic: join(folder, `${saver}-restic`) };
    await programs.ours.ok('restore', 'latest', '--into', back.ours);
    await programs.restic.ok('restore', 'latest', '--target', back.restic);
    for (const restored of Object.values(back)) expect(compareTrees(tree, restored + tree)).toEqual([]);
    const [snapshot] = await programs.restic.snapshots();
    return programs.restic.treeAt(snapshot!, tree);
  }));
  expect(saved[0]).toBe(saved[1]);
}

describe('a tree', () => {
  it('of everything that breaks naive backups', () => inScratch(async (folder) => {
    makeHostileTree(join(folder, 'tree'));
    makeFair(join(folder, 'tree'));
    await expectRoundTrips(folder, join(folder, 'tree'));
  }));

  /** Several at a time: programs take long to start. */
  const trees = (specs: fc.Arbitrary<readonly NodeSpec[]>): fc.Arbitrary<(readonly NodeSpec[])[]> => fc.array(specs, { minLength: 1, maxLength: 12 });
  const makeAll = (tree: string, all: readonly (readonly NodeSpec[])[]): void => all.forEach((specs, number) => makeTree(join(tree, String(number)), specs));

  it('of any names, kinds, modes, times and contents', async () => {
    const roundTrips = fc.asyncProperty(trees(arbitraryTree.filter(isWrittenAlike).map(asFair)), (specs) => inScratch(async (folder) => {
      makeAll(join(folder, 'tree'), specs);
      await expectRoundTrips(folder, join(folder, 'tree'));
    }));
    await fc.assert(roundTrips, { numRuns: 8, endOnFailure: true });
  });

  it('comes back by us also where restic would spoil it', async () => {
    const roundTrips = fc.asyncProperty(trees(arbitraryTree), (specs) => inScratch(async (folder) => {
      const ours = new Holdfast(folder, makeRepository(join(folder, 'vault')));
      makeAll(join(folder, 'tree'), specs);
      makeHostileTree(join(folder, 'tree', 'hostile'));
      await ours.ok('backup', join(folder, 'tree'));
      await ours.ok('restore', 'latest', '--into', join(folder, 'back'), '--verify');
      expect(compareTrees(join(folder, 'tree'), join(folder, 'back', folder, 'tree'))).toEqual([]);
    }));
    await fc.assert(roundTrips, { numRuns: 5, endOnFailure: true });
  });
});
