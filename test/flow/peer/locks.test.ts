/** Locks between the two programs: each waits for the other, says for whom, and heals what a killed one left behind. */
import { readdirSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child, Ended } from '../../fixture/cli/child.ts';
import { Holdfast } from '../../fixture/cli/holdfast.ts';
import { copyOf, makeScratch, removeScratch, scratch } from '../../fixture/cli/scratch.ts';
import { stopAtFile } from '../../fixture/cli/watch-files.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { requireRestic, Restic } from '../../fixture/restic/restic.ts';
import { Builder } from '../../fixture/tree/build.ts';
import { noise } from '../../fixture/tree/hostile-tree.ts';

interface Stage {
  vault: string;
  tree: string;
  ours: Holdfast;
  restic: Restic;
}

const made = { folder: '', vault: '', tree: '' };

/** A vault with something to back up, to forget and to prune, large enough that the work takes a moment. */
beforeAll(async () => {
  requireRestic();
  const folder = makeScratch();
  const tree = new Builder(join(folder, 'tree'));
  Object.assign(made, { folder, vault: makeRepository(join(folder, 'vault')), tree: tree.root });
  const ours = new Holdfast(folder, made.vault);
  for (let round = 0; round < 3; round++) {
    // half of a pack goes with the first snapshot, half of it stays: pruning has to write it anew
    for (let number = 0; number < 6; number++) if (round === 0 || number % 2 === round % 2) tree.file(`large-${number}`, noise(2_000_000 + 100_000 * round + number));
    await ours.ok('backup', tree.root);
  }
  await ours.ok('forget', '--keep-last', '2', '--yes');
  tree.file('more', noise(20_000_000));
});
afterAll(() => removeScratch(made.folder));

function stage(): Stage {
  const folder = scratch();
  const vault = copyOf(made.vault, join(folder, 'vault'));
  return { vault, tree: made.tree, ours: new Holdfast(folder, vault), restic: new Restic(folder, vault) };
}

/** Starts something that is stopped once it is at work on the data; again, should it be over before. */
async function stopped(start: (place: Stage) => Child): Promise<Stage & { child: Child }> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const place = stage();
    const child = start(place);
    if ((await stopAtFile(child, join(place.vault, 'data'))) && locksOf(place.vault).length > 0) return { ...place, child };
    await child.kill();
  }
  throw new Error('The program was always over before it could be stopped.');
}

/** Whole ones: programs write them under other names first. */
const locksOf = (vault: string): string[] => readdirSync(join(vault, 'locks')).filter((name) => /^[0-9a-f]{64}$/.test(name));

function expectLockedBy(child: Child, ended: Ended): void {
  expect(ended.code, ended.tail()).toBe(11);
  const { message } = JSON.parse(ended.stderr.trim().split('\n').at(-1) ?? '') as { message: string };
  expect(message).toContain(`process ${child.pid} of ${userInfo().username} on ${hostname()}`);
}

const PRUNE = ['prune', '--max-unused', '0'];

describe('while restic', () => {
  it('backs up, we read and back up, but forget and prune nothing', async () => {
    const { tree, ours, restic } = stage();
    const child = restic.start(['backup', '--stdin'], { input: null }); // goes on as long as its input does
    await untilLocked(restic);
    expectLockedBy(child, await ours.run(...PRUNE, '--yes'));
    expectLockedBy(child, await ours.run('forget', '--keep-last', '1', '--yes'));
    for (const command of [['check'], ['ls', 'latest'], ['backup', tree]]) await ours.ok(...command);
    await child.kill();
    await ours.ok('forget', '--keep-last', '1', '--prune', '--yes'); // its lock is nobody's any more
    await restic.check('--read-data');
  });

  it('prunes, we touch nothing', async () => {
    const { tree, ours, restic, child } = await stopped(({ restic: program }) => program.start([...PRUNE, '--limit-upload', '4000']));
    for (const command of [['backup', tree], ['check'], ['ls', 'latest'], ['tag', '--add', 'x'], [...PRUNE, '--yes']]) expectLockedBy(child, await ours.run(...command));
    child.signal('SIGCONT');
    (await child.ended).expect(0);
    await ours.ok('backup', tree);
    await restic.check('--read-data');
  });
});

describe('while we', () => {
  it('back up, restic backs up but does not prune, and sees whose lock it is', async () => {
    const { tree, ours, restic, child } = await stopped(({ ours: program, tree: path }) => program.start('backup', path, '--limit-upload', '8M'));
    const [lock = ''] = (await restic.ok('list', 'locks', '--no-lock')).stdout.trim().split('\n');
    expect((await restic.ok('cat', 'lock', lock, '--no-lock')).json()).toMatchObject({ pid: child.pid, hostname: hostname(), exclusive: false });
    const refused = await restic.run(...PRUNE);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`already locked by PID ${child.pid}`)]);
    expectLockedBy(child, await ours.run(...PRUNE, '--yes'));
    await restic.ok('backup', tree);
    child.signal('SIGCONT');
    (await child.ended).expect(0);
    expect(await ours.snapshots()).toHaveLength(4);
    await restic.check('--read-data');
  });

  it('prune, restic touches nothing', async () => {
    const { tree, ours, restic, child } = await stopped(({ ours: program }) => program.start(...PRUNE, '--yes'));
    const refused = await restic.run('backup', tree);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`PID ${child.pid} on ${hostname()}`)]);
    expectLockedBy(child, await ours.run('backup', tree));
    child.signal('SIGCONT');
    (await child.ended).expect(0);
    await restic.check('--read-data');
  });

  it('are killed, restic clears our lock away, and so does our next run', async () => {
    for (const heal of [async ({ restic }: Stage) => void (await restic.ok('unlock')), async ({ ours, tree }: Stage) => void (await ours.ok('backup', tree))]) {
      const { child, ...place } = await stopped(({ ours: program, tree: path }) => program.start('backup', path, '--limit-upload', '8M'));
      await child.kill();
      await heal(place);
      expect(locksOf(place.vault)).toEqual([]);
      await place.restic.check('--read-data');
    }
  });
});

async function untilLocked(restic: Restic): Promise<void> {
  for (let looks = 0; looks < 500; looks++) if ((await restic.ok('list', 'locks', '--no-lock')).stdout !== '') return;
  throw new Error('restic never took its lock.');
}
