/** Vaults that cannot be opened: each refusal names the place, says why and what to do, and touches nothing. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeConfig } from '../../../main/store/vault/format/config-file.ts';
import { bytesOf, flipBit } from '../../fixture/cli/damage.ts';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';
import { giveVault, MAKERS, openAt, save } from '../../fixture/cli/vaults.ts';

let desk: Desk;
let vault: string;
beforeEach(() => void (desk = new Desk()));
afterEach(() => desk[Symbol.dispose]());

/** Every kind of command opens the vault its own way. */
const READING = [['snapshots'], ['ls', 'latest'], ['find', 'x'], ['stats'], ['check'], ['restore', 'latest', '--into', 'out'], ['key', 'list'], ['unlock'], ['prune', '--dry-run']];

describe.each(MAKERS)('a vault of %s', (maker) => {
  beforeEach(async () => {
    vault = giveVault(desk);
    desk.file('src/a', 'one');
    await save(desk, maker, ['src']);
  });

  it('does not open with a wrong password, whatever is asked of it', async () => {
    const before = bytesOf(vault);
    desk.secret('not the password');
    for (const args of [...READING, ['backup', 'src']]) {
      const { stderr, stdout } = await desk.expect(12, args, { env: { HOLDFAST_PASSWORD: 'not the password' } });
      expect(stderr, args[0]).toContain(`The password does not open the vault at ${vault} (1 key tried).`);
      expect(stderr).toContain('Check the password');
      expect(stdout).toBe('');
    }
    expect(bytesOf(vault)).toEqual(before);
  });

  it('says so in JSON, too', async () => {
    const { stderr } = await desk.expect(12, ['snapshots', '--json'], { env: { HOLDFAST_PASSWORD: 'not it' } });
    expect(lastJson(stderr)).toMatchObject({ message_type: 'exit_error', code: 12, kind: 'wrong-password', message: expect.stringContaining(vault) });
  });

  it('asks nobody for a password when nobody is there, and names the ways to give it', async () => {
    const { stderr } = await desk.expect(12, ['snapshots'], { env: { HOLDFAST_PASSWORD: '', RESTIC_PASSWORD: '' } });
    expect(stderr).toContain(`No password is known for the vault at ${vault}.`);
    expect(stderr).toMatch(/--password-file, --password-command or HOLDFAST_PASSWORD/);
  });

  it('is left alone when it is of a newer version', async () => {
    const { repository } = await openAt(vault);
    writeFileSync(join(vault, 'config'), repository.sealer.sealed(encodeConfig({ ...repository.config, version: 3 })));
    const before = bytesOf(vault);
    for (const args of [['snapshots'], ['backup', 'src'], ['restore', 'latest', '--into', 'out'], ['check'], ['prune', '--yes'], ['repair', 'index']]) {
      const { stderr } = await desk.expect(1, args);
      expect(stderr, args[0]).toMatch(/version 3/);
      expect(stderr).toMatch(/Update Holdfast/);
    }
    expect(bytesOf(vault)).toEqual(before);
  });

  it('is not opened, and never made anew, when its config is damaged', async () => {
    const config = readFileSync(join(vault, 'config'));
    const harm: (() => void)[] = [() => flipBit(join(vault, 'config')), () => writeFileSync(join(vault, 'config'), config.subarray(0, 40)), () => writeFileSync(join(vault, 'config'), '')];
    for (const damage of harm) {
      damage();
      const before = bytesOf(vault);
      for (const args of [['snapshots'], ['backup', 'src'], ['check']]) {
        const { stderr } = await desk.expect(1, args);
        expect(stderr, args[0]).toMatch(new RegExp(`config of the vault at ${vault} is damaged`));
        expect(stderr).toMatch(/Put it back from a copy/);
      }
      expect(bytesOf(vault)).toEqual(before);
      writeFileSync(join(vault, 'config'), config);
    }
    expect(await desk.snapshotIds()).toHaveLength(1);
  });

  it('is not taken for an empty place when its config is gone', async () => {
    const config = readFileSync(join(vault, 'config'));
    rmSync(join(vault, 'config'));
    for (const args of [['snapshots'], ['backup', 'src'], ['init', vault]]) {
      const { stderr } = await desk.expect(1, args);
      expect(stderr, args[0]).toContain(vault);
      expect(stderr).toMatch(/config/);
      expect(stderr).toMatch(/from a copy/);
    }
    writeFileSync(join(vault, 'config'), config);
    expect(await desk.snapshotIds()).toHaveLength(1);
  });

  it('cannot be opened without its keys, and says which file is damaged', async () => {
    const [name = ''] = readdirSync(join(vault, 'keys'));
    const path = join(vault, 'keys', name);
    const key = readFileSync(path);
    writeFileSync(path, key.toString().replace('"salt":"', '"salt":"AAAA'));
    expect((await desk.expect(1, ['snapshots'])).stderr).toMatch(new RegExp(`key file keys/${name.slice(0, 8)} cannot be used: .*\\n.*copy`));
    writeFileSync(path, '');
    expect((await desk.expect(1, ['snapshots'])).stderr).toMatch(new RegExp(name.slice(0, 8)));
    rmSync(path);
    expect((await desk.expect(1, ['snapshots'])).stderr).toMatch(/has no key file.*\n.*Put the folder "keys" back/);
    writeFileSync(path, key);
    expect(await desk.snapshotIds()).toHaveLength(1);
  });

  it('opens with a whole key beside a damaged one, which check names', async () => {
    const second = desk.file('second', 'another good one\n');
    desk.secret('another good one');
    const first = readdirSync(join(vault, 'keys'))[0] ?? '';
    await desk.ok('key', 'add', '--new-password-file', second);
    writeFileSync(join(vault, 'keys', first), 'rubbish');
    const other = { env: { HOLDFAST_PASSWORD: '' } };
    expect((await desk.expect(0, ['snapshots', '-p', second], other)).stdout).toContain('1 snapshot');
    expect((await desk.expect(1, ['check', '-p', second], other)).stdout).toMatch(/1 error/);
    expect((await desk.expect(1, ['check', '-p', second], other)).stderr).toContain(first.slice(0, 8));
  });
});

