/** Command lines that make no sense: refused before anything happens, with what is wrong and what to write instead. */
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';

let desk: Desk;
let before: Record<string, string>;
beforeAll(async () => {
  desk = new Desk();
  const vault = giveVault(desk);
  desk.file('src/a', 'one');
  await desk.ok('backup', 'src', '-q');
  before = bytesOf(vault);
});
afterAll(() => {
  expect(bytesOf(desk.at('vault')), 'nothing was changed by any of them').toEqual(before);
  expect(readdirSync(desk.root).filter((name) => !['home', 'src', 'user', 'vault'].includes(name))).toEqual([]);
  desk[Symbol.dispose]();
});

/** What is typed, what is said about it, and what to do. */
const WRONG: [line: string, said: RegExp, next: RegExp][] = [
  ['bakcup src', /There is no command "bakcup"/, /Did you mean backup\?/],
  ['nonsense', /There is no command "nonsense"/, /--help/],
  ['key ad', /There is no command "key ad"/, /Did you mean add\?/],
  ['backup src --exlude x', /"holdfast backup" has no option --exlude/, /Did you mean --exclude\?/],
  ['backup src -Z', /has no option -Z/, /--help/],
  ['backup', /nothing to back up/, /holdfast backup ~\/Documents/],
  ['backup src --to', /--to needs a value/, /--help/],
  ['backup src --exclude [', /\[/, /./],
  ['backup src --exclude-larger-than huge', /huge/, /500M|10M|500k/],
  ['backup src --exclude-larger-than -5', /-5|argument/, /./],
  ['backup src --limit-upload fast', /fast/, /./],
  ['backup src --time yesterdayish', /yesterdayish/, /./],
  ['backup src --parent zzz', /zzz/, /holdfast snapshots/],
  ['backup src --parent 0123456789', /0123456789/, /holdfast snapshots/],
  ['backup src --exclude-if-present a/b', /a\/b/, /./],
  ['backup src --exclude-file not-there', /not-there/, /./],
  ['backup src --files-from not-there', /not-there/, /./],
  ['backup src -p not-there', /not-there/, /./],
  ['backup src --password-command /not/there', /\/not\/there/, /./],
  ['restore', /needs a SNAP/, /--help/],
  ['restore latest', /where to restore to/, /--into DIR/],
  ['restore latest --into out --in-place', /cannot be used together/, /Leave one of them out/],
  ['restore latest --into out --overwrite sometimes', /sometimes.*if-changed/, /--help/],
  ['restore latest --into out --map x', /--map cannot be "x"/, /FROM=TO/],
  ['restore xyz --into out', /"xyz" is no snapshot/, /holdfast snapshots/],
  ['restore 01234567 --into out', /no snapshot 01234567/, /holdfast snapshots/],
  ['restore latest:relative --into out', /slash/, /latest:\/sub\/path/],
  ['restore latest:/not/there --into out', /has no \/not/, /holdfast ls/],
  ['restore latest --host elsewhere --into out', /No snapshot fits/, /holdfast snapshots/],
  ['restore latest --into src/a', /is not a directory/, /Name a directory/],
  ['ls', /needs a SNAP/, /--help/],
  ['ls latest /not/there', /has no \/not/, /./],
  ['find', /needs a PATTERN/, /--help/],
  ['find x --newest noon', /noon/, /./],
  ['find x --type folder', /folder.*symlink/, /./],
  ['diff latest', /needs a TO/, /--help/],
  ['diff latest nosuch', /nosuch/, /./],
  ['snapshots --latest 0', /--latest cannot be "0"/, /./],
  ['snapshots --group-by moon', /moon/, /host|paths/],
  ['stats --mode weird', /weird.*raw-data/, /--help/],
  ['check --read-data --read-data-subset 1/2', /cannot be used together/, /Leave one/],
  ['check --read-data-subset 9/3', /9\/3/, /./],
  ['check --read-data-subset lots', /lots/, /./],
  ['forget', /not said what to forget/, /--keep-daily|Name snapshots/],
  ['forget --keep-last many --yes', /many/, /./],
  ['forget --keep-within soon --yes', /soon/, /./],
  ['forget zzzz --yes', /zzzz/, /./],
  ['prune --max-unused some --yes', /some/, /./],
  ['prune --max-repack-size big --yes', /big/, /./],
  ['tag', /not said which tags/, /--add/],
  ['tag --set a --add b', /--set cannot be used/, /Leave one/],
  ['copy', /not said where to copy to/, /--to DEST/],
  ['key remove zz --yes', /no key zz/, /key list/],
  ['key add', /not known/, /--new-password-file/],
  ['destination add', /needs a NAME/, /--help/],
  ['destination remove nosuch', /no destination named "nosuch"/, /destination list/],
  ['destination add bad sftp://me:hunter2@host/x', /password/, /./],
  ['run show nosuch', /no run nosuch/, /run list/],
  ['run list --limit 0', /--limit cannot be "0"/, /./],
  ['audit verify --noted x', /--noted cannot be "x"/, /NUMBER:HASH/],
  ['completion tcsh', /tcsh.*bash/, /--help/],
];

describe('refused', () => {
  it.each(WRONG)('holdfast %s', async (line, said, next) => {
    const { code, stdout, stderr } = await desk.run(line.split(' '));
    expect([1, 2], stderr).toContain(code);
    expect(stdout).toBe('');
    const [first = '', ...rest] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^holdfast: /);
    expect(first).toMatch(said);
    expect(rest.join('\n')).toMatch(next);
    expect(stderr).not.toContain('hunter2');
    expect(stderr).not.toMatch(/fault in Holdfast/);
    expect(existsSync(desk.at('out'))).toBe(false);
  });

  it.each(['bakcup src', 'backup src --exlude x', 'restore latest', 'restore xyz --into out', 'forget', 'snapshots --latest 0'])('in JSON, too: holdfast %s', async (line) => {
    const { code, stderr } = await desk.run([...line.split(' '), '--json']);
    expect(lastJson(stderr)).toMatchObject({ message_type: 'exit_error', code, kind: expect.any(String), message: expect.any(String), advice: expect.any(String) });
  });

  it.each(['bakcup', 'backup --exlude x', 'restore latest', 'forget', 'restore latest --into out --overwrite sometimes', 'backup', 'check --read-data --read-data-subset 1/2', 'find x --newest noon'])('as wrong usage: holdfast %s', async (line) => {
    await desk.expect(2, line.split(' '));
  });
});

describe('odd, and right', () => {
  it('a group without a command shows its help', async () => {
    for (const group of [[], ['key'], ['repair'], ['help'], ['help', 'backup'], ['backup', '--help']]) expect(await desk.ok(...group)).toMatch(/Usage: holdfast/);
  });

  it('a name that begins with a dash comes after --', async () => {
    expect(await desk.ok('find', '--', '-not-an-option')).toBe('');
  });

  it('options of every command stand before or after its name', async () => {
    expect(await desk.ok('--json', 'snapshots')).toBe(await desk.ok('snapshots', '--json'));
  });

  it('--debug says where a failure came from, and still no secret', async () => {
    const { ended } = desk.startUnwatched(['restore', 'latest:/not/there', '--into', 'out', '--debug']);
    const { stderr } = await ended;
    expect(stderr).not.toContain('open sesame');
    expect(stderr).toMatch(/has no \/not/);
  });
});
