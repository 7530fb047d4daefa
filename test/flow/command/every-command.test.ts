/** Every command there is, once for people and once for programs. A command that is not tried here fails the last test. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_GROUPS } from '../../../main/cli/command-table.ts';
import type { CommandEntry } from '../../../main/cli/command.ts';
import { BoardJournals } from '../../../main/engine/board/journal.ts';
import { startBoard } from '../../fixture/board/board.ts';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';
import { pluggable, ZramDrive } from '../../fixture/drive/zram.ts';
import { serve } from '../../fixture/web/served.ts';

let desk: Desk;
let src: string;
const tried = new Set<string>();
beforeAll(async () => {
  desk = new Desk();
  giveVault(desk);
  src = desk.at('src');
  desk.file('src/letter.txt', 'dear reader');
  desk.file('second-password', 'another good one\n');
  desk.secret('another good one');
});
afterAll(() => desk[Symbol.dispose]());

/** The answer for people; every line of it fits in words a person knows. */
async function people(...args: string[]): Promise<string> {
  tried.add(nameOf(args));
  const { stdout, stderr } = await desk.expect(0, args);
  expect(stdout + stderr).not.toMatch(/NaN|Infinity|\bnull\b/);
  return stdout;
}

/** The last line of the answer for programs. Everything on stdout is JSON. */
async function program<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  tried.add(nameOf(args));
  const { stdout } = await desk.expect(0, [...args, '--json']);
  for (const line of stdout.trimEnd().split('\n')) expect(() => JSON.parse(line) as unknown, line).not.toThrow();
  return lastJson<T>(stdout);
}

const groups = COMMAND_GROUPS.flatMap(({ commands }) => commands);
const nameOf = ([first = '', second = '']: string[]): string => (groups.find(({ name }) => name === first)?.children?.some(({ name }) => name === second) === true ? `${first} ${second}` : first);

