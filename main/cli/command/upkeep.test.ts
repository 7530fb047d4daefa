/** Check, repair, unlock, copy, tag from the command line. */
import { describe, expect, it } from 'vitest';
import { ended, FakeCli, problem, progress, runThat, type CliWorld, type PartialClient } from '../../../test/fake/cli-host.ts';

const id = (pair: string) => pair.repeat(32);

async function call(client: PartialClient, line: string, world: CliWorld = {}) {
  const cli = new FakeCli(client, world);
  return { cli, code: await cli.run(...line.split(' ')) };
}

describe('check', () => {
  const sound = { kind: 'check', format: 'vault', files: 0, filesRead: 0, errors: [], notes: [], snapshots: 3, trees: 40, dataBlobs: 500, packs: 12, packsRead: 0, bytesRead: 0, brokenPacks: [], suggestRepairIndex: false, suggestPrune: false };
  const affected = Array.from({ length: 7 }, (_, at) => ({ snapshot: id('1a'), path: `/home/file${at}` }));
  const damaged = { ...sound, errors: [{ kind: 'pack-damaged', message: 'Pack 5c is damaged.', affected, affectedCount: 9 }], brokenPacks: ['5c'], suggestRepairIndex: true, packsRead: 12, bytesRead: 5e6 };

  const checking = (result: object, outcome = 'succeeded', asked: unknown[] = []): PartialClient => ({
    verify: { start: async (input: unknown) => (asked.push(input), { runId: 'r' }) },
    run: runThat(progress({ phase: 'checking data' }), ended([result], outcome)),
  });

  it.each([['', 'none'], [' --read-data', 'all'], [' --read-data-subset 2/5', '2/5'], [' --read-data-subset 10%', '10%']])('check%s reads %s of the data', async (options, readData) => {
    const asked: unknown[] = [];
    await call(checking(sound, 'succeeded', asked), `check -r nas${options}`);
    expect(asked).toEqual([{ destination: 'nas', readData }]);
  });

  it('says that all is sound', async () => {
    const { cli, code } = await call(checking(sound), 'check');
    expect([code, cli.out]).toEqual([0, '✓ Sound. 3 snapshots, 40 folders, 12 packs; contents not read (--read-data reads them). Took 41 s.\n']);
  });

  it.each(['succeeded', 'warned', 'failed'])('ends with 1 when it found errors, whatever the run (%s), and names what they cost', async (outcome) => {
    const { cli, code } = await call(checking(damaged, outcome), 'check');
    expect(code).toBe(1);
    expect(cli.err).toContain('✕ Pack 5c is damaged.\n    1a1a1a1a  /home/file0\n');
    expect(cli.err).toContain('    … and 4 more; -v lists them');
    expect(cli.out).toContain('✕ 1 error. 3 snapshots, 40 folders, 12 packs; 12 of 12 packs read, 5 MB.');
    expect(cli.out).toContain('holdfast repair index');
  });

  it('in JSON, is restic\'s summary, errors on stderr', async () => {
    const { cli, code } = await call(checking(damaged), 'check --json');
    expect(code).toBe(1);
    expect(cli.json.at(-1)).toMatchObject({ message_type: 'summary', num_errors: 1, broken_packs: ['5c'], suggest_repair_index: true, suggest_prune: false, outcome: 'succeeded' });
    const [error = '', last = ''] = cli.err.split('\n');
    expect(JSON.parse(error)).toMatchObject({ message_type: 'error', message: 'Pack 5c is damaged.', affected_count: 9 });
    expect(JSON.parse(last)).toMatchObject({ message_type: 'exit_error', code: 1 });
  });
});

