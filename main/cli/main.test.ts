/** The command line as a whole: what it understands, how it refuses, how it ends. */
import { describe, expect, it } from 'vitest';
import { FaultKind } from '../../preload/contract/errors.ts';
import { RunOutcome } from '../../preload/contract/run.ts';
import { contractError, ended, FakeCli, runThat, type PartialClient } from '../../test/fake/cli-host.ts';
import { COMMAND_GROUPS } from './command-table.ts';
import { EXIT_MEANING } from './exit-code.ts';
import { buildWholeProgram } from './program.ts';

const listing: PartialClient = { snapshot: { list: async () => ({ snapshots: [], next: null }) } };
const failing = (error: unknown): PartialClient => ({ snapshot: { list: () => Promise.reject(error as Error) } });

describe('help', () => {
  it('shows every command and every exit code without opening anything', async () => {
    const cli = new FakeCli();
    expect(await cli.run('--help')).toBe(0);
    for (const { name, summary } of COMMAND_GROUPS.flatMap(({ commands }) => commands)) expect(cli.out).toMatch(new RegExp(`${name} +${summary}`));
    for (const [code, meaning] of Object.entries(EXIT_MEANING)) expect(cli.out).toMatch(new RegExp(`${code}  ${meaning}`));
    expect([cli.err, cli.opened]).toEqual(['', []]);
  });

  it('is what a bare call answers with', async () => {
    const [bare, asked] = [new FakeCli(), new FakeCli()];
    await Promise.all([bare.run(), asked.run('--help')]);
    expect(bare.out).toBe(asked.out);
  });

  it('has examples and exit codes for every command', async () => {
    const commands = COMMAND_GROUPS.flatMap(({ commands: all }) => all).flatMap(({ name, children }) => (children === undefined ? [[name]] : children.map((child) => [name, child.name])));
    for (const path of commands) {
      const cli = new FakeCli();
      expect(await cli.run(...path, '--help')).toBe(0);
      expect(cli.out).toContain(`Usage: holdfast ${path.join(' ')} `);
      expect(cli.out.split('Examples:')[1]?.match(/^ {2}holdfast /gm)?.length, path.join(' ')).toBeGreaterThanOrEqual(2);
      expect(cli.out).toContain('130  cancelled');
      expect(cli.opened).toEqual([]);
    }
  });

  it('answers "help X" and a group without a command', async () => {
    const [help, group] = [new FakeCli(), new FakeCli()];
    expect(await help.run('help', 'backup')).toBe(0);
    expect(help.out).toContain('Usage: holdfast backup');
    expect(await group.run('key')).toBe(0);
    expect(group.out).toMatch(/passwd +change the password/);
  });

  it('has no two options of the same name anywhere', async () => {
    await expect(buildWholeProgram()).resolves.toBeDefined();
  });

  it('tells its version', async () => {
    const cli = new FakeCli();
    expect(await cli.run('--version', '--json')).toBe(0);
    expect(cli.out).toMatch(/^holdfast \d+\.\d+\.\d+\n$/);
  });
});

