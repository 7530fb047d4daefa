/** Forgetting and pruning from the command line: nothing goes without a preview and a yes. */
import { describe, expect, it } from 'vitest';
import { ended, FakeCli, runThat, type CliWorld } from '../../../test/fake/cli-host.ts';

const snapshot = (letter: string, day: number, tags?: string[]) => ({ id: letter.repeat(64), time: `2026-11-${String(day).padStart(2, '0')}T12:00:00Z`, tree: 't', paths: ['/data'], hostname: 'nas', ...(tags === undefined ? {} : { tags }) });
const [old, middle, young] = [snapshot('a', 1), snapshot('b', 2, ['x']), snapshot('c', 3)];
const group = {
  host: 'nas', paths: ['/data'], tags: [], keep: [young, middle], remove: [old],
  reasons: [{ snapshot: young, matches: ['last snapshot', 'daily snapshot'], counters: { last: 1 } }, { snapshot: middle, matches: ['last snapshot'], counters: {} }],
};
const numbers = { blobs: 10, bytes: 1000 };
const plan = {
  kind: 'prune', dryRun: false, used: numbers, duplicate: { blobs: 1, bytes: 100 }, unused: { blobs: 4, bytes: 400 }, repack: { blobs: 3, bytes: 300, packs: 2 },
  remove: { blobs: 4, bytes: 400, packs: 3 }, unindexed: { packs: 1, bytes: 50 }, remaining: { blobs: 11, bytes: 1100, packs: 5 }, unusedAfter: { bytes: 100 }, deadLocks: 0,
  statistics: { blobs: { used: 10, remaining: 11 }, bytes: { used: 1000, unreferenced: 50 }, packfiles: { partly_used: 2 } },
};
const clean = { ...plan, duplicate: { blobs: 0, bytes: 0 }, unused: { blobs: 0, bytes: 0 }, repack: { blobs: 0, bytes: 0, packs: 0 }, remove: { blobs: 0, bytes: 0, packs: 0 }, unindexed: { packs: 0, bytes: 0 } };

async function call(argv: string[], world: CliWorld = {}, groups: object[] = [group], planned: object = plan) {
  const calls: [string, Record<string, unknown>][] = [];
  const heard = <T>(name: string, answer: T) => async (input: Record<string, unknown>): Promise<T> => (calls.push([name, input]), answer);
  const cli = new FakeCli(
    {
      snapshot: { forgetPreview: heard('forget preview', { token: 't1', groups, needsPrune: true, freed: null }), forget: heard('forget', { removed: [old.id] }) },
      destination: { prunePreview: heard('prune preview', { token: 't2', plan: planned }), prune: heard('prune', { runId: 'r' }) },
      run: runThat(ended([planned])),
    },
    world,
  );
  const code = await cli.run(...argv);
  return { cli, code, calls, names: calls.map(([name]) => name) };
}

const TERMINAL: CliWorld = { terminal: true, env: { TERM: 'dumb' } };