describe('a place without a vault', () => {
  it('is named, for every kind of command, and nothing is made there', async () => {
    desk.use(desk.at('nowhere'));
    desk.file('src/a');
    for (const args of [...READING, ['backup', 'src']]) {
      const { stderr } = await desk.expect(10, args);
      expect(stderr, args[0]).toContain(`There is no vault at ${desk.at('nowhere')}.`);
      expect(stderr).toContain(`holdfast init ${desk.at('nowhere')}`);
    }
    expect(readdirSync(desk.root).toSorted()).not.toContain('nowhere');
  });

  it('is an ordinary folder, a file, or the default vault before the first backup', async () => {
    desk.use(desk.folder('plain'));
    desk.file('plain/letter.txt');
    await desk.expect(10, ['snapshots']);
    desk.file('other/letter.txt');
    await desk.expect(10, ['backup', 'other']);
    expect((await desk.expect(2, ['backup', 'plain'])).stderr).toMatch(/cannot be kept in its own source/);
    const file = desk.file('file');
    expect((await desk.expect(10, ['snapshots', '-r', file])).stderr).toContain(file);
    const fresh = new Desk();
    expect((await fresh.expect(10, ['snapshots'])).stderr).toMatch(/There is no backup yet.*default vault.*\n.*holdfast backup PATH/);
    fresh[Symbol.dispose]();
  });

  it.each(['nonsense://somewhere', 's3:', 'sftp://', ''])('cannot be "%s"', async (address) => {
    const { code, stderr } = await desk.run(['snapshots', '-r', address], { env: { HOLDFAST_PASSWORD: 'x' } });
    expect([2, 10]).toContain(code);
    expect(stderr).toMatch(/^holdfast: .+\n.+/);
  });
});
