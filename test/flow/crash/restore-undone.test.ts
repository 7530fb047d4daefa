/** Restores that keep what they replace, killed at any moment: undone, every file that was there is back, byte for byte. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { Holdfast } from '../../fixture/cli/holdfast.ts';
import { durationOf, killAt, told, type Moment } from '../../fixture/cli/killing.ts';
import { makeScratch, removeScratch, scratch } from '../../fixture/cli/scratch.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { makeState } from '../../fixture/tree/changing-tree.ts';

const made = { folder: '', tree: '' };
let ours: Holdfast;

beforeAll(async () => {
  const folder = makeScratch();
  Object.assign(made, { folder, tree: join(folder, 'tree') });
  ours = new Holdfast(folder, makeRepository(join(folder, 'vault')));
  makeState(made.tree, 0);
  await ours.ok('backup', made.tree);
});
afterAll(() => removeScratch(made.folder));

const restore = (into: string): string[] => ['restore', `latest:${made.tree}`, '--into', into, '--overwrite', 'if-changed', '--keep-existing'];

/** What a kill leaves beside: taken away by the next restore. */
const STAGED = /(?:^|\/)\.[^/]*\.holdfast-\d+-[0-9a-f]{8}$/;

const filesOf = (folder: string): Record<string, string> => Object.fromEntries(Object.entries(bytesOf(folder)).filter(([name]) => !STAGED.test(name)));

it('a restore that was killed is undone', async () => {
  const folder = scratch();
  const into = join(folder, 'mine');
  makeState(into, 1);
  const mine = filesOf(into);
  const duration = await durationOf(() => ours.ok('restore', `latest:${made.tree}`, '--into', join(folder, 'whole')));
  const moments: Moment[] = [{ after: duration * 0.6 }, { file: /before-restore/, nth: 1 }, { file: /before-restore/, nth: 300 }, { after: duration * 0.9 }];
  for (const moment of moments) {
    const ended = await killAt(moment, into, () => ours.start(...restore(into)));
    const [last] = (await ours.ok('run', 'list')).json<{ id: string; kind: string; outcome: string }[]>();
    const story = `${told(moment)}: ${ended.code ?? ended.signal}, ${last!.outcome}`;
    const undone = await ours.run('restore', '--undo', last!.id);
    if (undone.code !== 0) expect(undone.stderr, story).toContain('nothing to undo'); // killed before the first file was replaced
    expect(filesOf(into), story).toEqual(mine);
  }
});
