/** Restoring from the command line: where to, and what may be lost only after a yes. */
import { describe, expect, it } from 'vitest';
import type { RestoreSpec } from '../../../preload/contract/restore.ts';
import type { RunEvent } from '../../../preload/contract/run.ts';
import { ended, FakeCli, progress, type CliWorld } from '../../../test/fake/cli-host.ts';

const result = { kind: 'restore', snapshotId: 'ab'.repeat(32), target: '/back', dryRun: false, created: 3, replaced: 2, kept: 1, unchanged: 4, deleted: 1, files: 4, bytes: 3_200_000, verified: null, aside: 0 };

/** Each restore that is started ends with the next of these. */
async function restore(argv: string[], runs: RunEvent[][] = [[ended([result])]], world: CliWorld = {}) {
  const specs: RestoreSpec[] = [];
  const undone: string[] = [];
  const left = [...runs];
  const cli = new FakeCli(
    {
      restore: {
        start: async (spec: RestoreSpec) => (specs.push(spec), { runId: String(specs.length) }),
        undo: async (input: { runId: string }) => (undone.push(input.runId), { runId: 'u1' }),
      },
      run: {
        watch: async () => {
          const events = left.shift() ?? [];
          return (async function* () {
            yield* events;
          })();
        },
      },
    },
    world,
  );
  return { cli, code: await cli.run('restore', ...argv), specs, undone };
}

const items: RunEvent[] = [
  { type: 'item', action: 'created', path: 'home/new.txt', size: 1 },
  { type: 'item', action: 'replaced', path: 'home/old.txt', size: 1 },
  { type: 'item', action: 'deleted', path: 'home/extra.txt', size: 0 },
];
const lossy = [...items, ended([{ ...result, dryRun: true }])];
const harmless = [ended([{ ...result, dryRun: true, replaced: 0, deleted: 0 }])];

describe('what is asked for', () => {
  it('is the whole snapshot into a folder, whatever is there replaced', async () => {
    const { specs } = await restore(['latest', '--into', 'back'], undefined, { cwd: '/home/anna' });
    expect(specs).toEqual([
      {
        destination: undefined, snapshot: 'latest', filter: { hosts: [], tags: [], paths: [], ids: [] }, into: '/home/anna/back', includes: [], excludes: [], map: [],
        overwrite: 'always', keepExisting: false, delete: false, verify: false, dryRun: false, stopOnError: false, items: false,
      },
    ]);
  });

  it('has every option in its place', async () => {
    const line = 'latest:/home -t /back -i *.ods -i a -e *.tmp --map /home/anna=/home/berta --map /a=b --overwrite if-newer --keep-existing --verify --stop-on-error -H nas --tag a,b --path /home -r drive';
    const { specs } = await restore(line.split(' '), undefined, { cwd: '/here' });
    expect(specs[0]).toMatchObject({
      destination: 'drive', snapshot: 'latest:/home', filter: { hosts: ['nas'], tags: ['a,b'], paths: ['/home'] }, into: '/back', includes: ['*.ods', 'a'], excludes: ['*.tmp'],
      map: [{ from: '/home/anna', to: '/home/berta' }, { from: '/a', to: '/here/b' }], overwrite: 'if-newer', keepExisting: true, verify: true, stopOnError: true,
    });
  });
});

describe('what may lose files', () => {
  it.each([
    ['into a folder', ['--into', '/back']],
    ['in place, but nothing replaced', ['--in-place', '--overwrite', 'never']],
    ['in place, the old kept aside', ['--in-place', '--keep-existing']],
    ['in place, only looking', ['--in-place', '--delete', '--dry-run']],
    ['in place, with a yes beforehand', ['--in-place', '--delete', '--yes']],
  ])('%s: is done without a question', async (_, argv) => {
    const { specs, code } = await restore(['latest', ...argv]);
    expect([specs.length, code]).toEqual([1, 0]);
  });

  it('is shown and asked about on a terminal, and done after a yes', async () => {
    const { specs, code, cli } = await restore(['latest', '--in-place'], [lossy, [ended([result])]], { terminal: true, answers: ['y'], env: { TERM: 'dumb' } });
    expect(code).toBe(0);
    expect(specs.map(({ dryRun, items: all, into }) => ({ dryRun, items: all, into }))).toEqual([{ dryRun: true, items: true, into: null }, { dryRun: false, items: false, into: null }]);
    expect(cli.err).toContain('  replace  /home/old.txt\n  delete   /home/extra.txt\n');
    expect(cli.err).not.toContain('new.txt');
  });

  it('is not done after anything else', async () => {
    const { specs, code, cli } = await restore(['latest', '--into', '/back', '--delete'], [lossy], { terminal: true, answers: ['of course'] });
    expect([specs.length, code]).toEqual([1, 130]);
    expect(cli.err).toContain('  delete   /back/home/extra.txt\n');
    expect(cli.err).toMatch(/Nothing was changed\.\n$/);
  });

  it('is not asked about when the preview loses nothing', async () => {
    const { specs, code } = await restore(['latest', '--in-place'], [harmless, [ended([result])]], { terminal: true });
    expect([specs.length, code]).toEqual([2, 0]);
  });

  it('ends when the preview fails', async () => {
    const fault = { kind: 'damaged', message: 'The snapshot is damaged.', advice: 'Check.' };
    const { specs, cli } = await restore(['latest', '--in-place'], [[ended([], 'failed', fault)]], { terminal: true });
    expect(specs).toHaveLength(1);
    expect(cli.err).toContain('The snapshot is damaged.');
  });
});

