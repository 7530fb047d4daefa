/** Drives that are full, that cannot be written, folders without room or permission. What was there stays, what can be done is done. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { Desk } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';
import { mountable, mountMemory } from '../../fixture/cli/mount.ts';
import { isRoot } from '../../fixture/tree/build.ts';

const NOBODY = 65_534;

let desk: Desk;
let unmount: () => void = () => undefined;
beforeEach(() => void (desk = new Desk()));
afterEach(() => {
  unmount();
  unmount = () => undefined;
  desk[Symbol.dispose]();
});

describe.runIf(mountable)('a drive (a file system in memory: making one takes root)', () => {
  it('that fills up ends a backup with what is missing; older snapshots stay, the next backup goes on from there', async () => {
    const drive = desk.folder('drive');
    unmount = mountMemory(drive, '48m');
    const vault = giveVault(desk, 'drive/vault');
    desk.file('src/old', randomBytes(1_000_000));
    await desk.ok('backup', 'src', '-q');
    for (let number = 0; number < 8; number++) desk.file(`src/new${number}`, randomBytes(8_000_000));
    const { stderr } = await desk.expect(1, ['backup', 'src']);
    expect(stderr).toMatch(/no room left/i);
    expect(stderr).toContain(drive);
    expect(stderr).toMatch(/Free some space/);
    expect(readdirSync(desk.at('drive/vault/locks'))).toEqual([]);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0 });
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out', '--verify');
    expect(readFileSync(desk.at('out/old')).equals(readFileSync(desk.at('src/old')))).toBe(true);

    execFileSync('mount', ['-o', 'remount,size=120m', drive]);
    const { data_added: added, total_bytes_processed: total } = await desk.json<{ data_added: number; total_bytes_processed: number }>('backup', 'src');
    expect([total, added < 64_000_000], 'what was stored before is not stored again').toEqual([65_000_000, true]);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0 });
    expect(Object.keys(bytesOf(vault)).filter((name) => /part|tmp/.test(name))).toEqual([]);
  });

  it('that is full can be read, and be made room on', async () => {
    const drive = desk.folder('drive');
    unmount = mountMemory(drive, '24m');
    giveVault(desk, 'drive/vault');
    desk.file('src/a', randomBytes(6_000_000));
    await desk.ok('backup', 'src', '-q');
    rmSync(desk.at('src/a'));
    desk.file('src/b', 'small');
    await desk.ok('backup', 'src', '-q');
    execFileSync('sh', ['-c', 'cat /dev/zero > "$1" 2>/dev/null; true', 'sh', desk.at('drive/filler')]);
    expect(await desk.snapshotIds()).toHaveLength(2);
    await desk.ok('ls', 'latest');
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out');
    expect(readFileSync(desk.at('out/b'), 'utf8')).toBe('small');
    const forgotten = await desk.run(['forget', '--keep-last', '1', '--prune', '--yes']);
    expect([0, 1], forgotten.stderr).toContain(forgotten.code);
    if (forgotten.code === 1) expect(forgotten.stderr).toMatch(/room/);
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'again');
  });

  it('that cannot be written is read without a lock, and refuses what writes', async () => {
    const drive = desk.folder('drive');
    unmount = mountMemory(drive, '32m');
    const vault = giveVault(desk, 'drive/vault');
    desk.file('src/a', 'one');
    await desk.ok('backup', 'src', '-q');
    execFileSync('mount', ['-o', 'remount,ro', drive]);
    const before = bytesOf(vault);
    expect(await desk.snapshotIds()).toHaveLength(1);
    expect(await desk.ok('ls', 'latest')).toContain(desk.at('src/a'));
    expect(await desk.ok('find', 'a')).toContain(desk.at('src/a'));
    await desk.ok('check', '--read-data');
    await desk.ok('stats');
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out', '--verify');
    expect(readFileSync(desk.at('out/a'), 'utf8')).toBe('one');
    for (const args of [['backup', 'src'], ['forget', 'latest', '--yes'], ['repair', 'index'], ['tag', '--add', 'x'], ['unlock', '--remove-all']]) {
      const { code, stderr } = await desk.run(args);
      if (args[0] === 'unlock' && code === 0) continue; // there is no lock: nothing to write
      expect([code, stderr], args[0]).toEqual([args[0] === 'forget' ? 2 : 1, expect.stringMatching(args[0] === 'forget' ? /last snapshot/ : /ermission denied.*\n.+/)]);
    }
    expect((await desk.expect(0, ['destination', 'test', vault])).stdout).toMatch(/cannot be written/);
    expect(bytesOf(vault)).toEqual(before);
  });

  it('too small for a restore: refused before anything is written', async () => {
    const drive = desk.folder('drive');
    unmount = mountMemory(drive, '8m');
    giveVault(desk);
    desk.file('src/a', randomBytes(30_000_000));
    await desk.ok('backup', 'src', '-q');
    const { stderr } = await desk.expect(1, ['restore', 'latest', '--into', desk.at('drive/out')]);
    expect(stderr).toContain(desk.at('drive/out'));
    expect(stderr).toMatch(/free.*needs|no room/);
    expect(stderr).toMatch(/\n.+/);
    expect(existsSync(desk.at('drive/out'))).toBe(false);
  });

  it('filled by a restore over what is there: it ends, and leaves no half-written file', async () => {
    const drive = desk.folder('drive');
    unmount = mountMemory(drive, '16m');
    giveVault(desk);
    desk.file('src/a', randomBytes(4_000_000));
    desk.file('src/b', randomBytes(30_000_000));
    await desk.ok('backup', 'src', '-q');
    desk.file('drive/out/mine', 'precious');
    const { stderr } = await desk.expect(1, ['restore', `latest:${desk.at('src')}`, '--into', desk.at('drive/out')]);
    expect(stderr).toMatch(/no room left/i);
    expect(readdirSync(desk.at('drive/out')).filter((name) => name !== 'a').toSorted()).toEqual(['mine']);
    expect(readFileSync(desk.at('drive/out/mine'), 'utf8')).toBe('precious');
  });
});

describe.runIf(isRoot)('without permission (shown by running as another user, which takes root)', () => {
  beforeEach(async () => {
    giveVault(desk);
    desk.file('src/a', 'one');
    desk.file('src/b', 'two');
    await desk.ok('backup', 'src', '-q');
    execFileSync('chmod', ['-R', 'a+rwX', desk.root]);
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, desk.home]);
  });

  it('a folder cannot be restored into: named, nothing else happens', async () => {
    mkdirSync(desk.at('closed'));
    chmodSync(desk.at('closed'), 0o755);
    const { stderr } = await desk.expect(1, ['restore', 'latest', '--into', 'closed/out'], { uid: NOBODY });
    expect(stderr).toContain(desk.at('closed/out'));
    expect(stderr).toMatch(/permission denied/i);
    expect(readdirSync(desk.at('closed'))).toEqual([]);
  });

  it('some of the files cannot be replaced: they are named, the others are restored', async () => {
    desk.file('out/a', 'mine');
    mkdirSync(desk.at('out/sub'));
    chmodSync(desk.at('out'), 0o755);
    const { code, stderr } = await desk.run(['restore', `latest:${desk.at('src')}`, '--into', 'out'], { uid: NOBODY });
    expect([1, 3]).toContain(code);
    expect(stderr).toMatch(/permission denied/i);
    expect(readFileSync(desk.at('out/a'), 'utf8')).toBe('mine');
    expect(readdirSync(desk.at('out')).toSorted()).toEqual(['a', 'sub']);
  });

  it('a vault that may not be read is no missing one', async () => {
    chmodSync(desk.at('vault'), 0o700);
    execFileSync('chown', ['0:0', desk.at('vault')]);
    const { stderr } = await desk.expect(1, ['snapshots'], { uid: NOBODY });
    expect(stderr).toContain(desk.at('vault'));
    expect(stderr).toMatch(/permission denied/i);
  });

  it('a vault that may only be read restores', async () => {
    execFileSync('chmod', ['-R', 'go-w', desk.at('vault')]);
    await desk.expect(0, ['restore', `latest:${desk.at('src')}`, '--into', 'out'], { uid: NOBODY });
    expect(readFileSync(desk.at('out/b'), 'utf8')).toBe('two');
    const { stderr } = await desk.expect(1, ['backup', 'src'], { uid: NOBODY });
    expect(stderr).toMatch(/permission denied/i);
  });
});
