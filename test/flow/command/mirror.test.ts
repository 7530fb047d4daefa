/** Mirrors on the command line: plain folders, judged by rsync, cp, stat and the eye. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { rawFromText } from '../../../main/entry/name.ts';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';
import { mountable, mountImage } from '../../fixture/cli/mount.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree, noise } from '../../fixture/tree/hostile-tree.ts';

let desk: Desk;
let [src, mirror] = ['', ''];

beforeEach(async () => {
  desk = new Desk();
  onTestFinished(() => desk[Symbol.dispose]());
  [src, mirror] = [desk.at('docs'), desk.at('mirror')];
  desk.env = { ...desk.env, RESTIC_REPOSITORY: mirror };
  await desk.ok('init', mirror, '--format', 'mirror');
});

/** What rsync would do to make the second folder the first: empty means that it sees no difference. */
const rsyncBetween = (from: string, to: string): string => execFileSync('rsync', ['-n', '--checksum', '--delete', '-aHX', '-i', `${from}/`, `${to}/`], { encoding: 'latin1' });

/** Folders of the snapshots of `docs`, oldest first. */
const snapshots = (): string[] => readdirSync(join(mirror, 'docs')).filter((name) => name !== 'latest').toSorted().map((name) => join(mirror, 'docs', name));
const inode = (path: string): number => lstatSync(path).ino;

function fill(): void {
  desk.file('docs/a.txt', 'first');
  desk.file('docs/deep/b.txt', 'second');
  desk.file('docs/big', noise(400_000));
  desk.file('docs/draft.tmp', 'not this');
}

