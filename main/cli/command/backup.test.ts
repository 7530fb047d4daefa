/** Backing up from the command line: what is asked of the engine, and what is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BackupSpec } from '../../../preload/contract/plan.ts';
import { ended, FakeCli, problem, progress, runThat, type CliWorld, type PartialClient } from '../../../test/fake/cli-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const summary = {
  backup_start: '2026-11-17T14:00:00.000Z', backup_end: '2026-11-17T14:00:41.250Z', files_new: 14, files_changed: 2, files_unmodified: 12_018,
  dirs_new: 1, dirs_changed: 3, dirs_unmodified: 900, data_blobs: 20, tree_blobs: 5, data_added: 3_200_000_000, data_added_packed: 1_100_000_000,
  total_files_processed: 12_034, total_bytes_processed: 41_000_000_000,
};
const id = '1a2b3c4d'.repeat(8);
const result = { kind: 'backup', destination: '/media/drive/vault', snapshotId: id, parentId: null, dryRun: false, summary };

interface Asked {
  specs: BackupSpec[];
}

const client = (asked: Asked, run: Record<string, unknown>, created: unknown = null): PartialClient => ({
  plan: { run: async (spec: BackupSpec) => (asked.specs.push(spec), { runId: 'r1', created }) },
  run,
});

async function backUp(argv: string[], run = runThat(ended([result])), world: CliWorld = {}, created: unknown = null) {
  const asked: Asked = { specs: [] };
  const cli = new FakeCli(client(asked, run, created), world);
  const code = await cli.run('backup', ...argv);
  return { cli, code, spec: asked.specs[0] };
}

describe('what is asked for', () => {
  it('is the paths, made absolute, and nothing else by default', async () => {
    const { spec } = await backUp(['docs', '/etc', './docs/'], undefined, { cwd: '/home/anna' });
    expect(spec).toMatchObject({
      source: { kind: 'folder', paths: ['/home/anna/docs', '/etc'], excludes: { patterns: [], patternsIgnoreCase: [], files: [], caches: false, ifPresent: [], oneFileSystem: false, largerThan: null } },
      destinations: [], tags: [], force: false, dryRun: false, skipIfUnchanged: false,
    });
  });

  it('has every option in its place', async () => {
    const line = '-r main --to nas --to /media/x -e *.tmp --exclude !keep.tmp --iexclude *.BAK --exclude-file list --exclude-caches --exclude-if-present .nobackup --exclude-larger-than 10M -x --tag a,b --tag c -H laptop --time 2026-11-17T14:00:00Z --parent 1a2b -f -n --skip-if-unchanged --limit-upload 2M --limit-download 500 --speed gentle --read-concurrency 3';
    const { spec } = await backUp(['/data', ...line.split(' ')], undefined, { cwd: '/here' });
    expect(spec).toEqual({
      source: {
        kind: 'folder', paths: ['/data'],
        excludes: { patterns: ['*.tmp', '!keep.tmp'], patternsIgnoreCase: ['*.BAK'], files: ['/here/list'], caches: true, ifPresent: ['.nobackup'], oneFileSystem: true, largerThan: 10 * 1024 * 1024 },
      },
      destinations: ['main', 'nas', '/media/x'], tags: ['a', 'b', 'c'], host: 'laptop', time: '2026-11-17T14:00:00Z', parent: '1a2b',
      force: true, dryRun: true, skipIfUnchanged: true, items: false, speed: 'gentle', readConcurrency: 3,
    });
  });

  it('takes paths from files as restic does', async () => {
    for (const name of ['one.txt', 'two.txt']) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, 'patterns'), '# what to save\n\n  *.txt  \n/etc/hosts\n');
    writeFileSync(join(folder, 'lines'), '# not a comment\n');
    writeFileSync(join(folder, 'raw'), 'with\nnewline\0/abs\0');
    const { spec } = await backUp(['--files-from', 'patterns', '--files-from-verbatim', 'lines', '--files-from-raw', 'raw'], undefined, { cwd: folder });
    expect(spec?.source.paths).toEqual([...['one.txt', 'two.txt'].map((name) => join(folder, name)), '/etc/hosts', ...['# not a comment', 'with\nnewline'].map((name) => join(folder, name)), '/abs']);
  });

  it('refuses a list that cannot be read', async () => {
    const { cli, code, spec } = await backUp(['--files-from', 'nowhere'], undefined, { cwd: folder });
    expect([code, spec]).toEqual([1, undefined]);
    expect(cli.err).toContain(`Cannot read ${join(folder, 'nowhere')}: it does not exist`);
  });

  it('wants every item with -vv only', async () => {
    expect((await backUp(['x', '-v'])).spec?.items).toBe(false);
    expect((await backUp(['x', '-vv'])).spec?.items).toBe(true);
    expect((await backUp(['--verbose=2', 'x'])).spec?.items).toBe(true);
  });
});

describe('what is told', () => {
  it('is what was saved, where, how much is new and how long it took', async () => {
    const { cli, code } = await backUp(['x']);
    expect(code).toBe(0);
    expect(cli.out).toBe('Snapshot 1a2b3c4d saved in /media/drive/vault: 12,034 files, 41 GB.\n3.2 GB new (1.1 GB compressed), 14 files new, 2 files changed, took 41 s.\n');
    expect(cli.err).toBe('');
  });

  it('is nothing with --quiet', async () => {
    const { cli } = await backUp(['x', '-q']);
    expect([cli.out, cli.err]).toEqual(['', '']);
  });

  it('says of a dry run that nothing was stored', async () => {
    const { cli } = await backUp(['x', '-n'], runThat(ended([{ ...result, dryRun: true, snapshotId: null }])));
    expect(cli.out).toContain('would be saved in /media/drive/vault');
    expect(cli.out).toContain('Nothing was stored');
  });

  it('says that no snapshot was made when nothing changed', async () => {
    const { cli } = await backUp(['x', '--skip-if-unchanged'], runThat(ended([{ ...result, snapshotId: null }])));
    expect(cli.out).toMatch(/^Nothing changed, so no snapshot was made/);
  });

  it('groups what could not be read by reason, with one remedy, and ends with 3', async () => {
    const problems = ['/var/lib/a', '/var/lib/b', '/var/lib/c'].map((item) => problem(item));
    const { cli, code } = await backUp(['x'], runThat(...problems, ended([result], 'warned')));
    expect(code).toBe(3);
    expect(cli.err).toBe('▲ Permission denied: 3 files, in /var/lib.\n  Check the permissions.\n  All of them: add -v.\n');
    const all = await backUp(['x', '-v'], runThat(...problems, ended([result], 'warned')));
    expect(all.cli.err).toContain('    /var/lib/a\n    /var/lib/b\n    /var/lib/c\n');
  });

  it('closes the first backup with where, how to restore, and how to save the password', async () => {
    const { cli } = await backUp(['x'], undefined, {}, { address: '/home/anna/vault', secretStore: 'keyring' });
    expect(cli.out).toContain('/home/anna/vault');
    expect(cli.out).toContain('holdfast restore latest --into DIR');
    expect(cli.out).toContain('holdfast key show');
  });
});

describe('in JSON', () => {
  it('speaks restic: status, verbose_status, error on stderr, one closing summary', async () => {
    const events = [progress({ files: 5, bytes: 50, totalFiles: 10, totalBytes: 200, current: '/a', etaSeconds: 12.4, errors: 1 }), problem('/secret'), { type: 'item', action: 'new', path: '/a', size: 7 } as const];
    const { cli, code } = await backUp(['x', '--json'], runThat(...events, ended([result], 'warned')));
    expect(code).toBe(3);
    expect(cli.json).toEqual([
      { message_type: 'status', seconds_elapsed: 1, seconds_remaining: 12, percent_done: 0.25, phase: 'backing up', bytes_per_second: 0, total_files: 10, files_done: 5, total_bytes: 200, bytes_done: 50, error_count: 1, current_files: ['/a'] },
      { message_type: 'verbose_status', action: 'new', item: '/a', data_size: 7 },
      expect.objectContaining({ message_type: 'summary', outcome: 'warned', snapshot_id: id, files_new: 14, total_duration: 41.25, data_added: 3_200_000_000, error_count: 1 }),
    ]);
    const [error = '', last = ''] = cli.err.split('\n');
    expect(JSON.parse(last)).toEqual({ message_type: 'exit_error', code: 3, message: 'Done, but 1 entry could not be handled.' });
    expect(JSON.parse(error)).toMatchObject({ message_type: 'error', error: { message: 'Cannot read /secret: permission denied (EACCES).' }, during: 'archival', item: '/secret' });
  });

  it('closes with a summary even when it fails, and says why on stderr', async () => {
    const { cli, code } = await backUp(['x', '--json'], runThat(ended([], 'failed', { kind: 'full', message: 'No room.', advice: 'Make some.' })));
    expect(code).toBe(1);
    expect(cli.json).toEqual([expect.objectContaining({ message_type: 'summary', outcome: 'failed' })]);
    expect(JSON.parse(cli.err)).toEqual({ message_type: 'exit_error', code: 1, message: 'No room.', kind: 'full', advice: 'Make some.' });
  });

  it('leaves status out with --quiet', async () => {
    const { cli } = await backUp(['x', '--json', '-q'], runThat(progress(), ended([result])));
    expect(cli.json.map((line) => line['message_type'])).toEqual(['summary']);
  });
});

describe('Ctrl-C', () => {
  /** A run that goes on until it is cancelled. */
  function endless() {
    const cancelled: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const run = {
      watch: async () =>
        (async function* () {
          yield progress();
          await promise;
          yield ended([], 'cancelled');
        })(),
      cancel: async ({ runId }: { runId: string }) => (cancelled.push(runId), resolve(), { cancelled: true }),
    };
    return { run, cancelled };
  }

  it('asks the run to stop, once, waits for it, and ends with 130', async () => {
    const { run, cancelled } = endless();
    const cli = new FakeCli(client({ specs: [] }, run));
    const ending = cli.run('backup', 'x');
    await expect.poll(() => cli.signals.listenerCount('SIGINT')).toBe(1);
    cli.signals.emit('SIGINT');
    expect(await ending).toBe(130);
    expect([cancelled, cli.exits]).toEqual([['r1'], []]);
    expect(cli.err).toContain('Cancelled: no new snapshot was made.');
  });

  it('leaves at once when it comes a second time', async () => {
    const { run, cancelled } = endless();
    const cli = new FakeCli(client({ specs: [] }, { ...run, cancel: async () => ({ cancelled: true }) }));
    void cli.run('backup', 'x');
    await expect.poll(() => cli.signals.listenerCount('SIGINT')).toBe(1);
    cli.signals.emit('SIGINT');
    cli.signals.emit('SIGINT');
    expect([cancelled, cli.exits]).toEqual([[], [130]]);
  });
});