describe('what is told', () => {
  it('is how much came back, and what became of every entry', async () => {
    const { cli } = await restore(['latest', '--into', '/back', '--verify'], [[ended([{ ...result, verified: 4 }])]]);
    expect(cli.out).toBe(
      '4 files restored to /back: 3.2 MB, took 41 s.\nWith folders and links: 3 created, 2 replaced, 1 kept as they are, 4 the same already and 1 deleted.\n4 files compared with the snapshot.\n',
    );
  });

  it('says when there was nothing to do, and when nothing was written', async () => {
    const same = { ...result, created: 0, replaced: 0, deleted: 0, kept: 0, files: 0, bytes: 0 };
    expect((await restore(['latest', '--into', '/back'], [[ended([same])]])).cli.out).toBe('Nothing had to be restored to /back: all is there already. Took 41 s.\n');
    expect((await restore(['latest', '--into', '/back', '-n'], [[ended([{ ...result, dryRun: true }])]])).cli.out).toMatch(/^Nothing was written\. Restoring to \/back would come to this: 3 created/);
  });

  it('in JSON, speaks restic', async () => {
    const events = [progress({ files: 5, bytes: 50, totalFiles: 10, totalBytes: 200 }), ...items, ended([result])];
    const { cli } = await restore(['latest', '--into', '/back', '--json', '-vv'], [events]);
    expect(cli.json).toEqual([
      { message_type: 'status', seconds_elapsed: 1, percent_done: 0.25, phase: 'backing up', bytes_per_second: 0, total_files: 10, files_restored: 5, total_bytes: 200, bytes_restored: 50 },
      { message_type: 'verbose_status', action: 'restored', item: '/home/new.txt', size: 1 },
      { message_type: 'verbose_status', action: 'updated', item: '/home/old.txt', size: 1 },
      { message_type: 'verbose_status', action: 'deleted', item: '/home/extra.txt', size: 0 },
      expect.objectContaining({ message_type: 'summary', outcome: 'succeeded', total_files: 10, files_restored: 4, files_skipped: 5, files_deleted: 1, total_bytes: 200, bytes_restored: 3_200_000, seconds_elapsed: 41, snapshot_id: result.snapshotId }),
    ]);
  });
});

describe('the way back', () => {
  it('is told after a restore that kept files aside', async () => {
    const { cli } = await restore(['latest', '--in-place', '--keep-existing'], [[ended([{ ...result, aside: 2 }])]]);
    expect(cli.err).toContain('2 existing entries kept under another name. To put them back: holdfast restore --undo 1\n');
    expect((await restore(['latest', '--into', '/back'])).cli.err).not.toContain('--undo');
  });

  it('is told after one that was cut off', async () => {
    const { cli } = await restore(['latest', '--in-place', '--keep-existing'], [[ended([], 'cancelled')]]);
    expect(cli.err).toContain('--undo 1');
  });

  it('is a run of its own, and says what it did', async () => {
    const undoing = { ...result, created: 1, replaced: 1, kept: 0, unchanged: 0, deleted: 0, files: 2, bytes: 2000, aside: 1 };
    const { cli, undone, specs, code } = await restore(['--undo', '1'], [[ended([undoing])]]);
    expect([undone, specs, code]).toEqual([['1'], [], 0]);
    expect(cli.out).toBe('2 entries put back in /back: 2 kB, took 41 s.\n');
    expect(cli.err).toContain('1 entry had been changed since the restore');
    const json = (await restore(['--undo', '1', '--json'], [[ended([undoing])]])).cli.json;
    expect(json.at(-1)).toMatchObject({ message_type: 'summary', outcome: 'succeeded', run_id: 'u1', undone_run_id: '1', kept_aside: 1, created: 1, replaced: 1 });
  });

  it('cannot be mixed with a restore', async () => {
    for (const argv of [['latest', '--undo', '1'], ['--undo', '1', '--into', '/back'], []]) {
      const { code, undone, specs } = await restore(argv);
      expect([code, undone, specs]).toEqual([2, [], []]);
    }
  });
});