describe('a wrong command line', () => {
  it.each([
    ['backp x', 'There is no command "backp".', 'Did you mean backup?'],
    ['key lst', 'There is no command "key lst".', 'Did you mean list?'],
    ['restore x --overwrte never', '"holdfast restore" has no option --overwrte.', 'Did you mean --overwrite?'],
    ['snapshots --nonsense', '"holdfast snapshots" has no option --nonsense.', '"holdfast snapshots --help"'],
    ['ls', '"holdfast ls" needs a SNAP.', '"holdfast ls --help"'],
    ['diff a', '"holdfast diff" needs a TO.', '"holdfast diff --help"'],
    ['diff a b c', '"holdfast diff" takes 2 arguments, not 3.', '"holdfast diff --help"'],
    ['snapshots -r', '--repo needs a value.', '"holdfast snapshots --help"'],
    ['restore x --overwrite maybe', '--overwrite cannot be "maybe": it takes always, if-changed, if-newer, never.', ''],
    ['backup', 'There is nothing to back up: no path was given.', 'holdfast backup ~/Documents'],
    ['backup x --limit-upload fast', '--limit-upload cannot be "fast": it takes a rate.', '2MB/s'],
    ['snapshots --limit-download fast', '--limit-download cannot be "fast": it takes a rate.', '2MB/s'],
    ['backup x --speed slow', '--speed cannot be "slow": it takes gentle, normal, fast.', ''],
    ['backup x --read-concurrency 0', '--read-concurrency cannot be "0".', 'from 1 to 32'],
    ['backup x --read-concurrency 33', '--read-concurrency cannot be "33".', 'from 1 to 32'],
    ['backup x --exclude-larger-than much', '--exclude-larger-than cannot be "much": it takes a size.', '10M'],
    ['backup x --time yesterday', '--time cannot be "yesterday": it takes a time.', '2026-11-17'],
    ['restore latest', 'It is not said where to restore to.', '--into DIR'],
    ['restore latest --into a --in-place', '--into and --in-place cannot be used together.', 'Leave one'],
    ['restore latest --into a --map x', '--map cannot be "x".', 'FROM=TO'],
    ['forget', 'It is not said what to forget.', '--keep-daily 7'],
    ['forget --keep-last few', '--keep-last cannot be "few": it takes a number of snapshots.', 'unlimited'],
    ['forget --keep-within 3weeks', '--keep-within cannot be "3weeks": it takes a duration.', '2y5m7d3h'],
    ['forget --keep-last 3', 'Forgetting removes snapshots for good, and nobody is here to say yes.', '--yes'],
    ['prune', 'Pruning removes data for good, and nobody is here to say yes.', '--dry-run'],
    ['key remove 1', 'Removing a key takes its password away for good, and nobody is here to say yes.', '--yes'],
    ['key show', 'The password would be shown, and nobody is here to say yes.', '--yes'],
    ['key add', 'The new password is not known, and nobody is here to type it.', '--new-password-file'],
    ['restore latest --in-place', 'This restore may replace files in place, and nobody is here to say yes.', '--yes'],
    ['restore latest --into x --delete', 'This restore may delete files, and nobody is here to say yes.', '--yes'],
    ['repair snapshots --forget', 'Repairing with --forget removes the damaged snapshots, and nobody is here to say yes.', '--yes'],
    ['copy', 'It is not said where to copy to.', '--to DEST'],
    ['init', 'It is not said where to create a destination.', 'holdfast init'],
    ['tag latest', 'It is not said which tags to change.', '--add'],
    ['tag latest --set a --add b', '--set cannot be used together with --add or --remove.', 'Leave one'],
    ['snapshots --group-by colour', '--group-by cannot be "colour".', 'host, paths and tags'],
    ['check --read-data --read-data-subset 5%', '--read-data and --read-data-subset cannot be used together.', 'Leave one'],
    ['completion tcsh', 'SHELL cannot be "tcsh": it takes bash, zsh, fish.', ''],
    ['audit verify --noted x', '--noted cannot be "x".', 'NUMBER:HASH'],
  ])('%s: is refused with the reason and the next step, before anything is opened', async (line, reason, step) => {
    const cli = new FakeCli(listing);
    expect(await cli.run(...line.split(' '))).toBe(2);
    expect(cli.err.split('\n')[0]).toBe(`holdfast: ${reason}`);
    expect(cli.err).toContain(step);
    expect([cli.out, cli.opened]).toEqual(['', []]);
  });

  it('is told in JSON when JSON was asked for', async () => {
    const cli = new FakeCli();
    expect(await cli.run('forget', '--json')).toBe(2);
    expect(JSON.parse(cli.err)).toMatchObject({ message_type: 'exit_error', code: 2, message: 'It is not said what to forget.', kind: 'invalid' });
    const unknown = new FakeCli();
    expect(await unknown.run('--json', 'nonsense')).toBe(2);
    expect(JSON.parse(unknown.err)).toMatchObject({ message_type: 'exit_error', code: 2 });
  });
});

