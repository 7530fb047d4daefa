/** Every way to restore: what is written, what is kept, what is deleted, and that looking first changes nothing. */
import { existsSync, lutimesSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../../fixture/cli/damage.ts';
import { Desk, filesBelow } from '../../fixture/cli/desk.ts';
import { giveVault } from '../../fixture/cli/vaults.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';

let desk: Desk;
let src: string;
let out: string;
const NEW = new Date('2026-06-01T00:00:00Z');
const MIDDLE = new Date('2026-03-01T00:00:00Z');
const OLD = new Date('2026-01-01T00:00:00Z');

beforeAll(async () => {
  desk = new Desk();
  giveVault(desk);
  [src, out] = [desk.at('src'), desk.at('out')];
  desk.file('src/docs/letter.txt', 'saved letter');
  desk.file('src/docs/table.ods', 'saved table');
  desk.file('src/docs/old/plan.txt', 'saved plan');
  desk.file('src/photos/1.jpg', 'saved photo');
  desk.file('src/empty', '');
  mkdirSync(join(src, 'hollow'));
  symlinkSync('docs/letter.txt', join(src, 'link'));
  for (const path of [...filesBelow(src), join(src, 'hollow'), join(src, 'docs/old'), join(src, 'docs'), join(src, 'photos')]) utimesSync(path, MIDDLE, MIDDLE);
  lutimesSync(join(src, 'link'), MIDDLE, MIDDLE);
  await desk.ok('backup', 'src', '-q');
});
afterEach(() => {
  for (const name of ['out', 'elsewhere']) rmSync(desk.at(name), { recursive: true, force: true });
});
afterAll(() => desk[Symbol.dispose]());

const names = (folder = out): string[] => filesBelow(folder).map((path) => path.slice(folder.length + 1)).toSorted();
const text = (path: string): string => readFileSync(join(out, path), 'utf8');
const restore = (...args: string[]): Promise<string> => desk.ok('restore', `latest:${src}`, '--into', out, ...args);
const ALL = ['docs/letter.txt', 'docs/old/plan.txt', 'docs/table.ods', 'empty', 'photos/1.jpg'];

/** One file longer ago, one later than what was saved, and one the snapshot knows nothing of. */
function occupy(): void {
  desk.file('out/docs/letter.txt', 'my older letter');
  desk.file('out/docs/table.ods', 'my newer table');
  desk.file('out/docs/mine.txt', 'only mine');
  utimesSync(join(out, 'docs/letter.txt'), OLD, OLD);
  utimesSync(join(out, 'docs/table.ods'), NEW, NEW);
}

describe('what is restored', () => {
  it('all of it, to the last detail', async () => {
    await restore();
    expect(compareTrees(src, out)).toEqual([]);
  });

  it('with the path it had, without a path after the id', async () => {
    await desk.ok('restore', 'latest', '--into', out);
    expect(compareTrees(src, join(out, src))).toEqual([]);
  });

  it.each([
    [['--include', '*.txt'], ['docs/letter.txt', 'docs/old/plan.txt']],
    [['--include', '/docs'], ['docs/letter.txt', 'docs/old/plan.txt', 'docs/table.ods']],
    [['--include', '/docs/old', '--include', '*.jpg'], ['docs/old/plan.txt', 'photos/1.jpg']],
    [['--exclude', '*.txt'], ['docs/table.ods', 'empty', 'photos/1.jpg']],
    [['--exclude', 'docs', '--exclude', 'empty'], ['photos/1.jpg']],
    [['--include', 'docs', '--exclude', 'old'], ['docs/letter.txt', 'docs/table.ods']],
  ])('%j', async (options, expected) => {
    await restore(...options);
    expect(names()).toEqual(expected);
  });

  it('one folder, or one file, by its path', async () => {
    await desk.ok('restore', `latest:${src}/docs/old`, '--into', out);
    expect(names()).toEqual(['plan.txt']);
    await desk.ok('restore', `latest:${src}/docs/letter.txt`, '--into', desk.at('elsewhere'));
    expect(names(desk.at('elsewhere'))).toEqual(['letter.txt']);
  });

  it('nothing at all is worth a word', async () => {
    const { code, stdout, stderr } = await desk.run(['restore', 'latest', '--into', out, '--include', 'no-such-file']);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toBe('');
    expect(names()).toEqual([]);
  });
});

describe('over what is there', () => {
  it.each([
    ['always', ['saved letter', 'saved table']],
    ['if-changed', ['saved letter', 'saved table']],
    ['if-newer', ['saved letter', 'my newer table']],
    ['never', ['my older letter', 'my newer table']],
  ])('--overwrite %s', async (mode, [letter, table]) => {
    occupy();
    await restore('--overwrite', mode);
    expect([text('docs/letter.txt'), text('docs/table.ods'), text('docs/mine.txt')]).toEqual([letter, table, 'only mine']);
    expect(names()).toEqual([...ALL, 'docs/mine.txt'].toSorted());
  });

  it('--overwrite if-changed leaves alone what is the same already', async () => {
    await restore();
    const { ino } = statSync(join(out, 'docs/letter.txt'));
    expect(await desk.json('restore', `latest:${src}`, '--into', out, '--overwrite', 'if-changed')).toMatchObject({ files_restored: 0, unchanged: ALL.length + 1 }); // and the link
    expect(statSync(join(out, 'docs/letter.txt')).ino).toBe(ino);
  });

  it('--keep-existing renames what would be replaced', async () => {
    occupy();
    await restore('--keep-existing');
    expect(text('docs/letter.txt')).toBe('saved letter');
    const kept = readdirSync(join(out, 'docs')).filter((name) => name.includes('before-restore'));
    expect(kept.map((name) => text(`docs/${name}`)).toSorted()).toEqual(['my newer table', 'my older letter']);
  });

  it('a folder in the way of a file, and a file in the way of a folder, are not lost', async () => {
    desk.file('out/docs/letter.txt/inside', 'mine');
    desk.file('out/photos', 'a file, not a folder');
    const { code, stderr } = await desk.run(['restore', `latest:${src}`, '--into', out, '--keep-existing']);
    expect([0, 3], stderr).toContain(code);
    const everything = filesBelow(out).map((path) => readFileSync(path, 'utf8'));
    expect(everything).toEqual(expect.arrayContaining(['mine', 'a file, not a folder']));
  });

  it('--delete takes away what the snapshot does not have, and only with a yes', async () => {
    occupy();
    desk.file('out/more/deep', 'mine');
    const before = bytesOf(out);
    await desk.expect(2, ['restore', `latest:${src}`, '--into', out, '--delete']);
    expect(bytesOf(out)).toEqual(before);
    const { stdout } = await desk.expect(0, ['restore', `latest:${src}`, '--into', out, '--delete', '--dry-run', '-vv']);
    expect(stdout).toMatch(/deleted +.*docs\/mine\.txt/);
    expect(stdout).toMatch(/deleted +.*more/);
    expect(bytesOf(out)).toEqual(before);
    await restore('--delete', '--yes');
    expect(names()).toEqual(ALL);
  });

  it('--delete with --include stays within what was asked for', async () => {
    occupy();
    desk.file('out/photos/mine.jpg', 'mine');
    await restore('--delete', '--yes', '--include', '/docs');
    expect(names()).toEqual(['docs/letter.txt', 'docs/old/plan.txt', 'docs/table.ods', 'photos/mine.jpg']);
  });
});

describe('elsewhere', () => {
  it('--map sends parts to other places', async () => {
    await desk.ok('restore', 'latest', '--in-place', '--yes', '--map', `${src}/docs=${desk.at('elsewhere/papers')}`, '--include', `${src}/docs`);
    expect(names(desk.at('elsewhere'))).toEqual(['papers/letter.txt', 'papers/old/plan.txt', 'papers/table.ods']);
    expect(readFileSync(join(src, 'docs/letter.txt'), 'utf8')).toBe('saved letter');
  });

  it('--in-place brings back what is gone, and asks before it replaces', async () => {
    const whole = bytesOf(src);
    writeFileSync(join(src, 'docs/letter.txt'), 'ruined');
    rmSync(join(src, 'photos'), { recursive: true });
    await desk.expect(2, ['restore', 'latest', '--in-place']);
    expect(existsSync(join(src, 'photos'))).toBe(false);
    await desk.ok('restore', 'latest', '--in-place', '--overwrite', 'never');
    expect([existsSync(join(src, 'photos/1.jpg')), readFileSync(join(src, 'docs/letter.txt'), 'utf8')]).toEqual([true, 'ruined']);
    await desk.ok('restore', 'latest', '--in-place', '--yes');
    expect(bytesOf(src)).toEqual(whole);
  });
});

describe('proof', () => {
  it('--dry-run changes nothing, and tells the same numbers as the restore', async () => {
    occupy();
    const before = bytesOf(out);
    const would = await desk.json('restore', `latest:${src}`, '--into', out, '--dry-run');
    expect(bytesOf(out)).toEqual(before);
    const did = await desk.json('restore', `latest:${src}`, '--into', out);
    for (const name of ['created', 'replaced', 'kept', 'unchanged']) expect([name, would[name]]).toEqual([name, did[name]]);
  });

  it('--verify compares every file', async () => {
    expect(await desk.json('restore', `latest:${src}`, '--into', out, '--verify')).toMatchObject({ files_verified: ALL.length, outcome: 'succeeded' });
    expect(await restore('--verify')).toMatch(/compared/);
  });

  it('--verify finds a file that only looks the same', async () => {
    await restore();
    writeFileSync(join(out, 'docs/letter.txt'), 'saved Letter');
    utimesSync(join(out, 'docs/letter.txt'), MIDDLE, MIDDLE);
    const { stderr } = await desk.expect(3, ['restore', `latest:${src}`, '--into', out, '--overwrite', 'if-changed', '--verify']);
    expect(stderr).toContain(join(out, 'docs/letter.txt'));
    expect(stderr).toMatch(/does not have the content of the snapshot/);
    await restore('--verify');
    expect(text('docs/letter.txt')).toBe('saved letter');
  });

  it('--stop-on-error ends at the first file that cannot be restored', async () => {
    desk.file('out/docs/letter.txt/inside', 'mine');
    const { code, stderr } = await desk.run(['restore', `latest:${src}`, '--into', out, '--stop-on-error']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('letter.txt')]);
    expect(readFileSync(join(out, 'docs/letter.txt/inside'), 'utf8')).toBe('mine');
  });
});
