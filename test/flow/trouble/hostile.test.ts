/** A snapshot made to do harm: whatever its entries are called, a restore writes below its target and nowhere else, and lists stay lists. */
import { mkdirSync, lstatSync, readFileSync, readdirSync, readlinkSync, rmdirSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, filesBelow } from '../../fixture/cli/desk.ts';
import { writeHostile, type HostileNode } from '../../fixture/cli/hostile-vault.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';

let desk: Desk;
let vault: string;
beforeEach(() => {
  desk = new Desk();
  vault = giveVault(desk);
  desk.file('outside/mine', 'precious');
});
afterEach(() => {
  // Whatever a test did: this is what it must never have done.
  expect(filesBelow(desk.at('outside')).map((path) => readFileSync(path, 'utf8'))).toEqual(['precious']);
  expect(readdirSync(desk.root).filter((name) => !['home', 'user', 'vault', 'outside', 'target', 'wanted'].includes(name))).toEqual([]);
  desk[Symbol.dispose]();
});

const file = (name: string, content = 'evil'): HostileNode => ({ name, type: 'file', content });
const dir = (name: string, ...nodes: HostileNode[]): HostileNode => ({ name, type: 'dir', nodes });
const link = (name: string, linktarget: string): HostileNode => ({ name, type: 'symlink', linktarget });

const NAMES = ['..', '.', '', 'a/b', '../escaped', '/tmp-escaped', 'nul\u0000byte', '../../outside/mine'];

describe('names that are no names', () => {
  beforeEach(async () => {
    const bad = NAMES.map((name) => file(name));
    await writeHostile(vault, [dir('..', file('escaped')), dir('in', ...bad, file('good', 'good')), ...bad, dir('../outside', file('mine')), file('zgood', 'good')], '2026-01-01T00:00:00Z');
  });

  it('are left out of a restore and named; what is good is restored', async () => {
    const { stderr } = await desk.expect(3, ['restore', 'latest', '--into', 'target', '-v']);
    expect(filesBelow(desk.at('target')).toSorted()).toEqual([desk.at('target/in/good'), desk.at('target/zgood')]);
    expect(stderr).toMatch(/has a name no file can have/);
    for (const name of ['a/b', '../escaped', 'nul\\x00byte']) expect(stderr).toContain(name);
  });

  it('do no harm with --delete, --map, --include, or as a path asked for', async () => {
    await desk.run(['restore', 'latest', '--into', 'target', '--delete', '--yes']);
    await desk.run(['restore', 'latest', '--into', 'target', '--map', `/in=${desk.at('wanted')}`]);
    await desk.run(['restore', 'latest', '--into', 'target', '--include', '**/mine']);
    for (const path of ['/..', '/../outside', '/in/..', '/in/../..']) await desk.run(['restore', `latest:${path}`, '--into', 'target']);
  });

  it('are told of by check, and do not stop ls and find', async () => {
    const { stderr } = await desk.expect(1, ['check']);
    expect(stderr).toMatch(/whose name no file can have/);
    expect((await desk.expect(3, ['ls', 'latest'])).stdout).toContain('/zgood');
    expect((await desk.expect(3, ['find', 'zgood'])).stdout).toContain('/zgood');
  });
});

