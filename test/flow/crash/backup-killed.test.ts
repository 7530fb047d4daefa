/** Backups killed at any moment: what was listed stays listed and whole, and the next run goes on from there by itself. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Holdfast, type CheckSummary } from '../../fixture/cli/holdfast.ts';
import { durationOf, killAt, Moments, told } from '../../fixture/cli/killing.ts';
import { scratch } from '../../fixture/cli/scratch.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { makeState } from '../../fixture/tree/changing-tree.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';

beforeAll(requireRestic);

const KILLS = 30;
/** Kills before a run is left alone. */
const IN_A_ROW = 5;
/** Directories, headers, and what a kill cuts off within a file. */
const SLACK = 1_500_000;

const filesBelow = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
const bytesBelow = (folder: string): number => filesBelow(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

describe('a backup that is killed', () => {
  it('loses nothing that was listed, and the next run goes on from there without sending anything twice', async () => {
    const folder = scratch(); const T0 = performance.now();
    const [vault, tree] = [makeRepository(join(folder, 'vault')), join(folder, 'tree')];
    const [ours, restic] = [new Holdfast(folder, vault), new Restic(folder, vault)];
    makeState(tree, 0);
    const when = new Moments(await durationOf(() => ours.ok('backup', tree)));
    let [listed, kills, state, story] = [await idsOf(ours), 0, 0, ''];

    /** False when the run was over before. */
    const killOnce = async (): Promise<boolean> => {
      const moment = when.next();
      const ended = await killAt(moment, vault, () => ours.start('backup', tree));
      story += `${told(moment)}: ${ended.code ?? ended.signal}\n`;
      const now = await idsOf(ours);
      expect(now, story).toEqual(expect.arrayContaining(listed));
      listed = now;
      if (ended.signal === null) ended.expect(0);
      else kills++;
      return ended.signal !== null;
    };

    while (kills < KILLS) {
      const before = bytesBelow(join(vault, 'data'));
      const fresh = makeState(tree, ++state, state - 1);
      let inARow = 0;
      while (inARow < IN_A_ROW && kills < KILLS && (await killOnce())) inARow++;
      when.duration = await durationOf(() => ours.ok('backup', tree));
      expect(bytesBelow(join(vault, 'data')) - before, story).toBeLessThan(fresh + SLACK);
      expect(filesBelow(vault).filter((name) => name.endsWith('.part')), story).toEqual([]);
      await restic.check();
    }
    expect(await ours.summary<CheckSummary>('check', '--read-data')).toMatchObject({ num_errors: 0 });
    console.log('states', state, performance.now() - T0, 'attempts', story.split('\n').length); await expectWhole(ours, await idsOf(ours), folder, state); console.log('whole', performance.now() - T0, (await idsOf(ours)).length);
  }, 240_000);
});

const idsOf = async (ours: Holdfast): Promise<string[]> => (await ours.snapshots()).map(({ id }) => id);

/** Snapshots are in the order of their states, now and then two of one; each is restored and compared. */
async function expectWhole(ours: Holdfast, ids: readonly string[], folder: string, last: number): Promise<void> {
  const [tree, original, back] = [join(folder, 'tree'), join(folder, 'original'), join(folder, 'back')];
  let state = 0;
  makeState(original, state);
  for (const id of ids) {
    await ours.ok('restore', `${id}:${tree}`, '--into', back, '--overwrite', 'if-changed');
    let differences = compareTrees(original, back);
    if (differences.length > 0 && state < last) {
      makeState(original, ++state, state - 1);
      differences = compareTrees(original, back);
    }
    expect(differences).toEqual([]);
  }
  expect(state).toBe(last);
}