describe('in the order somebody would use them', () => {
  it('backup', async () => {
    expect(await people('backup', 'src', '--tag', 'one,two')).toMatch(/Snapshot [0-9a-f]{8} saved in .*: 1 file, 11 B/);
    desk.file('src/list.ods', 'more');
    expect(await program('backup', 'src', '--tag', 'three')).toMatchObject({ message_type: 'summary', outcome: 'succeeded', files_new: 1, files_unmodified: 1, parent_id: expect.any(String), snapshot_id: expect.any(String) });
    expect(await people('backup', 'src', '--dry-run')).toMatch(/Nothing was stored/);
    expect(await people('backup', 'src', '-q', '--dry-run')).toBe('');
  });

  it('snapshots, ls, find, diff, stats', async () => {
    expect(await people('snapshots')).toMatch(/ID +Time +Host +Size +Tags +Paths\n(.*\n){2}2 snapshots/);
    expect(await people('snapshots', '--compact', '--last')).toMatch(/1 snapshot$/m);
    expect(await program<object[]>('snapshots')).toMatchObject([{ paths: [src], tags: ['one', 'two'] }, { paths: [src], tags: ['three'], short_id: expect.stringMatching(/^[0-9a-f]{8}$/) }]);
    expect((await people('ls', `latest:${src}`)).split('\n').filter(Boolean)).toHaveLength(3);
    expect(await people('ls', 'latest', src, '-l', '--human-readable')).toMatch(/^-rw.* 11 B .*letter\.txt$/m);
    expect(await program('ls', 'latest')).toMatchObject({ message_type: 'node', path: `${src}/list.ods`, size: 4 });
    expect(await people('find', '*.ods')).toMatch(new RegExp(`In snapshot [0-9a-f]{8} of .*:\n.*${src}/list.ods`));
    expect(await program<object[]>('find', 'LETTER*', '-i')).toMatchObject([{ hits: 1 }, { hits: 1 }]);
    const [first = '', second = ''] = await desk.snapshotIds();
    expect(await people('diff', first, second)).toMatch(new RegExp(`^\\+ +${src}/list.ods`));
    expect(await program('diff', first, second)).toMatchObject({ message_type: 'statistics', added: { files: 1, bytes: 4 }, removed: { files: 0 } });
    expect(await people('stats')).toMatch(/2 snapshots\.\n.*: \d+ B, /);
    expect(await program('stats', '--mode', 'raw-data')).toMatchObject({ snapshots_count: 2, total_size: expect.any(Number) });
  });

  it('restore', async () => {
    expect(await people('restore', `latest:${src}`, '--into', 'out')).toMatch(/2 files restored to /);
    expect(readFileSync(desk.at('out/letter.txt'), 'utf8')).toBe('dear reader');
    expect(await program('restore', `latest:${src}`, '--into', 'out', '--overwrite', 'if-changed', '--verify')).toMatchObject({ message_type: 'summary', files_skipped: 2, files_restored: 0, outcome: 'succeeded' });
    expect(await people('restore', `latest:${src}`, '--target', 'out2', '--dry-run')).toMatch(/Nothing was written/);
    expect(existsSync(desk.at('out2'))).toBe(false);
  });

  it('check, repair, unlock', async () => {
    expect(await people('check')).toMatch(/Sound\. 2 snapshots/);
    expect(await people('check', '--read-data-subset', '1/1')).toMatch(/packs? read/);
    expect(await program('check', '--read-data')).toMatchObject({ num_errors: 0, outcome: 'succeeded' });
    for (const what of ['index', 'snapshots']) {
      expect(await people('repair', what)).toMatch(/Nothing to repair/);
      expect(await program('repair', what)).toMatchObject({ changes: [], snapshots: [], outcome: 'succeeded' });
    }
    expect(await people('unlock')).toMatch(/There is no lock/);
    expect(await program('unlock')).toEqual({ removed: [], kept: [] });
  });

  it('repair packs: a pack that is whole comes to no harm', async () => {
    const { broken_packs: broken } = await program<{ broken_packs: string[] }>('check', '--read-data');
    expect(broken).toEqual([]);
    const { stderr } = await desk.expect(1, ['repair', 'packs', 'ffff', '--yes']);
    expect(stderr).toMatch(/has no pack ffff/);
    const [pack = ''] = desk.packs();
    expect(await people('repair', 'packs', pack, '--yes')).toMatch(/saved/);
    expect(await program('check', '--read-data')).toMatchObject({ num_errors: 0 });
    await desk.ok('restore', `latest:${src}`, '--into', 'after-repair', '--verify');
  });

  it('tag, copy, init', async () => {
    expect(await people('tag', 'latest', '--add', 'keep')).toMatch(/[0-9a-f]{8}/);
    expect(await program('tag', 'latest', '--remove', 'keep')).toMatchObject({ changed_snapshots: 1, outcome: 'succeeded' });
    expect(await people('init', 'second', '--chunker-from', desk.at('vault'))).toMatch(/Vault [0-9a-f]{8} created/);
    expect(await program('init', '-r', desk.at('third'))).toMatchObject({ message_type: 'initialized' });
    expect(await people('copy', '--to', desk.at('second'))).toMatch(/2 snapshots copied/);
    expect(await program('copy', '--to', desk.at('second'))).toMatchObject({ copied: [], skipped: [expect.any(String), expect.any(String)], outcome: 'succeeded' });
    expect(await program('snapshots', '-r', desk.at('second'))).toHaveLength(2);
  });

  it('destination, config', async () => {
    expect(await people('destination', 'list')).toBe('');
    expect(await people('destination', 'add', 'drive', desk.at('vault'), '--default')).toMatch(/"drive" now stands for/);
    expect(await program('destination', 'add', 'second', 'second')).toMatchObject({ name: 'second', address: desk.at('second') });
    expect(await people('destination', 'list')).toMatch(/drive +vault .* default/);
    expect(await program<object[]>('destination', 'list')).toHaveLength(2);
    expect(await people('destination', 'test', 'second')).toMatch(/can be reached and opened(.|\n)*can be written/);
    expect(await program('destination', 'test', 'drive')).toMatchObject({ writable: true, snapshots: 2 });
    expect(await people('destination', 'usage', 'drive')).toMatch(/Stored: /);
    expect(await program('destination', 'usage')).toMatchObject({ snapshots_count: 2 });
    expect(await people('destination', 'remove', 'second')).toMatch(/not touched/);
    expect(await program('destination', 'remove', 'drive')).toEqual({ removed: 'drive' });
    expect(await people('config', 'show')).toContain(desk.at('home/settings.json'));
    expect(await program('config', 'show')).toMatchObject({ path: desk.at('home/settings.json'), settings: { version: 2 } });
    expect(await people('config', 'set', 'speed', 'gentle')).toContain('speed is gentle from the next run on.');
    expect(await program('config', 'set', 'speed', 'normal')).toMatchObject({ settings: { speed: 'normal' } });
    expect(await people('config', 'validate')).toMatch(/is valid/);
    expect(await program('config', 'validate')).toMatchObject({ valid: true });
  });

  it('archives', async () => {
    expect(await people('export', 'latest', 'one.tar.gz')).toMatch(/Snapshot [0-9a-f]{8} exported to .*one\.tar\.gz: /);
    expect(await program('export', 'latest', 'one.zip', '--include', 'nothing')).toMatchObject({ outcome: 'succeeded', copied: [{ to: desk.at('one.zip') }] });
    await desk.ok('init', 'fourth');
    expect(await people('import', 'one.tar.gz', '--to', 'fourth')).toMatch(/one\.tar\.gz imported as snapshot [0-9a-f]{8}: /);
    expect(await program('import', 'one.zip', '--to', 'fourth', '--path', '/zip')).toMatchObject({ outcome: 'succeeded', copied: [{ from: desk.at('one.zip') }] });
  });

  it('two phases', async () => {
    await desk.ok('destination', 'add', 'here', 'third');
    await desk.ok('destination', 'add', 'there', 'second');
    expect(await people('plan', 'add', 'Phases', '--path', 'src', '--to', 'here', '--transfer', 'here=there')).toContain('From here it is carried on to there.');
    expect(await people('collect', 'phases')).toMatch(/Snapshot [0-9a-f]{8} saved in .*third/);
    expect(await program('collect', 'phases', '--dry-run')).toMatchObject({ outcome: 'succeeded', dry_run: true });
    expect(await people('transfer', 'phases')).toMatch(/Snapshot [0-9a-f]{8} brought to .*second: .*, no content in it was new there\./);
    expect(await program('transfer', 'phases', '--to', 'there')).toMatchObject({ outcome: 'succeeded', plan: 'phases', phases: [{ phase: 'transfer', state: 'nothing' }] });
    await desk.ok('plan', 'remove', 'phases');
    for (const name of ['here', 'there']) await desk.ok('destination', 'remove', name);
  });

  it('plan', async () => {
    expect(await people('plan', 'list')).toBe('');
    await desk.ok('destination', 'add', 'third', 'third');
    expect(await people('plan', 'add', 'My Papers', '--path', 'src', '--to', 'third', '--keep-last', '1', '--exclude', '*.tmp')).toMatch(/"My Papers" backs up .*src to third\.\nKept: the newest backup\..*plan run my-papers/);
    expect(await program('plan', 'add', 'other', '--path', 'src', '--to', 'third')).toMatchObject({ id: 'other', retention: null });
    expect(await people('plan', 'edit', 'my papers', '--tag', 'paper', '--remind-after', '3')).toMatch(/"My Papers"/);
    expect(await program('plan', 'edit', 'other', '--name', 'Another', '--keep-daily', '7')).toMatchObject({ id: 'other', name: 'Another', retention: { daily: 7 } });
    expect(await people('plan', 'run', 'My Papers')).toMatch(/Snapshot [0-9a-f]{8} saved in .*third: 2 files/);
    expect(await program('backup', '--plan', 'my-papers')).toMatchObject({ message_type: 'summary', outcome: 'succeeded', plan: 'my-papers', files_unmodified: 2, forgotten: [{ kept: 1 }], pruned: [{}] });
    expect(await program('plan', 'run', 'other', '--dry-run')).toMatchObject({ outcome: 'succeeded', dry_run: true });
    expect(await people('plan', 'list')).toMatch(/my-papers +My Papers .* succeeded +2 files, .* third/);
    expect(await program<object[]>('plan', 'list')).toMatchObject([{ plan: { id: 'my-papers' } }, { plan: { id: 'other' } }]);
    expect(await people('plan', 'show', 'my-papers')).toMatch(/Protects +.*src\nWithout +\*\.tmp\nTo +third: .*last backup/);
    expect(await program('plan', 'show', 'other')).toMatchObject({ plan: { name: 'Another' }, lastSuccessAt: null });
    expect((await program<{ plan: string }[]>('run', 'list', '--plan', 'My Papers')).map(({ plan }) => plan)).toEqual(['my-papers', 'my-papers']);
    expect((await desk.expect(2, ['destination', 'remove', 'third'])).stderr).toMatch(/"My Papers" backs up to "third"/);
    expect(await people('plan', 'remove', 'other')).toMatch(/not touched/);
    expect(await program('plan', 'remove', 'my-papers')).toEqual({ removed: 'my-papers' });
  });

  it('key', async () => {
    expect(await people('key', 'list')).toMatch(/^\* +[0-9a-f]{8}/m);
    expect(await people('key', 'add', '--new-password-file', 'second-password')).toMatch(/Key [0-9a-f]{8} added/);
    const added = (await program<{ id: string; current: boolean }[]>('key', 'list')).find(({ current }) => !current);
    expect(await program('key', 'remove', added?.id ?? '', '--yes')).toEqual({ id: added?.id });
    const { id } = await program<{ id: string }>('key', 'add', '--new-password-file', 'second-password');
    expect(await people('key', 'remove', id.slice(0, 10), '--yes')).toMatch(/removed/);
    expect((await desk.expect(1, ['key', 'show', '--yes'])).stderr).toMatch(/keeps no password for the vault/);
    expect(await people('key', 'passwd', '--new-password-file', 'second-password')).toMatch(/Password changed/);
    await desk.expect(12, ['snapshots']);
    const withNew = ['-p', 'second-password'];
    desk.file('first-password', 'open sesame\n');
    expect(await program('key', 'passwd', '--new-password-file', 'first-password', ...withNew)).toMatchObject({ id: expect.any(String) });
    expect(await people('snapshots')).toMatch(/2 snapshots/);
  });

  it('key remember', async () => {
    expect(await people('key', 'remember')).toMatch(/is kept/);
    expect(await program('key', 'remember')).toMatchObject({ address: desk.at('vault') });
    await desk.expect(0, ['snapshots'], { env: { HOLDFAST_PASSWORD: '', RESTIC_PASSWORD: '' } });
  });

  it('key show, of a vault whose password Holdfast keeps', async () => {
    const env = { HOLDFAST_PASSWORD: '', RESTIC_PASSWORD: '', RESTIC_REPOSITORY: '' };
    await desk.expect(0, ['backup', 'src'], { env });
    const { password } = lastJson<{ password: string }>((await desk.expect(0, ['key', 'show', '--yes', '--json'], { env })).stdout);
    expect((await desk.expect(0, ['key', 'show', '--yes', '-q'], { env })).stdout).toBe(`${password}\n`);
    tried.add('key show');
    desk.secret(password);
    await desk.expect(0, ['snapshots', '-r', desk.at('home/vault')], { env });
  });

  it('run, audit', async () => {
    expect(await people('run', 'list', '--limit', '3')).toMatch(/Run +Started +Took +What +Outcome/);
    const [last] = await program<{ id: string; kind: string }[]>('run', 'list', '--limit', '1');
    expect(await people('run', 'show', last?.id.slice(0, 8) ?? '')).toMatch(/Outcome +succeeded/);
    expect(await program('run', 'show', last?.id ?? '')).toMatchObject({ id: last?.id, state: 'ended' });
    expect(await people('audit', 'list')).toMatch(/snapshot create/);
    expect(await program<object[]>('audit', 'list', '--limit', '2')).toHaveLength(2);
    const head = /Head: (\S+)/.exec(await people('audit', 'verify'))?.[1] ?? '';
    expect(await program('audit', 'verify', '--noted', head)).toMatchObject({ broken: null });
  });

  it('forget, prune', async () => {
    const [first = ''] = await desk.snapshotIds();
    expect(await people('forget', '--keep-last', '1', '--dry-run')).toMatch(/1 snapshot would be forgotten, 1 stays/);
    expect(await program<object[]>('forget', '--keep-last', '5', '--dry-run')).toMatchObject([{ keep: [{}, {}], remove: null }]);
    expect(await people('forget', first, '--yes')).toMatch(/1 snapshot forgotten\. "holdfast prune" frees the space/);
    expect(await program('prune', '--dry-run', '--max-unused', '0')).toMatchObject({ message_type: 'summary', dry_run: true, outcome: 'succeeded' });
    expect(await people('prune', '--yes', '--max-unused', '0')).toMatch(/freed|Nothing/);
    expect(await program('check', '--read-data')).toMatchObject({ num_errors: 0, snapshots: 1 });
  });

  it('merge', async () => {
    const archives = desk.at('archives');
    await people('init', archives, '--format', 'archive');
    await people('backup', 'src', '--to', archives);
    desk.file('src/list.ods', 'even more');
    await people('backup', 'src', '--to', archives);
    expect(await people('merge', 'latest', '-r', archives, '--dry-run')).toMatch(/would become one full archive/);
    expect(await people('repair', 'chain', '-r', archives, '--from', desk.at('vault'), '--dry-run')).toMatch(/All archives are whole/);
    expect(await program('repair', 'chain', '-r', archives, '--from', desk.at('vault'), '--yes')).toMatchObject({ message_type: 'summary', rebuilt: [], lost: [], outcome: 'succeeded' });
    expect(await program('merge', 'latest', '-r', archives, '--yes')).toMatchObject({ message_type: 'summary', outcome: 'succeeded' });
    expect(await program<object[]>('snapshots', '-r', archives)).toHaveLength(1);
  });

  it('device', async () => {
    await using one = await startBoard({ files: { 'main.py': 'print(1)\n', 'lib/a.py': 'a = 1\n' }, id: 'one' });
    await using other = await startBoard({ id: 'two' });
    expect(await people('device', 'info', one.port)).toMatch(/Firmware +MicroPython 1\.27\.0/);
    expect(await people('device', 'ls', one.port, '/lib', '-l')).toMatch(/ 6 .*\/lib\/a\.py/);
    expect(await people('device', 'backup', one.port)).toMatch(/Snapshot [0-9a-f]{8} saved in .*boards: 2 files, 15 B[^]*one zip \(\.blb\) a backup/);
    expect(await people('device', 'name', one.port, 'greenhouse')).toMatch(/is called "greenhouse"/);
    expect(await people('device', 'protect', 'greenhouse', '--exclude', '*.log', '--keep-last', '5', '--remind-after', '3')).toMatch(/protected: all of it, without \*\.log, to the destination for boards, asked for after 3 days\. Kept: /);
    expect(await program('device', 'protect', 'greenhouse', '--off')).toMatchObject({ name: 'greenhouse', care: null });
    expect(await people('device', 'list')).toMatch(/greenhouse +.* +6f6e65 +20/);
    one.put('main.py', 'print(2)\n');
    expect(await people('device', 'diff', 'greenhouse')).toMatch(/^M +\/main\.py$/m);
    expect(await program('device', 'restore', 'greenhouse', 'latest', '--yes')).toMatchObject({ outcome: 'succeeded', replaced: 1, unchanged: 2, files_restored: 1, files_verified: 1, taken_back: false });
    expect(one.files()['main.py']).toBe('print(1)\n');
    expect(await program('device', 'clone', 'greenhouse', other.port)).toMatchObject({ outcome: 'succeeded', from: 'greenhouse', created: 3 });
    expect(other.files()).toEqual(one.files());
    one.put('.hf~restore', 'cut-off');
    new BoardJournals(desk.home).of('6f6e65').begin({ id: 'cut-off', startedAt: '2026-11-21T10:00:00Z', from: 'x', marker: '/.hf~restore', changes: [] });
    expect(await people('device', 'rollback', 'greenhouse')).toMatch(/holds again what it held before/);
    expect(await program('device', 'forget', other.port)).toEqual({ forgotten: '74776f' });
  });

  it('drive', async () => {
    expect(await program<object[]>('drive', 'list')).toBeInstanceOf(Array);
    const watching = desk.start(['drive', 'watch', '--json']);
    await watching.child.says((text) => text.includes('"message_type":"drives"'));
    watching.child.signal('SIGINT');
    expect((await watching.ended).code).toBe(0);
    tried.add('drive watch');
    if (!pluggable) {
      for (const name of ['adopt', 'set', 'eject', 'forget']) tried.add(`drive ${name}`); // they need a drive: their unit tests have one of folders
      return;
    }
    const drive = new ZramDrive('32M').format('mkfs.ext4', '-q').mount(desk.at('mnt'));
    try {
      expect(await people('drive', 'adopt', desk.at('mnt'), '--name', 'Photos')).toMatch(/"Photos" is known/);
      expect(await people('drive', 'list')).toMatch(/Photos +adopted/);
      expect(await program('drive', 'set', 'Photos', '--policy', 'always')).toMatchObject({ policy: 'always' });
      expect(await people('drive', 'eject', 'Photos')).toMatch(/safe to remove/);
      expect(await program('drive', 'forget', 'Photos')).toEqual({ forgotten: 'Photos' });
    } finally {
      await drive.pull();
    }
  });

  it('completion', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect(await people('completion', shell)).toMatch(/holdfast/);
  });

  it('serve', async () => {
    for (const args of [[], ['--json']]) {
      const served = await serve(desk.home, args);
      served.signal('SIGINT');
      expect((await served.ended).code).toBe(0);
    }
    tried.add('serve');
  });

  it('all of them were tried', () => {
    const all = (entries: readonly CommandEntry[], before = ''): string[] => entries.flatMap(({ name, children }) => (children === undefined ? [`${before}${name}`] : all(children, `${before}${name} `)));
    expect(all(groups).filter((name) => !tried.has(name))).toEqual([]);
  });
});