describe('options of every command', () => {
  it.each([['before', ['--json', '-r', 'nas', 'snapshots']], ['after', ['snapshots', '--json', '-r', 'nas']], ['on both sides', ['-r', 'other', 'snapshots', '--json', '-r', 'nas']]])(
    'stand %s the command', async (_, argv) => {
      const seen: unknown[] = [];
      const cli = new FakeCli({ snapshot: { list: async (input: { destination: string }) => (seen.push(input.destination), { snapshots: [], next: null }) } });
      expect(await cli.run(...argv)).toBe(0);
      expect([seen, cli.out]).toEqual([['nas'], '[]\n']);
    });

  it('reach the API: paths made absolute, cache and lock off when told so', async () => {
    const cli = new FakeCli(listing, { cwd: '/here' });
    await cli.run('snapshots', '-p', 'secret.txt', '--no-cache', '--no-lock', '--limit-upload', '2M');
    expect(cli.opened[0]).toMatchObject({ cwd: '/here', passwordFile: '/here/secret.txt', noCache: true, noLock: true, limits: { upload: 2 * 1024 * 1024 } });
    expect(cli.opened[0]).not.toHaveProperty('ask');
  });

  it.each([[true, [], true], [true, ['--json'], false], [false, [], false]])('let a password be asked for only where somebody can answer (terminal %s, %s)', async (terminal, extra, asked) => {
    const cli = new FakeCli(listing, { terminal });
    await cli.run('snapshots', ...extra);
    expect('ask' in (cli.opened[0] ?? {})).toBe(asked);
  });
});

describe('how it ends', () => {
  const codes: Record<string, number> = { invalid: 2, 'no-destination': 10, locked: 11, 'wrong-password': 12 };

  it.each(FaultKind.options)('%s: says what and what next, no stack, and closes what it opened', async (kind) => {
    const cli = new FakeCli(failing(contractError(kind, 'The drive is away.', 'Plug it in.')));
    expect(await cli.run('snapshots')).toBe(codes[kind] ?? 1);
    expect(cli.err).toBe('holdfast: The drive is away.\nPlug it in.\n');
    expect(cli.closed).toBe(1);
  });

  it.each(RunOutcome.options)('a run that %s has its own exit code', async (outcome) => {
    const cli = new FakeCli({ verify: { start: async () => ({ runId: '1' }) }, run: runThat(ended([], outcome)) });
    const code = { succeeded: 0, warned: 3, failed: 1, cancelled: 130, interrupted: 1, skipped: 0, missed: 1 }[outcome];
    expect(await cli.run('check')).toBe(code);
  });

  it('a failed run ends with the code of its reason', async () => {
    const fault = { kind: 'locked', message: 'The vault is locked.', advice: 'Wait.' };
    const cli = new FakeCli({ verify: { start: async () => ({ runId: '1' }) }, run: runThat(ended([], 'failed', fault)) });
    expect(await cli.run('check')).toBe(11);
    expect(cli.err).toBe('holdfast: The vault is locked.\nWait.\n');
  });

  it('shows where a failure came from only with --debug', async () => {
    const [plain, debug] = [new FakeCli(failing(new TypeError('x is not a function'))), new FakeCli(failing(new TypeError('x is not a function', { cause: new Error('deep') })))];
    expect(await plain.run('snapshots')).toBe(1);
    expect(plain.err).toBe('holdfast: x is not a function\nThis is a fault in Holdfast. Report it with what the log says of it; a command line with --debug prints that, too.\n');
    await debug.run('snapshots', '--debug');
    expect(debug.err).toMatch(/TypeError: x is not a function\n +at .*\ncaused by Error: deep/s);
  });

  it('quietly when nobody reads the answer any more', async () => {
    const batches = async function* (_input: unknown, { signal }: { signal: AbortSignal }) {
      for (let at = 0; at < 100; at++) {
        signal.throwIfAborted();
        yield [`/f${at}`];
      }
    };
    const cli = new FakeCli({ snapshot: { paths: batches } }, { closesAfter: 2 });
    expect(await cli.run('ls', 'latest')).toBe(0);
    expect([cli.out, cli.err]).toEqual(['/f0\n/f1\n', '']);
  });

  it('with 130 when a query is interrupted, whatever it then fails with', async () => {
    const cli: FakeCli = new FakeCli({
      snapshot: {
        list: async () => {
          cli.signals.emit('SIGINT');
          throw contractError('bug');
        },
      },
    });
    expect(await cli.run('snapshots')).toBe(130);
    expect(cli.err).toBe('holdfast: Cancelled.\n');
    expect(cli.signals.listenerCount('SIGINT')).toBe(0);
  });
});