describe('progress', () => {
  const events = [progress({ phase: 'looking for changes', files: 120_000 }), progress({ files: 300, bytes: 3e9, totalFiles: 1000, totalBytes: 4e9, bytesPerSecond: 118e6, etaSeconds: 200, current: '/home/anna/a/very/long/path/to/some/file/that/does/not/fit.txt' })];

  it('is one line on a terminal, cut to its width, and gone before the result', async () => {
    const { cli } = await backUp(['x'], runThat(...events, ended([result])), { terminal: true, columns: 100, env: { TERM: 'xterm' } });
    const drawn = cli.err.split('\r\u001b[2K');
    expect(drawn).toEqual([
      '',
      'Looking for changes, 120,000 files so far',
      expect.stringMatching(/^Backing up +75 % {2}\[#{11}\.{3}\] {2}300 of 1,000 files {2}3 GB of 4 GB {2}118 MB\/s {2}3 min left/),
      '',
    ]);
    for (const line of drawn) expect(line.length).toBeLessThanOrEqual(98);
  });

  it.each([['a pipe', {}], ['--quiet', { terminal: true }], ['a dumb terminal', { terminal: true, env: { TERM: 'dumb' } }]] as [string, CliWorld][])('is not shown with %s', async (name, world) => {
    const { cli } = await backUp(['x', ...(name === '--quiet' ? ['-q'] : [])], runThat(...events, ended([result])), world);
    expect(cli.err).toBe('');
  });
});
