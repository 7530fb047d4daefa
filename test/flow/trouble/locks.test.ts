/** Two runs at once: what must be alone is refused and says who is there; what need not be goes on beside. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeLock } from '../../../main/store/lock/lock-file.ts';
import { Desk, eventually, lastJson, type Started } from '../../fixture/cli/desk.ts';
import { giveVault, openAt, restic } from '../../fixture/cli/vaults.ts';

let desk: Desk;
let vault: string;
let held: Started | null = null;
beforeEach(async () => {
  desk = new Desk();
  vault = giveVault(desk);
  desk.file('src/a', randomBytes(2_000_000));
  await desk.ok('backup', 'src', '-q');
  desk.file('src/a', randomBytes(2_000_000));
  await desk.ok('backup', 'src', '-q');
  await desk.ok('forget', (await desk.snapshotIds())[0]!, '--yes', '-q'); // so that there is something to prune
});
afterEach(async () => {
  await held?.child.kill();
  held = null;
  desk[Symbol.dispose]();
});

const locks = (): string[] => readdirSync(join(vault, 'locks'));

/** A run that has its lock and is stopped in the middle of its work. */
async function stopped(...args: string[]): Promise<Started> {
  const started = desk.start(args);
  held = started;
  await eventually(() => locks().length === 1 && /^[0-9a-f]{64}$/.test(locks()[0]!)); // for a moment it has the name it is made under, too
  started.child.signal('SIGSTOP');
  return started;
}

describe('while a backup is under way', () => {
  beforeEach(async () => {
    for (let number = 0; number < 10; number++) desk.file(`big/${number}`, randomBytes(8_000_000));
    await stopped('backup', 'big', '-q');
  });

  it('what must be alone is refused: it names who is there, since when, and what to do', async () => {
    for (const args of [['prune', '--yes'], ['forget', 'latest', '--yes'], ['repair', 'index'], ['repair', 'snapshots'], ['key', 'passwd', '--new-password-file', desk.file('new', 'another one\n')]]) {
      const { code, stderr } = await desk.run(args);
      if (args[0] === 'forget' && code === 2) continue; // the last snapshot of src: refused for another reason, before any lock
      expect(code, `${args.join(' ')}: ${stderr}`).toBe(11);
      expect(stderr).toContain(`The vault at ${vault} is locked by`);
      expect(stderr).toMatch(new RegExp(`process ${held!.child.pid} of \\S+ on ${hostname()}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d \\((less than a|\\d+) minutes? ago\\)`));
      expect(stderr).toMatch(/\n.*holdfast unlock/);
    }
    const { stderr } = await desk.expect(11, ['prune', '--yes', '--json']);
    expect(lastJson(stderr)).toMatchObject({ message_type: 'exit_error', code: 11, kind: 'locked' });
  });

  it('reading and other backups go on, and both snapshots are whole', async () => {
    expect(await desk.snapshotIds()).toHaveLength(1);
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out');
    await desk.ok('check');
    desk.file('src/b', 'beside');
    await desk.ok('backup', 'src', '-q');
    held!.child.signal('SIGCONT');
    expect((await held!.ended).code).toBe(0);
    expect(await desk.snapshotIds()).toHaveLength(3);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0, snapshots: 3 });
    expect(locks()).toEqual([]);
  });

  it('its lock is not taken away while it lives, and is when it was killed', async () => {
    expect(await desk.ok('unlock')).toMatch(/kept.*\n.*0 locks removed, 1 kept/s);
    await held!.child.kill();
    expect(locks()).toHaveLength(1);
    await desk.ok('prune', '--yes');
    expect(locks()).toEqual([]);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0 });
    await desk.ok('backup', 'big', '-q');
  });

  it('restic sees the lock, too, and its looking whether the run lives does not end it', async () => {
    expect(() => restic(desk, 'prune')).toThrow(/already locked/);
    expect(restic(desk, 'snapshots', '--json')).toContain(desk.at('src'));
    restic(desk, 'unlock'); // asks by a signal
    expect(locks()).toHaveLength(1);
    held!.child.signal('SIGCONT');
    expect((await held!.ended).code).toBe(0);
  });
});

it('a lock of another machine stays, and is named; unlock --remove-all takes it', async () => {
  const store = await openAt(vault);
  await store.repository.save('locks', encodeLock({ time: new Date().toISOString(), exclusive: true, hostname: 'elsewhere', username: 'berta', pid: 4711, uid: 1, gid: 1 }), { signal: new AbortController().signal });
  for (const args of [['backup', 'src'], ['restore', 'latest', '--into', 'out'], ['prune', '--yes'], ['check']]) {
    expect((await desk.expect(11, args)).stderr, args[0]).toMatch(/process 4711 of berta on elsewhere, since/);
  }
  expect(await desk.ok('snapshots', '--no-lock')).toContain(desk.at('src'));
  await desk.ok('restore', 'latest', '--into', 'out', '--no-lock');
  expect(await desk.ok('unlock')).toMatch(/1 kept/);
  expect(await desk.ok('unlock', '--remove-all')).toMatch(/1 lock removed/);
  await desk.ok('backup', 'src', '-q');
});
