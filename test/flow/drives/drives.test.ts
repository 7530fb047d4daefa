/** Real drives, plugged in and pulled out under the real command line. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Drive, DrivePrompt } from '../../../preload/contract/drive.ts';
import { startChild } from '../../fixture/cli/child.ts';
import { Desk } from '../../fixture/cli/desk.ts';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import { onFile } from '../../fixture/cli/watch-files.ts';
import { mountedAt, pluggable, run, ZramDrive } from '../../fixture/drive/zram.ts';

const EXT4 = ['mkfs.ext4', '-q', '-L', 'PHOTOS'] as const;

describe.runIf(pluggable)('a drive that is plugged in (a device of the kernel: making one takes root)', () => {
  let desk: Desk;
  let plugged: ZramDrive[];
  beforeEach(() => {
    [desk, plugged] = [new Desk(), []];
    desk.env = { ...desk.env, HOLDFAST_PASSWORD: PASSWORD };
  });
  afterEach(async () => {
    for (const drive of plugged) await drive.pull();
    desk[Symbol.dispose]();
  });
  const plug = (size = '128M'): ZramDrive => {
    const drive = new ZramDrive(size);
    plugged.push(drive);
    return drive;
  };
  /** Of the drives of this test; the machine may have others. */
  const list = async (): Promise<Drive[]> => {
    const devices = plugged.map(({ device }) => device);
    return (await desk.json<Drive[]>('drive', 'list')).filter(({ id, device }) => id !== null || devices.includes(device ?? ''));
  };
  /** An adopted drive with a vault, a destination "photos" and a plan "docs". */
  const ready = async (mount: string): Promise<Drive> => {
    const drive = await desk.json<Drive>('drive', 'adopt', mount, '--name', 'Photos');
    await desk.ok('init', `${mount}/vault`);
    await desk.ok('destination', 'add', 'photos', `${mount}/vault`);
    await desk.ok('plan', 'add', 'docs', '--path', desk.at('src'), '--to', 'photos');
    return drive;
  };

  it('is listed, adopted, backed up to, moved to another mount point, and ejected', async () => {
    const drive = plug().format(...EXT4).mount(desk.at('mnt'));
    desk.file('src/a', 'first');
    expect(await list()).toMatchObject([{ state: 'new', name: 'PHOTOS', label: 'PHOTOS', path: desk.at('mnt'), device: drive.device, fileSystem: 'ext4', removable: true, empty: true, hardLinks: true }]);
    const { id } = await ready(desk.at('mnt'));
    await desk.ok('plan', 'run', 'docs');
    run('umount', desk.at('mnt'));
    const away = await desk.expect(1, ['plan', 'run', 'docs']);
    expect(away.stderr).toMatch(/The drive "Photos" is not plugged in \(last seen /);
    expect(readdirSync(desk.at('mnt'))).toEqual([]);

    drive.mount(desk.at('elsewhere'));
    await desk.ok('plan', 'run', 'docs');
    expect(await desk.json('snapshots', '-r', 'drive:photos/vault')).toHaveLength(2);
    expect(await list()).toMatchObject([{ id, state: 'known', path: desk.at('elsewhere'), plans: [{ plan: 'docs', due: false }] }]);
    expect(await desk.ok('drive', 'eject', 'Photos')).toMatch(/safe to remove/);
    expect(mountedAt(drive.device)).toEqual([]);
  });

  it('pulled in the middle of a backup ends it with a sentence; plugged in again, it goes on', async () => {
    const drive = plug().format(...EXT4).mount(desk.at('mnt'));
    desk.file('src/a', 'first');
    await ready(desk.at('mnt'));
    await desk.ok('plan', 'run', 'docs');
    for (let number = 0; number < 12; number++) desk.file(`src/big${number}`, randomBytes(4_000_000));
    const { ended } = desk.start(['backup', desk.at('src'), '--to', 'photos', '--limit-upload', '8000']);
    await nthFile(desk.at('mnt/vault/data'), 4);
    drive.tearOff();
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/drive it was on is not there any more|drive "Photos" is not plugged in/);
    expect(existsSync(desk.at('mnt/vault'))).toBe(false);

    drive.mount(desk.at('mnt'));
    expect(await desk.json('snapshots', '-r', 'photos')).toHaveLength(1);
    await desk.ok('plan', 'run', 'docs');
    expect(await desk.json('check', '-r', 'photos', '--read-data')).toMatchObject({ num_errors: 0 });
    await desk.ok('restore', `latest:${desk.at('src')}`, '-r', 'photos', '--into', 'out');
    expect(readFileSync(desk.at('out/big7')).equals(readFileSync(desk.at('src/big7')))).toBe(true);
  });

  it('that starts to fail in the middle ends the backup with a sentence; whole again, it goes on', async () => {
    const drive = plug().format(...EXT4).mount(desk.at('mnt'));
    desk.file('src/a', 'first');
    await ready(desk.at('mnt'));
    await desk.ok('plan', 'run', 'docs');
    for (let number = 0; number < 12; number++) desk.file(`src/big${number}`, randomBytes(4_000_000));
    const { ended } = desk.start(['backup', desk.at('src'), '--to', 'photos', '--limit-upload', '8000']);
    await nthFile(desk.at('mnt/vault/data'), 4);
    drive.failing(true);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/mnt\/vault.*(?:cannot be read or reached|permission denied)/)]);

    drive.failing(false);
    run('umount', desk.at('mnt'));
    drive.mount(desk.at('mnt'));
    await desk.ok('plan', 'run', 'docs');
    expect(await desk.json('snapshots', '-r', 'photos')).toHaveLength(2);
    expect(await desk.json('check', '-r', 'photos', '--read-data')).toMatchObject({ num_errors: 0 });
  });

  it('is asked about when it comes, backed up to without asking where that was chosen, and then safe to remove', async () => {
    const drive = plug().format(...EXT4).mount(desk.at('mnt'));
    desk.file('src/a', 'first');
    await ready(desk.at('mnt'));
    run('umount', desk.at('mnt'));
    const told = (kind: DrivePrompt['kind']) => watchUntil(desk, kind, () => drive.mount(desk.at('mnt')));
    const asked = await told('back-up');
    expect(asked).toMatchObject({ drive: { name: 'Photos' }, plans: [{ plan: 'docs', lastSuccessAt: null }] });
    await desk.ok('drive', 'set', 'Photos', '--policy', 'always');
    run('umount', desk.at('mnt'));
    expect(await told('safe')).toMatchObject({ drive: { plans: [{ due: false }] } });
    expect(await desk.json('snapshots', '-r', 'photos')).toHaveLength(1);
  });

  it('pulled and plugged in again before anybody looked is noticed, though it is the same place and name', async () => {
    const first = plug('32M').format(...EXT4).mount(desk.at('mnt'));
    desk.file('src/a', 'first');
    await ready(desk.at('mnt'));
    const watcher = desk.start(['drive', 'watch', '--json']);
    const { child } = watcher;
    const questions = (text: string): string[] => [...new Set(newsOf(text).flatMap(({ prompts }) => prompts.map(({ prompt }) => prompt)))];
    const [asked] = questions(await child.says((text) => questions(text).length === 1));
    child.signal('SIGSTOP'); // no look falls between the two
    run('umount', '-l', desk.at('mnt')); // one may be going on
    const content = desk.at('content');
    run('dd', `if=${first.device}`, `of=${content}`, 'bs=1M', 'conv=sparse');
    await first.pull();
    const again = plug('32M'); // the kernel gives it the number that has become free
    run('dd', `if=${content}`, `of=${again.device}`, 'bs=1M');
    again.mount(desk.at('mnt'));
    plugged.splice(plugged.indexOf(first), 1);
    child.signal('SIGCONT');
    const found = questions(await child.says((text) => questions(text).length === 2));
    expect(found[0]).toBe(asked);
    expect(newsOf(await child.says(() => true)).at(-1)).toMatchObject({ prompts: [{ prompt: found[1], kind: 'back-up' }] });
    child.signal('SIGINT');
    expect((await watcher.ended).code).toBe(0);
  });

  it('that programs use is not ejected, and they are named', async () => {
    plug().format(...EXT4).mount(desk.at('mnt'));
    await desk.ok('drive', 'adopt', desk.at('mnt'), '--name', 'Photos');
    const holder = startChild('sh', ['-c', 'cd "$1" && echo ready && read x', 'sh', desk.at('mnt')], { env: {}, input: null });
    await holder.says((text) => text.includes('ready'));
    const { stderr } = await desk.expect(1, ['drive', 'eject', 'Photos']);
    expect(stderr).toMatch(new RegExp(`"Photos" cannot be ejected: sh \\(${holder.pid}\\) still uses it`));
    expect(stderr).toMatch(/Do not pull it out yet/);
    await holder.kill();
    await desk.ok('drive', 'eject', 'Photos');
  });

  it('that was copied is noticed, and neither is written to until the copy has an identity of its own', async () => {
    const drive = plug('64M').format(...EXT4).mount(desk.at('mnt'));
    desk.file('src/a', 'first');
    const { id } = await ready(desk.at('mnt'));
    run('umount', desk.at('mnt'));
    const copy = plug('64M');
    run('dd', `if=${drive.device}`, `of=${copy.device}`, 'bs=1M');
    drive.mount(desk.at('mnt'));
    copy.mount(desk.at('copy'));
    expect((await list()).map(({ state }) => state)).toEqual(['cloned', 'cloned', 'away']);
    expect((await desk.expect(2, ['plan', 'run', 'docs'])).stderr).toMatch(/Two drives carry the marker of "Photos"/);
    expect((await desk.expect(2, ['drive', 'adopt', copy.device])).stderr).toMatch(/--anew/);
    await desk.ok('drive', 'adopt', copy.device, '--anew', '--name', 'Copy');
    expect((await list()).map(({ state, name, id: one }) => [state, name, one === id])).toEqual([['known', 'Photos', true], ['known', 'Copy', false]]);
    await desk.ok('plan', 'run', 'docs');
  });

  it('with exFAT is backed up to, says that it has no hard links, and fails with a sentence when it dies', async () => {
    const drive = await plug().format('mkfs.exfat', '-L', 'STICK').mountExfat(desk.at('mnt'));
    desk.file('src/a', 'first');
    expect(await list()).toMatchObject([{ fileSystem: 'exfat', hardLinks: false, empty: true }]);
    await ready(desk.at('mnt'));
    await desk.ok('plan', 'run', 'docs');
    expect(await desk.json('check', '-r', 'photos', '--read-data')).toMatchObject({ num_errors: 0 });
    const [pid = ''] = run('pidof', 'mount.exfat-fuse').split(/\s/).filter((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').includes(drive.device));
    process.kill(Number(pid), 'SIGKILL');
    const { stderr } = await desk.expect(1, ['backup', desk.at('src'), '--to', `${desk.at('mnt')}/vault`]);
    expect(stderr).toMatch(/cannot be (?:read or reached|looked at)/);
    drive.tearOff();
    await drive.mountExfat(desk.at('mnt'));
    await desk.ok('plan', 'run', 'docs');
    expect(await desk.json('snapshots', '-r', 'photos')).toHaveLength(2);
    await desk.ok('drive', 'eject', 'Photos');
  });
});

/** Resolves when so many names have come or gone below a folder. */
function nthFile(folder: string, nth: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  const stop = onFile(folder, () => ++seen === nth && resolve());
  return promise.finally(stop);
}

/** What `drive watch --json` has told by now. */
const newsOf = (text: string): { prompts: DrivePrompt[] }[] => text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as { prompts: DrivePrompt[] });

/** The first question of a kind that `drive watch` puts after something was done. */
async function watchUntil(desk: Desk, kind: DrivePrompt['kind'], act: () => void): Promise<DrivePrompt> {
  const { child, ended } = desk.start(['drive', 'watch', '--json']);
  const prompts = (text: string): DrivePrompt[] => newsOf(text).flatMap((news) => news.prompts);
  await child.says((text) => text.includes('\n'));
  act();
  const found = prompts(await child.says((text) => prompts(text).some((prompt) => prompt.kind === kind))).find((prompt) => prompt.kind === kind)!;
  child.signal('SIGINT');
  expect((await ended).code).toBe(0);
  return found;
}
