/** Tests of folder-target.ts: the contract, and what only a directory can do. */
import { execFileSync } from 'node:child_process';
import { closeSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { entryOf, dirOf, expectFault, targetContract } from '../../../test/contract/target.ts';
import type { TargetFixture } from '../../../test/contract/target.ts';
import { fsPath } from '../../entry/name.ts';
import { openNew } from '../../entry/new-files.ts';
import { FolderTarget } from './folder-target.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-target-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));
const fresh = (): string => mkdtempSync(join(scratch, 'case-'));

function look(path: string): string | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isDirectory()) return 'dir';
  return stats.isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path, 'utf8');
}

async function open(): Promise<TargetFixture> {
  const root = join(fresh(), 'new', 'root');
  const place = (path: string): string => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    return join(root, path);
  };
  return {
    target: new FolderTarget(root),
    fill: (staged, content) => writeFileSync(fsPath(staged), content, { flag: 'r+' }),
    look: (path) => look(join(root, path)),
    plant: (path, content) => (content === null ? mkdirSync(place(path)) : writeFileSync(place(path), content)),
    plantWayOut: (path) => {
      const outside = fresh();
      writeFileSync(join(outside, 'precious'), 'mine');
      symlinkSync(outside, place(path));
      return () =>
        readdirSync(outside)
          .map((name) => `${name}`)
          .filter((name) => look(join(outside, name)) !== null);
    },
    mtime: (path) => lstatSync(join(root, path), { bigint: true }).mtimeNs,
  };
}

targetContract('folder', open);

describe('FolderTarget', () => {
  it('refuses a root that is a file or relative, and makes one that is missing only when it is needed', () => {
    const dir = fresh();
    writeFileSync(join(dir, 'file'), '');
    expectFault('invalid', () => new FolderTarget(join(dir, 'file')));
    expectFault('invalid', () => new FolderTarget('relative'));
    const target = new FolderTarget(join(dir, 'a/b'));
    expect(target.decide('x', entryOf('x'), 'always')).toBe('create');
    expect(look(join(dir, 'a'))).toBe(null);
    target.directory('x', dirOf('x'));
    expect(look(join(dir, 'a/b/x'))).toBe('dir');
  });

  it('restores in place below /', () => {
    const dir = fresh();
    const target = new FolderTarget('/');
    const path = `${dir.slice(1)}/file`;
    const staged = target.stage(path, entryOf('file'), 'create');
    target.settle(path, entryOf('file'), staged);
    expect(look(join(dir, 'file'))).toBe('');
  });

  it('stages beside names as long as names can be', () => {
    const dir = fresh();
    const target = new FolderTarget(dir);
    for (const name of ['x'.repeat(255), '\xc3\xa9'.repeat(127)]) {
      target.settle(name, entryOf(name), target.stage(name, entryOf(name), 'create'));
      const staged = target.stage(name, entryOf(name), 'replace');
      target.settle(name, entryOf(name), staged);
      target.setAside(name, 'before');
    }
    expect(readdirSync(dir, 'latin1').every((name) => name.length <= 255 && name.endsWith('.before'))).toBe(true);
    expect(Buffer.from(readdirSync(dir, 'latin1').at(-1)!, 'latin1').toString('utf8')).not.toContain('\ufffd');
  });

  it('gives a staged file to nobody else', () => {
    const target = new FolderTarget(fresh());
    const staged = target.stage('file', entryOf('file', { mode: 0o666 }), 'create');
    expect(lstatSync(staged).mode & 0o777).toBe(0o600);
  });

  it('has files of a new directory made in their places, and those of one that was there under a passing name', () => {
    const dir = fresh();
    const target = new FolderTarget(dir);
    mkdirSync(join(dir, 'old'));
    for (const name of ['old', 'new']) target.directory(name, dirOf(name));
    const inOld = target.fresh('old/file');
    expect(inOld.path).not.toBe(inOld.place);
    expect(dirname(inOld.path)).toBe(dirname(inOld.place));
    expect(target.fresh('new/file')).toEqual({ path: join(dir, 'new/file'), place: join(dir, 'new/file') });
  });

  it('takes away what was begun in its place, and nothing that somebody else put there', () => {
    const dir = fresh();
    const target = new FolderTarget(dir);
    target.directory('new', dirOf('new'));
    for (const name of ['begun', 'theirs']) {
      const { path } = target.fresh(`new/${name}`);
      if (name === 'begun') closeSync(openNew(path, path));
      else writeFileSync(path, 'mine');
      target.discard(path);
    }
    target.discard(target.fresh('new/nothing').path);
    expect(readdirSync(join(dir, 'new'))).toEqual(['theirs']);
  });

  it('replaces half a file that a restore left, whatever may be replaced', () => {
    const dir = fresh();
    closeSync(openNew(join(dir, 'file'), join(dir, 'file')));
    const target = new FolderTarget(dir);
    for (const overwrite of ['always', 'if-changed', 'if-newer', 'never'] as const) expect(target.decide('file', entryOf('file', { mtime: 1n, size: 0 }), overwrite)).toBe('replace');
  });

  it('links names that are one file already', () => {
    const dir = fresh();
    const target = new FolderTarget(dir);
    target.special('a', entryOf('a', { size: 0, content: [] }), 'create');
    target.link('b', 'a');
    target.link('b', 'a');
    writeFileSync(join(dir, 'c'), 'other');
    target.link('c', 'a');
    expect(readdirSync(dir).sort()).toEqual(['a', 'b', 'c']);
    expect(lstatSync(join(dir, 'a')).nlink).toBe(3);
  });
});
