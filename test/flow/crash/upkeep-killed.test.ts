/** Prune, forget, copy and repair killed at any moment: every listed snapshot stays whole, and the next run ends what the killed one began. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child, Ended } from '../../fixture/cli/child.ts';
import { Holdfast, type CheckSummary } from '../../fixture/cli/holdfast.ts';
import { durationOf, killAt, Moments, told } from '../../fixture/cli/killing.ts';
import { copyOf, makeScratch, removeScratch, scratch } from '../../fixture/cli/scratch.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { makeState } from '../../fixture/tree/changing-tree.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';

const LAST = 4;
const made = { folder: '', vault: '', tree: '' };

/** A vault with a snapshot of each state, each sharing half its content with the one before. */
beforeAll(async () => {
  requireRestic();
  const folder = makeScratch();
  Object.assign(made, { folder, vault: makeRepository(join(folder, 'vault')), tree: join(folder, 'tree') });
  const ours = new Holdfast(folder, made.vault);
  for (let state = 0; state <= LAST; state++) {
    makeState(made.tree, state, state === 0 ? null : state - 1);
    await ours.ok('backup', made.tree);
  }
});
afterAll(() => removeScratch(made.folder));

interface Stage {
  folder: string;
  vault: string;
  ours: Holdfast;
  restic: Restic;
}

function stage(): Stage {
  const folder = scratch();
  const vault = copyOf(made.vault, join(folder, 'vault'));
  return { folder, vault, ours: new Holdfast(folder, vault), restic: new Restic(folder, vault) };
}

/** Kills the work so many times, at moments spread over it, looking at the vault after each. Work that ends is made again by `renew`. */
async function killing(kills: number, duration: number, vault: string, work: { start: () => Child; renew: () => Promise<void>; look: (story: string) => Promise<void> }): Promise<void> {
  const when = new Moments(duration);
  let [killed, story] = [0, ''];
  for (let attempts = 0; killed < kills && attempts < 8 * kills; attempts++) {
    const moment = when.next();
    const ended: Ended = await killAt(moment, vault, work.start);
    story += `${told(moment)}: ${ended.code ?? ended.signal}\n`;
    if (ended.signal === null) ended.expect(0);
    else killed++;
    await work.look(story);
    if (ended.signal === null) await work.renew();
  }
  expect(killed, story).toBe(kills);
}

const noErrors = async (ours: Holdfast, story = ''): Promise<void> => expect((await ours.run('check')).summary<CheckSummary>(), story).toMatchObject({ num_errors: 0 });
const idsOf = async (ours: Holdfast): Promise<string[]> => (await ours.snapshots()).map(({ id }) => id);
const parts = (vault: string): string[] => readdirSync(vault, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
const bytesOf = (folder: string): number => readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** Sound to the last byte for both programs, nothing left over, and the newest snapshot is the tree. */
async function expectSound({ folder, vault, ours, restic }: Stage): Promise<void> {
  expect(await ours.summary<CheckSummary>('check', '--read-data')).toMatchObject({ num_errors: 0 });
  await restic.check();
  expect(parts(vault)).toEqual([]);
  await ours.ok('restore', `latest:${made.tree}`, '--into', join(folder, 'back'));
  expect(compareTrees(made.tree, join(folder, 'back'))).toEqual([]);
}

describe('upkeep that is killed', { timeout: 240_000 }, () => {
  it('in a prune, loses nothing that is listed', async () => {
    const place = stage();
    const prune = ['prune', '--max-unused', '0', '--yes'];
    const forgetSome = async (): Promise<void> => void (await place.ours.ok('forget', '--keep-last', '2', '--yes'));
    await forgetSome();
    const listed = await idsOf(place.ours);
    const spare = copyOf(place.vault, join(place.folder, 'spare'));
    const duration = await durationOf(() => new Holdfast(scratch(), copyOf(spare, join(scratch(), 'vault'))).ok(...prune));
    await killing(10, duration, place.vault, {
      start: () => place.ours.start(...prune),
      look: async (story) => {
        expect(await idsOf(place.ours), story).toEqual(listed);
        await noErrors(place.ours, story);
      },
      renew: async () => {
        rmSync(place.vault, { recursive: true });
        copyOf(spare, place.vault);
      },
    });
    await place.ours.ok(...prune);
    await expectSound(place);
    expect((await place.restic.ok('prune', '--dry-run', '-v')).stdout).toMatch(/unused: +0 blobs/);
  });

  it('in forgetting, removes nothing but what was to go', async () => {
    const place = stage();
    const keep = (await idsOf(place.ours)).slice(-1);
    const forget = ['forget', '--keep-last', '1', '--yes'];
    const duration = await durationOf(() => place.ours.ok(...forget, '--dry-run'));
    await killing(4, duration * 1.2, place.vault, {
      start: () => place.ours.start(...forget),
      look: async (story) => {
        expect(await idsOf(place.ours), story).toEqual(expect.arrayContaining(keep));
        await noErrors(place.ours, story);
      },
      renew: async () => {
        rmSync(place.vault, { recursive: true });
        copyOf(made.vault, place.vault);
      },
    });
    await place.ours.ok(...forget);
    await place.ours.ok('backup', made.tree);
    await place.ours.ok('prune', '--yes');
    await expectSound(place);
  });

  it('in a copy, lists only whole snapshots, and the next copy goes on without sending anything twice', async () => {
    const place = stage();
    const from = new Holdfast(made.folder, made.vault);
    const empty = (): string => {
      rmSync(place.vault, { recursive: true });
      return makeRepository(place.vault);
    };
    empty();
    const duration = await durationOf(() => from.ok('copy', '--to', makeRepository(join(place.folder, 'other'))));
    await killing(6, duration, place.vault, { start: () => from.start('copy', '--to', place.vault), look: (story) => noErrors(place.ours, story), renew: async () => void empty() });
    await from.ok('copy', '--to', place.vault);
    expect((await place.ours.snapshots()).map(({ tree }) => tree)).toEqual((await from.snapshots()).map(({ tree }) => tree));
    expect(bytesOf(join(place.vault, 'data'))).toBeLessThan(bytesOf(join(made.vault, 'data')) * 1.02);
    await expectSound(place);
  });

  it('in a repair of the index, leaves what can be repaired', async () => {
    const place = stage();
    const listed = await idsOf(place.ours);
    const repair = ['repair', 'index', '--read-all-packs'];
    const duration = await durationOf(() => place.ours.ok(...repair));
    await killing(6, duration, place.vault, {
      start: () => place.ours.start(...repair),
      look: async (story) => {
        expect(await idsOf(place.ours), story).toEqual(listed);
        await noErrors(place.ours, story);
      },
      renew: async () => undefined,
    });
    const [index = ''] = readdirSync(join(place.vault, 'index'));
    rmSync(join(place.vault, 'index', index), { force: true });
    await killAt({ after: duration / 2 }, place.vault, () => place.ours.start('repair', 'index'));
    await place.ours.ok('repair', 'index');
    await expectSound(place);
  });
});
