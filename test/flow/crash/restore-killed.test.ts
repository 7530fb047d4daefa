/** Restores killed at any moment: the next one, told to replace what differs, ends them, and leaves nothing else behind. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Holdfast } from '../../fixture/cli/holdfast.ts';
import { durationOf, killAt, told, type Moment } from '../../fixture/cli/killing.ts';
import { makeScratch, removeScratch, scratch } from '../../fixture/cli/scratch.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { makeState } from '../../fixture/tree/changing-tree.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

const made = { folder: '', tree: '' };
let ours: Holdfast;

beforeAll(async () => {
  const folder = makeScratch();
  Object.assign(made, { folder, tree: join(folder, 'tree') });
  ours = new Holdfast(folder, makeRepository(join(folder, 'vault')));
  makeState(made.tree, 0);
  makeHostileTree(join(made.tree, 'hostile'));
  await ours.ok('backup', made.tree);
});
afterAll(() => removeScratch(made.folder));

const restore = (into: string): string[] => ['restore', `latest:${made.tree}`, '--into', into, '--overwrite', 'if-changed'];

async function killing(into: string, kills: number, duration: number): Promise<string> {
  let story = '';
  for (let killed = 0; killed < kills; killed++) {
    const moment: Moment = killed % 2 === 0 ? { after: duration * (0.3 + 0.7 * Math.random()) } : { file: /./, nth: 1 + Math.floor(Math.random() * 400) };
    const ended = await killAt(moment, into, () => ours.start(...restore(into)));
    story += `${told(moment)}: ${ended.code ?? ended.signal}\n`;
  }
  return story;
}

describe('a restore that is killed', () => {
  it('into an empty folder, again and again, is ended by the next', async () => {
    const folder = scratch();
    const duration = await durationOf(() => ours.ok(...restore(join(folder, 'whole'))));
    const into = join(folder, 'back');
    mkdirSync(into);
    const story = await killing(into, 5, duration);
    await ours.ok(...restore(into), '--verify');
    expect(compareTrees(made.tree, into), story).toEqual([]);
  });

  it('over other files, again and again, is ended by the next', async () => {
    const folder = scratch();
    const into = join(folder, 'back');
    makeState(into, 1);
    const duration = await durationOf(() => ours.ok(...restore(join(folder, 'whole'))));
    const story = await killing(into, 5, duration);
    await ours.ok(...restore(into));
    expect(compareTrees(made.tree, into), story).toEqual([]);
  });
});