describe('a mirror', () => {
  it('is what rsync would make of the folder, after every change', async () => {
    fill();
    await desk.ok('backup', src);
    expect(rsyncBetween(src, snapshots().at(-1)!)).toBe('');
    appendFileSync(join(src, 'a.txt'), ' and more');
    rmSync(join(src, 'deep'), { recursive: true });
    renameSync(join(src, 'big'), join(src, 'moved'));
    chmodSync(join(src, 'draft.tmp'), 0o600);
    mkdirSync(join(src, 'new'));
    await desk.ok('backup', src);
    const [before, now] = snapshots();
    expect(rsyncBetween(src, now!)).toBe('');
    expect([readFileSync(join(before!, 'deep/b.txt'), 'utf8'), statSync(join(before!, 'draft.tmp')).mode & 0o777]).toEqual(['second', 0o644]);
    expect(readlinkSync(join(mirror, 'docs/latest'))).toBe(now!.split('/').at(-1));
    expect(readdirSync(join(mirror, 'docs')).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('is what rsync would make of everything hostile, once and again, and cp gives all of it back', async () => {
    makeHostileTree(rawFromText(src));
    await desk.ok('backup', src);
    await desk.ok('backup', src);
    const [first, second] = snapshots();
    expect(rsyncBetween(src, second!)).toBe('');
    expect(compareTrees(rawFromText(first!), rawFromText(second!))).toEqual([]);
    expect(inode(join(first!, 'sizes/zeros'))).toBe(inode(join(second!, 'sizes/zeros')));
    execFileSync('cp', ['-a', `${join(mirror, 'docs/latest')}/.`, desk.folder('by-hand')]);
    expect(compareTrees(rawFromText(src), rawFromText(desk.at('by-hand')))).toEqual([]);
  });

  it('links what did not change, and leaves out what is excluded', async () => {
    fill();
    await desk.ok('backup', src, '--exclude', '*.tmp');
    const { files_unmodified, files_new, data_added } = await desk.json<Record<string, number>>('backup', src, '--exclude', '*.tmp');
    expect([files_unmodified, files_new, data_added]).toEqual([3, 0, 0]);
    const [first, second] = snapshots();
    for (const name of ['a.txt', 'big', 'deep/b.txt']) expect(inode(join(first!, name)), name).toBe(inode(join(second!, name)));
    expect(existsSync(join(second!, 'draft.tmp'))).toBe(false);
  });

  it('keeps the checksums of its files where sha256sum finds them', async () => {
    fill();
    await desk.ok('backup', src);
    const [folder] = readdirSync(join(mirror, '.holdfast/manifests/docs'));
    const manifest = execFileSync('zstd', ['-dcq', join(mirror, '.holdfast/manifests/docs', folder!)], { encoding: 'utf8' });
    const sum = execFileSync('sha256sum', [join(src, 'big')], { encoding: 'utf8' }).slice(0, 64);
    expect(manifest).toContain(`"content":["${sum}"]`);
  });

  it('forgets by the same rules as a vault, and frees only what nothing else shares', async () => {
    fill();
    for (const day of [1, 2, 3, 4]) {
      writeFileSync(join(src, 'diary'), `day ${day}`);
      await desk.ok('backup', src, '--time', `2026-03-0${day} 10:00:00`);
    }
    const [, , third, fourth] = snapshots();
    await desk.ok('forget', '--keep-last', '2', '--prune', '--yes');
    expect(snapshots()).toEqual([third, fourth]);
    expect(readFileSync(join(fourth!, 'a.txt'), 'utf8')).toBe('first');
    await desk.ok('forget', 'latest', '--yes');
    expect(snapshots()).toEqual([third]);
    expect(readlinkSync(join(mirror, 'docs/latest'))).toBe(third!.split('/').at(-1));
    expect(readdirSync(join(mirror, '.holdfast/manifests/docs'))).toHaveLength(1);
    expect(await desk.ok('check', '--read-data')).toContain('Sound');
  });

  it('has damage found and named: a flipped byte only by reading, a change and a loss at once', async () => {
    fill();
    await desk.ok('backup', src);
    const [stored] = snapshots();
    const big = join(stored!, 'big');
    const bytes = readFileSync(big);
    bytes[200_000]! ^= 1;
    execFileSync('touch', ['-r', big, desk.at('time')]);
    writeFileSync(big, bytes);
    execFileSync('touch', ['-r', desk.at('time'), big]);
    expect(await desk.ok('check')).toContain('Sound');
    const read = await desk.expect(1, ['check', '--read-data']);
    expect(read.stderr).toContain(`${big} was changed in the mirror or is damaged`);
    rmSync(join(stored!, 'a.txt'));
    appendFileSync(join(stored!, 'deep/b.txt'), '!');
    const looked = await desk.expect(1, ['check', '--json']);
    const { errors } = lastJson<{ errors: { message: string; affected: { path: string }[] }[] }>(looked.stdout);
    expect(errors.map(({ message }) => message)).toEqual(expect.arrayContaining([`${join(stored!, 'a.txt')} is gone from the mirror.`, expect.stringContaining(`${join(stored!, 'deep/b.txt')} is not what was saved`)]));
    expect(errors.flatMap(({ affected }) => affected.map(({ path }) => path))).toEqual(expect.arrayContaining([join(src, 'a.txt'), join(src, 'deep/b.txt')]));
  });

  it('restores whole, in part, and in place, and never a damaged file', async () => {
    makeHostileTree(rawFromText(src));
    await desk.ok('backup', src);
    await desk.ok('restore', `latest:${src}`, '--into', desk.at('whole'), '--verify');
    expect(compareTrees(rawFromText(src), rawFromText(desk.at('whole')))).toEqual([]);
    await desk.ok('restore', 'latest', '--include', join(src, 'times/old'), '--into', desk.at('part'));
    expect(readdirSync(join(desk.at('part'), src))).toEqual(['times']);
    writeFileSync(join(src, 'sizes/one'), 'spoilt');
    rmSync(join(src, 'modes'), { recursive: true });
    await desk.ok('restore', 'latest', '--in-place', '--yes');
    expect(rsyncBetween(snapshots()[0]!, src)).toBe('');
    writeFileSync(join(snapshots()[0]!, 'sizes/one'), 'y');
    const ended = await desk.run(['restore', `latest:${src}`, '--into', desk.at('later')]);
    expect([ended.code, existsSync(desk.at('later/sizes/one')), existsSync(desk.at('later/sizes/zeros'))]).toEqual([3, false, true]);
    expect(ended.stderr).toContain(join(snapshots()[0]!, 'sizes/one'));
  });

  it('is listed, searched, compared, counted and tagged like a vault, and says what it cannot do', async () => {
    fill();
    await desk.ok('backup', src);
    writeFileSync(join(src, 'a.txt'), 'other');
    await desk.ok('backup', src);
    const [first, second] = await desk.snapshotIds();
    expect(await desk.ok('ls', 'latest')).toContain(join(src, 'deep/b.txt'));
    expect(await desk.ok('find', 'b.txt')).toContain(join(src, 'deep/b.txt'));
    expect(await desk.ok('diff', first!, second!)).toContain(`M    ${join(src, 'a.txt')}`);
    expect(await desk.json('stats', '--mode', 'raw-data')).toMatchObject({ snapshots_count: 2, total_file_count: 5, total_size: 400_000 + 5 + 6 + 8 + 5 });
    await desk.ok('tag', '--add', 'kept', first!);
    expect((await desk.json<{ tags?: string[] }[]>('snapshots')).map(({ tags }) => tags ?? [])).toEqual([['kept'], []]);
    expect(await desk.ok('forget', '--keep-last', '1', '--keep-tag', 'kept', '--dry-run')).not.toContain('remove 1');
    for (const args of [['key', 'list'], ['repair', 'index']]) expect((await desk.expect(1, args)).stderr).toContain('is a mirror');
  });

  it.runIf(mountable)('shares blocks with the source where the file system can, and is refused where it has no hard links', async () => {
    const [shared, fat] = [desk.folder('shared'), desk.folder('fat')];
    onTestFinished(mountImage(shared, 'btrfs'));
    onTestFinished(mountImage(fat, 'exfat'));
    desk.file('shared/docs/large', noise(5_000_000));
    await desk.ok('init', join(shared, 'mirror'), '--format', 'mirror');
    await desk.ok('backup', join(shared, 'docs'), '--to', join(shared, 'mirror'));
    const usage = execFileSync('btrfs', ['filesystem', 'du', '-s', '--raw', join(shared, 'docs')], { encoding: 'utf8' }).trim().split('\n').at(-1)!;
    expect(usage.trim().split(/\s+/).slice(0, 2)).toEqual([expect.stringMatching(/^500\d+$/), '0']);
    const refused = await desk.expect(1, ['init', join(fat, 'mirror'), '--format', 'mirror']);
    expect(refused.stderr).toMatch(/has no hard links.*\n.*another format/);
    expect(readdirSync(fat)).toEqual([]);
  });

  it('of another account keeps in its manifest what only root may set, and a restore by root brings it back', { skip: process.geteuid?.() !== 0 }, async () => {
    fill();
    spawnSync('chown', ['-R', '1234:1234', src]);
    chmodSync(desk.root, 0o755);
    const [home, theirs] = [desk.folder('home-1234'), desk.folder('mirror-1234')];
    spawnSync('chown', ['1234:1234', home, theirs]);
    spawnSync('chown', ['99:99', join(src, 'a.txt')]);
    const as = { uid: 1234, env: { HOLDFAST_HOME: home } };
    await desk.expect(0, ['init', theirs, '--format', 'mirror'], as);
    const made = await desk.expect(0, ['backup', src, '--to', theirs], as);
    expect(made.stderr + made.stdout).toContain('kept in the manifest alone');
    expect(statSync(join(theirs, 'docs/latest/a.txt')).uid).toBe(1234);
    await desk.ok('restore', `latest:${src}`, '-r', theirs, '--into', desk.at('back'));
    expect(statSync(desk.at('back/a.txt')).uid).toBe(99);
  });
});
