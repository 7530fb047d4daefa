/** Plans from the command line: kept, run, thinned out; and what other programs see of it. */
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';
import { giveVault, restic } from '../../fixture/cli/vaults.ts';

interface Summary { snapshot_id: string; parent_id?: string; outcome: string; files_unmodified: number; forgotten: { removed: string[]; kept: number }[]; pruned: object[]; destinations: { destination: string }[] }

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  giveVault(desk);
  desk.file('src/a', 'one');
  desk.file('src/skip.tmp', 'not worth it');
  await desk.ok('destination', 'add', 'drive', 'vault');
});
afterEach(() => desk[Symbol.dispose]());

const add = (...more: string[]): Promise<unknown> => desk.ok('plan', 'add', 'My Papers', '--path', 'src', '--to', 'drive', '--exclude', '*.tmp', ...more);
const run = (...more: string[]): Promise<Summary> => desk.json<Summary>('plan', 'run', 'my-papers', ...more);

describe('a plan', () => {
  it('stores what it says, tagged as its own, and leaves a vault restic finds sound', async () => {
    await add('--tag', 'paper');
    const first = await run();
    const second = await desk.json<Summary>('backup', '--plan', 'My Papers');
    expect(second).toMatchObject({ outcome: 'succeeded', parent_id: first.snapshot_id, files_unmodified: 1, forgotten: [], pruned: [] });
    const seen = JSON.parse(restic(desk, 'snapshots', '--json')) as object[];
    expect(seen).toMatchObject([{ tags: ['plan:my-papers', 'paper'], excludes: ['*.tmp'] }, { tags: ['plan:my-papers', 'paper'] }]);
    expect(restic(desk, 'ls', 'latest')).not.toContain('skip.tmp');
    restic(desk, 'check', '--read-data');
  });

  it('forgets by its rules, leaves what is not its own, and frees the space', async () => {
    await desk.ok('backup', 'src', '--to', 'drive');
    await add('--keep-last', '2');
    const made: string[] = [];
    for (const content of ['first', 'second', 'third']) {
      writeFileSync(desk.at('src/a'), content.repeat(400_000));
      made.push((await run()).snapshot_id);
    }
    writeFileSync(desk.at('src/a'), 'fourth');
    const last = await run();
    expect(last).toMatchObject({ outcome: 'succeeded', forgotten: [{ removed: [made[1]], kept: 2 }], pruned: [{}] });
    expect(await desk.snapshotIds()).toHaveLength(3);
    restic(desk, 'check', '--read-data');
    expect(restic(desk, 'prune', '--max-unused', '5%', '--dry-run')).not.toMatch(/to delete:\s+[1-9]\d* blobs.*MiB/);
  });

  it('goes on with a destination when another is away', async () => {
    await desk.ok('destination', 'add', 'away', 'not-there');
    await add('--to', 'away');
    const { stdout, stderr } = await desk.expect(10, ['plan', 'run', 'my-papers', '--json']);
    expect(lastJson<Summary>(stdout).destinations).toMatchObject([{ destination: desk.at('vault') }]);
    expect(stderr).toContain('not-there');
    expect(await desk.json('plan', 'show', 'my-papers')).toMatchObject({ lastSuccessAt: null, destinations: [{ lastSuccessAt: expect.any(String) }, { lastSuccessAt: null, available: false }] });
  });

  it('is changed bit by bit', async () => {
    await add('--keep-daily', '7', '--exclude-caches');
    expect(await desk.json('plan', 'edit', 'my-papers', '--exclude', '*.bak', '--remind-after', '30')).toMatchObject({
      retention: { daily: 7 }, remindAfterDays: 30, sources: [{ paths: [desk.at('src')], excludes: { patterns: ['*.bak'], caches: true } }],
    });
    expect(await desk.json('plan', 'edit', 'my-papers', '--keep-all', '--exclude-none', '--path', 'other')).toMatchObject({
      retention: null, sources: [{ paths: [desk.at('other')], excludes: { patterns: [], caches: false } }],
    });
  });

  it.each([
    ['no such plan', ['plan', 'run', 'nobody'], /There is no plan named "nobody"/],
    ['no path', ['plan', 'add', 'x', '--to', 'drive'], /not said what to protect/],
    ['no destination', ['plan', 'add', 'x', '--path', 'src'], /not said where to back up to/],
    ['a name that is taken', ['plan', 'add', 'MY PAPERS', '--path', 'src', '--to', 'drive'], /a plan named "My Papers" already/],
    ['an unknown destination', ['plan', 'add', 'x', '--path', 'src', '--to', 'nowhere'], /no destination named "nowhere"/],
    ['rules and --keep-all', ['plan', 'edit', 'my-papers', '--keep-all', '--keep-last', '1'], /cannot be given together/],
    ['a bad number of days', ['plan', 'edit', 'my-papers', '--remind-after', '0'], /--remind-after cannot be "0"/],
    ['paths beside a plan', ['backup', 'src', '--plan', 'my-papers'], /up to the plan/],
    ['options beside a plan', ['backup', '--plan', 'my-papers', '--tag', 'x'], /up to the plan/],
  ])('refuses %s, with what to do', async (_, args, message) => {
    await add();
    const { code, stderr } = await desk.run(args);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
    expect(await desk.snapshotIds()).toEqual([]);
  });
});
