/** Trouble with Holdfast's own files: settings, history, the state folder, and two first backups at once. */
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, eventually, lastJson } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';
import { isRoot } from '../../fixture/tree/build.ts';

const NOBODY = 65_534;

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
  desk.file('src/a', 'one');
});
afterEach(() => desk[Symbol.dispose]());

describe('a settings file that cannot be used', () => {
  const settings = (): string => desk.at('home/settings.json');

  it.each([
    ['broken JSON', '{"version": 1,', 2, /not valid JSON/],
    ['nothing in it', '', 2, /not valid JSON/],
    ['a wrong type', '{"version": 1, "cache": {"enabled": "yes"}}', 2, /cache\.enabled: /],
    ['an unknown word', '{"version": 1, "logLevle": "info"}', 2, /logLevle/],
    ['a newer version', '{"version": 99, "plans": []}', 1, /version 99/],
  ])('%s: named with the reason, for every command that needs it, and never written over', async (_, text, code, reason) => {
    giveVault(desk);
    desk.file('home/settings.json', text);
    for (const args of [['config', 'validate'], ['config', 'show'], ['destination', 'list'], ['destination', 'add', 'nas', '/mnt/nas'], ['destination', 'remove', 'nas'], ['backup', 'src'], ['snapshots']]) {
      const { stderr, stdout } = await desk.expect(code, args);
      expect(stderr, args.join(' ')).toContain(settings());
      expect(stderr).toMatch(reason);
      expect(stderr).toMatch(code === 2 ? /\n.*(Correct|move it away)/ : /\n.*Update Holdfast/);
      expect(stdout).toBe('');
    }
    expect(readFileSync(settings(), 'utf8')).toBe(text);
  });

  it('stops nothing once it is corrected', async () => {
    giveVault(desk);
    desk.file('home/settings.json', '{');
    await desk.expect(2, ['backup', 'src']);
    desk.file('home/settings.json', '{"version": 1}');
    await desk.ok('backup', 'src');
    expect(await desk.ok('config', 'validate')).toMatch(/is valid/);
  });

  it('does not keep the version, help and completion from being told', async () => {
    desk.file('home/settings.json', '{');
    for (const args of [['--version'], ['--help'], ['backup', '--help'], ['completion', 'bash']]) await desk.ok(...args);
  });
});

describe('a history that is damaged', () => {
  const names = (): string[] => readdirSync(desk.home);

  it('is moved aside, and the backup goes on; what happened since is told', async () => {
    giveVault(desk);
    await desk.ok('backup', 'src', '-q');
    for (const suffix of ['', '-wal', '-shm']) if (names().includes(`catalog.db${suffix}`)) writeFileSync(desk.at(`home/catalog.db${suffix}`), 'this is no database'.repeat(500));
    await desk.ok('backup', 'src', '-q');
    expect(await desk.snapshotIds()).toHaveLength(2);
    const aside = names().filter((name) => name.startsWith('catalog.db.damaged-') && !/-(wal|shm)$/.test(name));
    expect(aside).toHaveLength(1);
    expect(readFileSync(desk.at('home', aside[0]!), 'utf8')).toContain('this is no database');
    expect((await desk.json<{ kind: string }[]>('run', 'list')).filter(({ kind }) => kind === 'backup')).toHaveLength(1);
    expect(await desk.ok('audit', 'verify')).toMatch(/holds/);
  });

  it('of a newer version is left alone, and stops nothing', async () => {
    giveVault(desk);
    const { DatabaseSync } = await import('node:sqlite');
    mkdirSync(desk.home);
    const database = new DatabaseSync(desk.at('home/catalog.db'));
    database.exec('PRAGMA user_version = 99; CREATE TABLE future (x); INSERT INTO future VALUES (42)');
    database.close();
    const before = readFileSync(desk.at('home/catalog.db'));
    await desk.ok('backup', 'src', '-q');
    expect(await desk.snapshotIds()).toHaveLength(1);
    expect(readFileSync(desk.at('home/catalog.db')).equals(before)).toBe(true);
  });
});

describe.runIf(isRoot)('a state folder that cannot be written (shown by running as another user, which takes root)', () => {
  beforeEach(() => {
    chmodSync(desk.root, 0o777);
    mkdirSync(desk.home);
    chmodSync(desk.home, 0o755);
  });

  it('stops no backup, list or restore of a vault elsewhere', async () => {
    const vault = giveVault(desk);
    const { execFileSync } = await import('node:child_process');
    execFileSync('chmod', ['-R', 'a+rwX', vault]);
    await desk.expect(0, ['backup', 'src', '-q'], { uid: NOBODY });
    await desk.expect(0, ['snapshots'], { uid: NOBODY });
    await desk.expect(0, ['restore', `latest:${desk.at('src')}`, '--into', 'out'], { uid: NOBODY });
    expect(readFileSync(desk.at('out/a'), 'utf8')).toBe('one');
    expect(readdirSync(desk.home)).toEqual([]);
  });

  it('cannot keep the password of a new default vault, so none is made', async () => {
    const { stderr } = await desk.expect(1, ['backup', 'src'], { uid: NOBODY });
    expect(stderr).toContain(desk.home);
    expect(stderr).toMatch(/permission denied/i);
    expect(readdirSync(desk.home)).toEqual([]);
  });

  it('cannot take settings', async () => {
    chownSync(desk.root, NOBODY, NOBODY);
    const { stderr } = await desk.expect(1, ['destination', 'add', 'nas', '/mnt/nas'], { uid: NOBODY });
    expect(stderr).toContain(desk.home);
    expect(stderr).toMatch(/permission denied/i);
  });
});

describe('first backups at the same time', () => {
  it('make one default vault, with one password that is kept', async () => {
    for (let number = 0; number < 3; number++) desk.file(`src${number}/a`, `content ${number}`);
    const ended = await Promise.all([0, 1, 2].map((number) => desk.run(['backup', `src${number}`])));
    expect(ended.map(({ code }) => code), ended.map(({ stderr }) => stderr).join('\n')).toEqual([0, 0, 0]);
    expect(readdirSync(desk.at('home/vault/keys'))).toHaveLength(1);
    expect(await desk.snapshotIds()).toHaveLength(3);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0, snapshots: 3 });
    expect((await desk.ok('key', 'show', '--yes', '-q')).trim()).toMatch(/^([0-9a-z]{4}-){6}[0-9a-z]{2}$/);
  });

  it('that are cut off leave no vault without a password, and nothing in the way of the next', async () => {
    for (const seen of ['secrets.json', 'vault/keys', 'vault/config']) {
      const { child, ended } = desk.start(['backup', 'src']);
      await eventually(() => existsSync(desk.at('home', seen)) || child.over);
      child.signal('SIGKILL');
      await ended;
    }
    await desk.ok('backup', 'src', '-q');
    expect((await desk.snapshotIds()).length).toBeGreaterThan(0);
    expect(readdirSync(desk.at('home/vault/keys')).filter((name) => /^[0-9a-f]{64}$/.test(name))).toHaveLength(1);
    expect(lastJson<{ password: string }>(await desk.ok('key', 'show', '--yes', '--json')).password).not.toBe('');
  });
});