describe('repair', () => {
  const repairing = (asked: Record<string, unknown>[], ...results: object[]): PartialClient => {
    const left = [...results];
    return {
      destination: { repair: async (input: Record<string, unknown>) => (asked.push(input), { runId: 'r' }) },
      run: { watch: async () => (await (runThat(ended([left.shift()])) as { watch(): Promise<AsyncIterable<unknown>> }).watch()) },
    };
  };
  const mended = { kind: 'repair', dryRun: false, changes: ['The index was rebuilt.'], snapshots: [{ from: id('1a'), to: id('2b') }, { from: id('3c'), to: null }] };

  it('index: says what it changed', async () => {
    const asked: Record<string, unknown>[] = [];
    const { cli, code } = await call(repairing(asked, mended), 'repair index --read-all-packs');
    expect([code, asked]).toEqual([0, [expect.objectContaining({ what: 'index', readAllPacks: true, dryRun: false })]]);
    expect(cli.out).toMatch(/^The index was rebuilt\.\n1a1a1a1a {2}written anew as 2b2b2b2b\n3c3c3c3c {2}nothing of it can be read\nRepaired/);
  });

  it('packs: asks, names them, and is not done after a no', async () => {
    const asked: Record<string, unknown>[] = [];
    const world: CliWorld = { terminal: true, answers: ['n'], env: { TERM: 'dumb' } };
    expect([(await call(repairing(asked, mended), 'repair packs 5c 77', world)).code, asked]).toEqual([130, []]);
    expect((await call(repairing(asked, mended), 'repair packs 5c 77 --yes')).code).toBe(0);
    expect(asked).toEqual([expect.objectContaining({ what: 'packs', packs: ['5c', '77'] })]);
  });

  it('names twenty changes, and all of them with -v', async () => {
    const long = { ...mended, changes: Array.from({ length: 25 }, (_, at) => `Change ${at}.`) };
    expect((await call(repairing([], long), 'repair index')).cli.out).toMatch(/Change 19\.\n… and 5 more changes; -v lists them\n/);
    expect((await call(repairing([], long), 'repair index -v')).cli.out).toContain('Change 24.');
  });

  it('snapshots --forget: looks first, asks, then removes', async () => {
    const asked: Record<string, unknown>[] = [];
    const { code } = await call(repairing(asked, { ...mended, dryRun: true }, mended), 'repair snapshots ab --forget', { terminal: true, answers: ['y'], env: { TERM: 'dumb' } });
    expect([code, asked.map(({ dryRun, forget }) => [dryRun, forget])]).toEqual([0, [[true, true], [false, true]]]);
  });

  it('snapshots --forget: removes nothing after a no', async () => {
    const asked: Record<string, unknown>[] = [];
    const { code } = await call(repairing(asked, { ...mended, dryRun: true }), 'repair snapshots --forget', { terminal: true, answers: ['n'], env: { TERM: 'dumb' } });
    expect([code, asked.map(({ dryRun }) => dryRun)]).toEqual([130, [true]]);
  });
});

describe('unlock', () => {
  it('tells what it removed and what it kept', async () => {
    const client: PartialClient = { destination: { unlock: async () => ({ removed: [id('1a')], kept: [id('2b')] }) } };
    expect((await call(client, 'unlock')).cli.out).toBe('removed  1a1a1a1a\nkept     2b2b2b2b  its run goes on\n1 lock removed, 1 kept.\n');
  });
});

describe('copy', () => {
  const copying = (asked: unknown[]): PartialClient => ({
    snapshot: { copy: async (input: unknown) => (asked.push(input), { runId: 'r' }) },
    run: runThat(problem('x', 'damaged'), ended([{ kind: 'copy', copied: [{ from: id('1a'), to: id('2b') }], skipped: [id('3c')], blobs: 5, bytes: 7000 }], 'warned')),
  });

  it.each([
    ['copy --to nas', undefined, 'nas'],
    ['copy -r drive --to nas', 'drive', 'nas'],
    ['copy --from-repo drive -r nas', 'drive', 'nas'],
    ['copy --from-repo drive --to nas', 'drive', 'nas'],
  ])('%s: from %s to %s', async (line, from, to) => {
    const asked: unknown[] = [];
    const { cli, code } = await call(copying(asked), line);
    expect([code, asked]).toEqual([3, [expect.objectContaining({ from, to })]]);
    expect(cli.out).toBe('1a1a1a1a  copied as 2b2b2b2b\n1 snapshot copied to nas: 7 kB, took 41 s. 1 snapshot was there already.\n');
  });
});

describe('tag', () => {
  const tagging = (asked: unknown[]): PartialClient => ({ snapshot: { tag: async (input: unknown) => (asked.push(input), { changed: [{ from: id('1a'), to: id('2b') }] }) } });

  it('passes on what to set, add and remove', async () => {
    const asked: unknown[] = [];
    await call(tagging(asked), 'tag latest --add a,b --add c --remove d --host nas');
    await new FakeCli(tagging(asked)).run('tag', '--set', '');
    expect(asked).toEqual([
      expect.objectContaining({ set: undefined, add: ['a', 'b', 'c'], remove: ['d'], filter: { hosts: ['nas'], tags: [], paths: [], ids: ['latest'] } }),
      expect.objectContaining({ set: [], add: [], remove: [] }),
    ]);
  });

  it('in JSON, is restic\'s lines', async () => {
    const { cli } = await call(tagging([]), 'tag latest --add a --json');
    expect(cli.json).toEqual([{ message_type: 'changed', old_snapshot_id: id('1a'), new_snapshot_id: id('2b') }, { message_type: 'summary', changed_snapshots: 1, outcome: 'succeeded' }]);
  });
});
