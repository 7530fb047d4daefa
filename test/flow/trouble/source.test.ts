/** Sources that are not there, cannot be read, or do not hold still. What can be saved is saved, what cannot is named. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { startChild } from '../../fixture/cli/child.ts';
import { Desk, eventually, lastJson } from '../../fixture/cli/desk.ts';
import { bareEnvironment } from '../../fixture/cli/holdfast.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';
import { isRoot } from '../../fixture/tree/build.ts';
import { noise } from '../../fixture/vault/make-vault.ts';

/** An account that owns nothing. */
const NOBODY = 65_534;

let desk: Desk;
let vault: string;
beforeEach(() => {
  desk = new Desk();
  vault = giveVault(desk);
});
afterEach(() => desk[Symbol.dispose]());

describe('paths that do not exist', () => {
  it('all of them: nothing is stored', async () => {
    const before = bytesOf(vault);
    const { stderr } = await desk.expect(1, ['backup', 'not-there', 'nor-there']);
    expect(stderr).toContain(`"${desk.at('not-there')}" cannot be backed up: it does not exist`);
    expect(stderr).toMatch(/\n.*renamed, moved or deleted/);
    expect(bytesOf(vault)).toEqual(before);
    expect(existsSync(desk.at('home/vault')), 'no default vault is made for nothing').toBe(false);
  });

  it('some of them: the others are saved', async () => {
    desk.file('src/a', 'one');
    const { stderr, stdout } = await desk.expect(3, ['backup', 'src', 'not-there']);
    expect(stderr).toContain(`"${desk.at('not-there')}" cannot be backed up: it does not exist`);
    expect(stdout).toContain('saved');
    expect(await desk.ok('ls', 'latest')).toContain(desk.at('src/a'));
  });

  it('says so in JSON', async () => {
    desk.file('src/a');
    const { stderr, stdout } = await desk.expect(3, ['backup', 'src', 'not-there', '--json']);
    const error = stderr.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { message_type: string; item: string; during: string }).find(({ message_type }) => message_type === 'error');
    expect(error).toMatchObject({ item: desk.at('not-there'), during: 'scan', kind: 'missing', error: { message: expect.stringContaining('does not exist') } });
    expect(lastJson(stdout)).toMatchObject({ message_type: 'summary', outcome: 'warned', error_count: 1, snapshot_id: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('an empty path, a path of 5000 characters, a link to nowhere', async () => {
    expect((await desk.expect(2, ['backup', ''])).stderr).toMatch(/^holdfast: .*empty.*\n.*variable/);
    expect((await desk.expect(2, ['backup', 'x/'.repeat(2500)])).stderr).toMatch(/^holdfast: .+\n.+/);
    symlinkSync('nowhere', desk.at('link'));
    await desk.ok('backup', 'link');
    expect(await desk.ok('ls', 'latest', '-l')).toContain('-> nowhere');
  });
});

describe.runIf(isRoot)('files that may not be read (shown by running as another user, which takes root)', () => {
  beforeEach(() => {
    for (const path of [desk.root, desk.folder('home'), desk.folder('user')]) chownSync(path, NOBODY, NOBODY);
    desk.file('src/a', 'readable');
    desk.file('src/closed', 'private');
    desk.file('src/shut/inside', 'private too');
    chmodSync(desk.at('src/closed'), 0o600);
    chmodSync(desk.at('src/shut'), 0o700);
    execFileSync('chmod', ['-R', 'a+rwX', vault]);
  });

  it('are named, and everything else is saved and restored', async () => {
    const { stderr } = await desk.expect(3, ['backup', 'src', '-v'], { uid: NOBODY });
    expect(stderr).toMatch(/Permission denied/i);
    for (const path of ['src/closed', 'src/shut']) expect(stderr).toContain(desk.at(path));
    await desk.expect(0, ['restore', `latest:${desk.at('src')}`, '--into', 'out'], { uid: NOBODY });
    expect(readFileSync(desk.at('out/a'), 'utf8')).toBe('readable');
    expect(existsSync(desk.at('out/closed'))).toBe(false);
  });

  it('are taken from the next backup that may read them', async () => {
    await desk.expect(3, ['backup', 'src', '-q'], { uid: NOBODY });
    chmodSync(desk.at('src/closed'), 0o644);
    chmodSync(desk.at('src/shut'), 0o755);
    await desk.expect(0, ['backup', 'src', '-q'], { uid: NOBODY });
    await desk.expect(0, ['restore', `latest:${desk.at('src')}`, '--into', 'out'], { uid: NOBODY });
    expect(readFileSync(desk.at('out/shut/inside'), 'utf8')).toBe('private too');
  });

  it('cannot be the only ones', async () => {
    const { stderr } = await desk.expect(1, ['backup', 'src/shut/inside'], { uid: NOBODY });
    expect(stderr).toMatch(/permission denied/i);
    expect(stderr).toContain(desk.at('src/shut/inside'));
  });
});

describe('files that do not hold still', () => {
  /** Rewrites files of a folder, over and over, until it is told to stop. */
  async function meanwhile(program: string, folder: string, work: () => Promise<void>): Promise<void> {
    const restless = startChild(process.execPath, ['-e', `const fs = require('fs'); process.chdir(process.argv[1]); ${program}`, folder], { env: bareEnvironment(desk.root) });
    try {
      await eventually(() => existsSync(join(folder, 'begun')));
      await work();
    } finally {
      await restless.kill();
    }
  }

  it('growing and shrinking: whatever was read is whole in itself, the other files are untouched', async () => {
    desk.file('src/steady', noise(100_000, 'steady'));
    desk.file('src/log', randomBytes(8_000_000));
    const program = `const more = Buffer.alloc(65536, 7); for (;;) { for (let i = 0; i < 20; i++) fs.appendFileSync('log', more); fs.writeFileSync('begun', ''); fs.truncateSync('log', 4000000); }`;
    await meanwhile(program, desk.folder('src'), async () => {
      for (let time = 0; time < 3; time++) expect([0, 3]).toContain((await desk.run(['backup', 'src', '-q', '--force'])).code);
    });
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0 });
    for (const id of await desk.snapshotIds()) {
      await desk.ok('restore', `${id}:${desk.at('src')}`, '--into', `out-${id}`, '--verify');
      expect(readFileSync(desk.at(`out-${id}`, 'steady')).equals(readFileSync(desk.at('src/steady')))).toBe(true);
    }
  });

  it('coming and going: what is gone is left out, and the snapshot is whole', async () => {
    desk.file('src/steady', 'steady');
    const program = `for (;;) for (let i = 0; i < 300; i++) { try { fs.mkdirSync('d' + i); fs.writeFileSync('d' + i + '/f', 'x'); } catch {} fs.rmSync('d' + ((i + 150) % 300), { recursive: true, force: true }); fs.writeFileSync('begun', ''); }`;
    await meanwhile(program, desk.folder('src'), async () => {
      for (let time = 0; time < 4; time++) expect([0, 3]).toContain((await desk.run(['backup', 'src', '-q'])).code);
    });
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0 });
    await desk.ok('restore', `latest:${desk.at('src')}`, '--into', 'out', '--verify');
    expect(readFileSync(desk.at('out/steady'), 'utf8')).toBe('steady');
  });

  it.runIf(existsSync('/sys/kernel/mm'))('other than their size says: what is read is what is stored (the kernel has such files)', async () => {
    const { code } = await desk.run(['backup', '/sys/kernel/mm', '/proc/sys/kernel/ostype', '-q']);
    expect([0, 3]).toContain(code);
    expect(await desk.json('check', '--read-data')).toMatchObject({ num_errors: 0 });
    await desk.ok('restore', 'latest:/proc', '--into', 'out', '--verify');
    expect(['', readFileSync('/proc/sys/kernel/ostype', 'utf8')]).toContain(readFileSync(desk.at('out/sys/kernel/ostype'), 'utf8'));
  });
});