describe('forget', () => {
  it('asks for what the rules say', async () => {
    const { calls } = await call('forget -l 3 -H 1 -d 7 -w unlimited -m 12 -y -1 --keep-within 5m1y --keep-within-daily 10d --keep-tag a,b --keep-tag c --host nas --tag x --path /data -g host -n'.split(' '));
    expect(calls[0]?.[1]).toMatchObject({
      policy: { last: 3, hourly: 1, daily: 7, weekly: -1, monthly: 12, yearly: -1, within: '1y5m', withinDaily: '10d', tags: [['a', 'b'], ['c']] },
      filter: { hosts: ['nas'], tags: ['x'], paths: ['/data'], ids: [] }, groupBy: ['host'],
    });
  });

  it('groups by machine and paths unless told otherwise, and by nothing when told so', async () => {
    expect((await call(['forget', '-l', '1', '-n'])).calls[0]?.[1]['groupBy']).toEqual(['host', 'paths']);
    expect((await call(['forget', '-l', '1', '-n', '-g', ''])).calls[0]?.[1]['groupBy']).toEqual([]);
  });

  it('takes snapshots by name', async () => {
    const { calls } = await call(['forget', 'aa', 'bb', '--yes']);
    expect(calls[0]?.[1]).toMatchObject({ filter: { ids: ['aa', 'bb'] }, policy: undefined });
  });

  it('shows what stays, what goes and why, and removes nothing in a dry run', async () => {
    const { cli, names, code } = await call(['forget', '-l', '2', '--dry-run']);
    expect([names, code]).toEqual([['forget preview'], 0]);
    expect(cli.out.split('\n').map((line) => line.replace(/ \d\d:\d\d:\d\d/, ''))).toEqual([
      'nas · /data',
      expect.stringMatching(/^ +ID +Time +Tags +Kept as$/),
      expect.stringMatching(/^forget +aaaaaaaa +2026-11-01$/),
      expect.stringMatching(/^keep +bbbbbbbb +2026-11-02 +x +last$/),
      expect.stringMatching(/^keep +cccccccc +2026-11-03 +last, daily$/),
      '',
      '1 snapshot would be forgotten, 2 stay. Nothing was changed.',
      '',
    ]);
  });

  it('applies the very preview it showed, after a yes', async () => {
    const { calls, code, cli } = await call(['forget', '-l', '2'], { ...TERMINAL, answers: ['yes'] });
    expect([calls.map(([name]) => name), calls[1]?.[1]['token'], code]).toEqual([['forget preview', 'forget'], 't1', 0]);
    expect(cli.out).toContain('1 snapshot forgotten.');
  });

  it('forgets nothing after a no', async () => {
    const { names, code, cli } = await call(['forget', '-l', '2'], { ...TERMINAL, answers: [''] });
    expect([names, code]).toEqual([['forget preview'], 130]);
    expect(cli.err).toContain('Nothing was forgotten.');
  });

  it('asks nothing when nothing goes', async () => {
    const { names, code, cli } = await call(['forget', '-l', '9', '--prune'], TERMINAL, [{ ...group, remove: [], keep: [old] }]);
    expect([names, code]).toEqual([['forget preview'], 0]);
    expect(cli.out).toContain('Nothing is forgotten: the one snapshot stays.');
  });

  it('frees the space too with --prune, one yes for both', async () => {
    const { names, code } = await call(['forget', '-l', '2', '--prune', '--max-unused', '0'], { ...TERMINAL, answers: ['y'] });
    expect([names, code]).toEqual([['forget preview', 'forget', 'prune preview', 'prune'], 0]);
  });

  it('in JSON, is restic\'s array of groups', async () => {
    const { cli } = await call(['forget', '-l', '2', '--yes', '--json']);
    const short = (found: typeof old) => ({ ...found, short_id: found.id.slice(0, 8) });
    expect(cli.json).toEqual([
      [{
        tags: null, host: 'nas', paths: ['/data'], keep: [short(young), short(middle)], remove: [short(old)],
        reasons: [{ snapshot: short(young), matches: ['last snapshot', 'daily snapshot'], counters: { last: 1 } }, { snapshot: short(middle), matches: ['last snapshot'], counters: {} }],
      }],
    ]);
  });
});

describe('prune', () => {
  it('shows what would be freed in a dry run', async () => {
    const { cli, names } = await call(['prune', '-n', '--max-unused', '10%', '--max-repack-size', '1G']);
    expect(names).toEqual(['prune preview']);
    expect(cli.out).toBe('1 kB is needed by snapshots, 550 B is not.\n4 packs go as a whole, 2 packs (300 B) are rewritten without what is not needed.\nAfterwards the destination holds 1.1 kB, 100 B of it not needed. Nothing was changed.\n');
  });

  it('applies the very preview it showed, after a yes', async () => {
    const { calls, code, cli } = await call(['prune'], { ...TERMINAL, answers: ['y'] });
    expect([calls.map(([name]) => name), calls[1]?.[1]['token'], code]).toEqual([['prune preview', 'prune'], 't2', 0]);
    expect(cli.out).toContain('About 450 B freed');
  });

  it('removes nothing after a no', async () => {
    const { names, code } = await call(['prune'], { ...TERMINAL, answers: ['n'] });
    expect([names, code]).toEqual([['prune preview'], 130]);
  });

  it('asks nothing when there is nothing to free', async () => {
    const { names, cli, code } = await call(['prune'], TERMINAL, [], clean);
    expect([names, code, cli.out]).toEqual([['prune preview'], 0, 'All that is stored, 1 kB, is needed by snapshots: nothing to free.\n']);
  });

  it('clears away without a question what runs left that were cut off', async () => {
    const { names, cli, code } = await call(['prune'], TERMINAL, [], { ...clean, deadLocks: 1 });
    expect([names, code]).toEqual([['prune preview', 'prune'], 0]);
    expect(cli.out).toContain('1 run that was cut off left a lock, which goes with all that was only begun.');
    expect((await call(['prune', '-n'], TERMINAL, [], { ...clean, deadLocks: 1 })).names).toEqual(['prune preview']);
  });

  it('in JSON, ends with restic\'s statistics', async () => {
    const { cli } = await call(['prune', '--yes', '--json']);
    expect(cli.json).toEqual([
      expect.objectContaining({
        message_type: 'summary', outcome: 'succeeded',
        blobs: { used: 10, remaining: 11 }, bytes: { used: 1000, unreferenced: 50 }, packfiles: { partly_used: 2 },
      }),
    ]);
  });
});
