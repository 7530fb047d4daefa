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

describe('a backup that is killed', { timeout: 240_000 }, () => {
  it('loses nothing that was listed, and the next run goes on from there without sending anything twice', async () => {
    const folder = scratch();
    const [vault, tree] = [makeRepository(join(folder, 'vault')), join(folder, 'tree')];
    const [ours, restic] = [new Holdfast(folder, vault), new Restic(folder, vault)];
    makeState(tree, 0);
    const when = new Moments(await durationOf(() => ours.ok('backup', tree)));
    /** Every snapshot that was ever listed, and the state it is of. */
    const stateOf = new Map<string, number>();
    let [kills, state, story] = [0, 0, ''];

    const look = async (): Promise<void> => {
      const listed = (await ours.snapshots()).map(({ id }) => id);
      expect(listed, story).toEqual(expect.arrayContaining([...stateOf.keys()]));
      for (const id of listed) if (!stateOf.has(id)) stateOf.set(id, state);
    };
    /** False when the run was over before. */
    const killOnce = async (): Promise<boolean> => {
      const moment = when.next();
      const ended = await killAt(moment, vault, () => ours.start('backup', tree));
      story += `${told(moment)}: ${ended.code ?? ended.signal}\n`;
      await look();
      if (ended.signal === null) ended.expect(0);
      else kills++;
      return ended.signal !== null;
    };

    await look();
    while (kills < KILLS) {
      const before = bytesBelow(join(vault, 'data'));
      const fresh = makeState(tree, ++state, state - 1);
      let inARow = 0;
      while (inARow < IN_A_ROW && kills < KILLS && (await killOnce())) inARow++;
      when.duration = await durationOf(() => ours.ok('backup', tree));
      await look();
      expect(bytesBelow(join(vault, 'data')) - before, story).toBeLessThan(fresh + SLACK);
      expect(filesBelow(vault).filter((name) => name.endsWith('.part')), story).toEqual([]);
      await restic.check();
    }
    expect(await ours.summary<CheckSummary>('check', '--read-data')).toMatchObject({ num_errors: 0 });
    const ids = [...stateOf.keys()];
    const sample = ids.filter((_, at) => at % Math.ceil(ids.length / 6) === 0 || at === ids.length - 1);
    for (const id of sample) await expectWhole(ours, `${id}:${tree}`, stateOf.get(id)!, folder);
  });
});

async function expectWhole(ours: Holdfast, snapshot: string, state: number, folder: string): Promise<void> {
  const [original, back] = [join(folder, 'original'), join(folder, 'back')];
  makeState(original, state);
  await ours.ok('restore', snapshot, '--into', back, '--overwrite', 'if-changed');
  expect(compareTrees(original, back)).toEqual([]);
}