describe('links on the way', () => {
  it('from an earlier restore are not gone through', async () => {
    await writeHostile(vault, [link('d', desk.at('outside')), link('f', desk.at('outside/mine'))], '2026-01-01T00:00:00Z');
    await writeHostile(vault, [dir('d', file('mine'), file('planted')), file('f')], '2026-01-02T00:00:00Z');
    const [first = '', second = ''] = await desk.snapshotIds();
    for (const how of [['--overwrite', 'always'], ['--overwrite', 'if-changed'], ['--overwrite', 'if-newer'], ['--overwrite', 'never'], ['--keep-existing'], ['--delete', '--yes']]) {
      const target = desk.at('target', how.join(''));
      await desk.ok('restore', first, '--into', target, '-q');
      const { code, stderr } = await desk.run(['restore', second, '--into', target, '--verify', ...how]);
      expect([0, 3], `${how.join(' ')}: ${stderr}`).toContain(code);
      if (how[1] === 'if-newer' || how[1] === 'never') continue; // the link stays, and what belongs behind it is not restored
      expect(lstatSync(`${target}/d`).isSymbolicLink()).toBe(false);
      expect(readFileSync(`${target}/d/planted`, 'utf8')).toBe('evil');
    }
  });

  it('of the same name as a directory of the same snapshot are not gone through', async () => {
    const outside = desk.at('outside');
    await writeHostile(vault, [link('d', outside), dir('d', file('mine'), file('planted')), dir('e', file('planted')), link('e', outside), file('g'), link('g', `${outside}/mine`), file('g', 'again')], '2026-01-01T00:00:00Z');
    for (const how of [['--overwrite', 'always'], ['--overwrite', 'if-changed'], ['--overwrite', 'never'], ['--keep-existing']]) {
      const { code } = await desk.run(['restore', 'latest', '--into', 'target', ...how]);
      expect([0, 1, 3]).toContain(code);
      const { code: fresh } = await desk.run(['restore', 'latest', '--into', desk.at('target', how.join('')), ...how]);
      expect([0, 1, 3]).toContain(fresh);
    }
  });

  it('that take the place of a directory whose files are still on their way are not gone through', async () => {
    const outside = desk.at('outside');
    mkdirSync(`${outside}/sub`);
    await writeHostile(vault, [dir('e', dir('sub', file('planted')), file('planted')), link('e', outside), dir('f', dir('sub', file('planted'))), link('f', outside)], '2026-01-01T00:00:00Z');
    for (const how of [['--overwrite', 'always'], ['--keep-existing']]) {
      const { code } = await desk.run(['restore', 'latest', '--into', desk.at('target', how.join('')), ...how]);
      expect([0, 1, 3]).toContain(code);
    }
    rmdirSync(`${outside}/sub`);
  });

  it('that stand in the target already are not gone through, and not deleted through', async () => {
    await writeHostile(vault, [dir('d', dir('sub', file('planted')), file('mine')), dir('e', file('kept')), file('f')], '2026-01-01T00:00:00Z');
    mkdirSync(desk.at('target/e'), { recursive: true });
    symlinkSync(desk.at('outside'), desk.at('target/d'));
    symlinkSync(desk.at('outside/mine'), desk.at('target/f'));
    symlinkSync('../../outside', desk.at('target/e/extra'));
    await desk.run(['restore', 'latest', '--into', 'target', '--overwrite', 'never']);
    expect(readlinkSync(desk.at('target/f'))).toBe(desk.at('outside/mine'));
    await desk.run(['restore', 'latest', '--into', 'target', '--delete', '--yes']);
    expect(readFileSync(desk.at('target/f'), 'utf8')).toBe('evil');
    expect(readdirSync(desk.at('target/e'))).toEqual(['kept']);
  });

  it('in the path of the target itself are the user\'s, and are followed', async () => {
    await writeHostile(vault, [file('f', 'good')], '2026-01-01T00:00:00Z');
    mkdirSync(desk.at('wanted'));
    symlinkSync(desk.at('wanted'), desk.at('target'));
    await desk.ok('restore', 'latest', '--into', 'target');
    expect(readFileSync(desk.at('wanted/f'), 'utf8')).toBe('good');
  });
});

describe('text that a terminal would obey', () => {
  const EVIL = '\u001b]0;owned\u0007\u001b[31m\r\n';
  const obeyed = (text: string): string[] => Array.from(text).filter((character) => (character < ' ' && character !== '\n') || character === '\u007f');

  it('is shown as text in every list, and every message', async () => {
    await writeHostile(vault, [dir(`d${EVIL}`, file(`f${EVIL}`)), link(`l${EVIL}`, `t${EVIL}`), file('a/b'), file(`x/${EVIL}`)], '2026-01-01T00:00:00Z');
    for (const args of [['ls', 'latest', '-l'], ['find', '*', '-l'], ['check', '-v'], ['restore', 'latest', '--into', 'target', '-vv'], ['restore', 'latest', '--into', 'target', '--dry-run', '-vv'], ['diff', 'latest', 'latest', '--metadata']]) {
      const { stdout, stderr } = await desk.run(args);
      expect(obeyed(stdout + stderr), args.join(' ')).toEqual([]);
    }
  });

  it('cannot hide in the JSON either', async () => {
    await writeHostile(vault, [file(`f${EVIL}`)], '2026-01-01T00:00:00Z');
    const lines = (await desk.ok('ls', 'latest', '--json')).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(obeyed(line)).toEqual([]);
  });
});
