/** Collect here, carry on to the drive: the four verbs from the command line, with the drive coming and going. */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../../fixture/cli/desk.ts';
import { giveVault, restic } from '../../fixture/cli/vaults.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

interface Transferred { phase: string; state: string; copied: { from: string; to: string }[]; verified: { files: number } | null; reason?: { message: string } }
interface Summary { outcome: string; snapshot_id?: string; phases: Transferred[] }

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  giveVault(desk, 'drive');
  await desk.ok('init', desk.at('local'), '--format', 'mirror');
  await desk.ok('destination', 'add', 'here', desk.at('local'), '--format', 'mirror');
  await desk.ok('destination', 'add', 'photos-drive', desk.at('drive'));
});
afterEach(() => desk[Symbol.dispose]());

const add = (...more: string[]): Promise<string> => desk.ok('plan', 'add', 'Photos', '--path', 'src', '--to', 'here', '--transfer', 'here=photos-drive', ...more);
const away = (): void => renameSync(desk.at('drive'), desk.at('unplugged'));
const back = (): void => renameSync(desk.at('unplugged'), desk.at('drive'));

describe('two phases', () => {
  it('carry a hostile tree to the drive after its source has gone, and restore from either', async () => {
    makeHostileTree(desk.at('src'));
    await add();
    expect(await desk.json<Summary>('collect', 'photos')).toMatchObject({ outcome: 'succeeded', phases: [{ phase: 'collect' }] });
    renameSync(desk.at('src'), desk.at('original'));
    const carried = await desk.json<Summary>('transfer', 'photos', '--to', 'photos-drive');
    expect(carried).toMatchObject({ outcome: 'succeeded', phases: [{ phase: 'transfer', state: 'succeeded', copied: [{}], verified: { files: expect.any(Number) } }] });
    for (const name of ['here', 'photos-drive']) {
      await desk.ok('restore', 'latest', '-r', name, '--into', desk.at(`out-${name}`), '-q');
      expect(compareTrees(desk.at('original'), join(desk.at(`out-${name}`), desk.at('src')))).toEqual([]);
    }
    restic(desk, 'check', '--read-data');
  });

  it('pass over the drive while it is away, and make up for it by the next run', async () => {
    desk.file('src/a', 'one');
    await add();
    away();
    expect(await desk.json<Summary>('plan', 'run', 'photos')).toMatchObject({ outcome: 'succeeded', phases: [{ phase: 'collect' }, { phase: 'transfer', state: 'skipped', reason: { message: expect.stringContaining('photos-drive') } }] });
    const said = await desk.expect(0, ['transfer', 'photos']);
    expect(said.stdout + said.stderr).toMatch(/skipped: .*photos-drive[^]*Plug the drive in/);
    expect(await desk.ok('plan', 'show', 'photos')).toMatch(/Then\s+from here to photos-drive: .*nothing there yet, waits since .* \(due\) \(not there now\)/);
    back();
    desk.file('src/b', 'two');
    expect(await desk.json<Summary>('plan', 'run', 'photos')).toMatchObject({ outcome: 'succeeded', phases: [{}, { state: 'succeeded', verified: { files: 2 } }] });
    expect(await desk.ok('transfer', 'photos')).toMatch(/has everything already/);
    expect(await desk.snapshotIds()).toHaveLength(1); // the newest is what counts
    expect(await desk.ok('plan', 'show', 'photos')).not.toContain('waits');
  });

  it('keep by rules of their own, and are changed like all of a plan', async () => {
    desk.file('src/a', 'one');
    await add('--keep-last', '5', '--transfer-keep-last', '2', '--transfer-every', '7', '--transfer-remind-after', '30');
    expect(await desk.json('plan', 'show', 'photos')).toMatchObject({ plan: { retention: { last: 5 }, transfers: [{ from: 'here', to: 'photos-drive', everyDays: 7, remindAfterDays: 30, verify: true, retention: { last: 2 } }] } });
    expect(await desk.json('plan', 'edit', 'photos', '--transfer', 'here=photos-drive', '--no-transfer-verify')).toMatchObject({ transfers: [{ everyDays: null, verify: false, retention: null }] });
    expect(await desk.json<Summary>('plan', 'run', 'photos')).toMatchObject({ phases: [{}, { state: 'succeeded', verified: null }] });
    expect(await desk.json('plan', 'edit', 'photos', '--transfer-none')).toMatchObject({ transfers: [] });
    rmSync(desk.at('drive'), { recursive: true });
    expect(await desk.json<Summary>('plan', 'run', 'photos')).toMatchObject({ phases: [{ phase: 'collect' }] });
  });

  it.each([
    ['a pair that is none', ['plan', 'add', 'x', '--path', 'src', '--to', 'here', '--transfer', 'here'], /Write it as --transfer local=drive/],
    ['rules without a transfer', ['plan', 'edit', 'photos', '--transfer-every', '7'], /Add --transfer FROM=TO/],
    ['bad days', ['plan', 'edit', 'photos', '--transfer', 'here=photos-drive', '--transfer-every', 'week'], /--transfer-every cannot be "week"/],
    ['both at once', ['plan', 'edit', 'photos', '--transfer', 'here=photos-drive', '--transfer-none'], /--transfer-none/],
    ['a place nothing comes to', ['plan', 'edit', 'photos', '--transfer', 'photos-drive=here'], /Nothing can be transferred from "photos-drive"/],
  ])('refuse %s, with what to do', async (_, args, message) => {
    await add();
    expect((await desk.expect(2, args)).stderr).toMatch(message);
  });
});
