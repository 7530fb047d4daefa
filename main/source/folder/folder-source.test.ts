/** Tests of folder-source.ts: the contract, merging of paths, exclusions, and trees that break naive walks. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listeningCall, pathsOf, sourceContract, walkAll } from '../../../test/contract/source.ts';
import { Builder } from '../../../test/fixture/tree/build.ts';
import { expectFault } from '../../../test/contract/target.ts';
import { fsPath, rawFromText } from '../../entry/name.ts';
import { FolderSource } from './folder-source.ts';
import type { FolderOptions } from './folder-source.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-source-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));
const fresh = (): Builder => new Builder(mkdtempSync(join(scratch, 'case-')));

function smallTree(): Builder {
  const root = fresh();
  const a = root.dir('a');
  a.file('1', 'one');
  a.dir('b').file('2', 'two-');
  a.symlink('link', '/nowhere');
  a.dir('empty');
  root.file('a-b', 'sorts before a/');
  root.file('\xff', 'last');
  root.fifo('fifo');
  return root;
}

sourceContract('folder', async () => {
  const { root } = smallTree();
  return {
    source: new FolderSource({ paths: [root, join(root, 'gone')] }),
    lost: [join(root, 'gone')],
    // Listing a directory and reading a link set their access times, and no call of Node avoids it.
    state: () =>
      execFileSync('find', [root, '-printf', '%P %y %m %U %G %T@ %C@ ', '-type', 'f', '-printf', '%A@', '-o', '-printf', '\\n']).toString('latin1'),
  };
});

/** Paths of a walk below `root`, without what leads to it. */
async function walked(root: string, options: Partial<FolderOptions> = {}, call = listeningCall()): Promise<string[]> {
  const items = await walkAll(new FolderSource({ paths: [root], ...options }), call);
  return pathsOf(items)
    .filter((path) => path.startsWith(`${root}/`) && path !== `${root}/`)
    .map((path) => path.slice(root.length + 1));
}

describe('FolderSource paths', () => {
  it('begin at /, with the real metadata of the directories on the way', async () => {
    const { root } = smallTree();
    const items = await walkAll(new FolderSource({ paths: [`${root}/a/b`] }));
    const top = `/${root.split('/')[1]}`;
    expect(pathsOf(items)).toEqual([...waysTo(`${root}/a`), `${root}/a/b/`, `${root}/a/b/2`]);
    expect(items[0]).toMatchObject({ type: 'enter', path: top, entry: { name: top.slice(1), type: 'dir' } });
    expect(items[0]!.type === 'enter' && items[0]!.entry.mode).toBe(Number.parseInt(execFileSync('stat', ['-c', '%a', top]).toString(), 8));
  });

  it('are merged where they overlap, whatever their order or form', async () => {
    const { root } = smallTree();
    const all = pathsOf(await walkAll(new FolderSource({ paths: [root] })));
    const source = new FolderSource({ paths: [`${root}/a/b/2`, `${root}/a/`, `${root}/./x/..`, root, `${root}/a/b`] });
    expect(pathsOf(await walkAll(source))).toEqual(all);
    expect(source.paths).toEqual([`${root}/a/b/2`, `${root}/a`, root, `${root}/a/b`]);
  });

  it('may be single files and links; a link to a directory is stored as a link, and said', async () => {
    const root = smallTree();
    root.symlink('to-dir', 'a');
    const call = listeningCall();
    const items = await walkAll(new FolderSource({ paths: [`${root.root}/a-b`, `${root.root}/to-dir`] }), call);
    expect(pathsOf(items).slice(-2)).toEqual([`${root.root}/a-b`, `${root.root}/to-dir`]);
    expect(call.problems).toMatchObject([{ item: `${root.root}/to-dir`, severity: 'note' }]);
  });

  it('may lead through a link, which then stands for the directory it points to', async () => {
    const root = smallTree();
    symlinkSync('a', fsPath(root.at('way')));
    expect(await walked(root.root, { paths: [`${root.root}/way/b`] })).toEqual(['way/', 'way/b/', 'way/b/2']);
    expect(await walked(root.root, { paths: [root.root, `${root.root}/way/b`], exclude: [`${root.root}/a`] })).toContain('way/b/2');
  });

  it('are refused when relative or none, and when none exists; otherwise the missing ones are reported', async () => {
    const { root } = smallTree();
    expectFault('invalid', () => new FolderSource({ paths: ['a'] }));
    expectFault('invalid', () => new FolderSource({ paths: [] }));
    expectFault('missing', () => new FolderSource({ paths: [`${root}/x`, `${root}/a-b/y`] }).checkPaths());
    new FolderSource({ paths: [`${root}/x`, root] }).checkPaths();
  });

  it('may be / itself', async () => {
    const top = pathsOf(await walkAll(new FolderSource({ paths: ['/'], exclude: ['/*/*'] }), listeningCall()));
    expect(top).toContain('/etc/');
    expect(top).not.toContain('//');
    expect(top.every((path) => path.replace(/\/$/, '').split('/').length === 2)).toBe(true);
  });
});

describe('FolderSource exclusions', () => {
  it('leave out what matches, with all below it', async () => {
    const { root } = smallTree();
    expect(await walked(root, { exclude: ['b', '*.o', `${root}/a/1`] })).toEqual(['a/', 'a/empty/', 'a/link', 'a-b', 'fifo', '\xff']);
    expect(await walked(root, { iexclude: ['A', 'FIFO'] })).toEqual(['a-b', '\xff']);
    expect(await walked(root, { exclude: ['a/*', '!a/b'] })).toEqual(['a/', 'a/b/', 'a/b/2', 'a-b', 'fifo', '\xff']);
  });

  it('come from files, without comments, blank lines and surrounding spaces', async () => {
    const root = smallTree();
    const file = fresh().file('patterns', '\ufeff# comment\n\n  b \r\n#fifo\n$HOME\n');
    const source = new FolderSource({ paths: [root.root], exclude: ['x'], excludeFile: [file] });
    expect(source.excludes).toEqual(['x', 'b', '$HOME']);
    expect(pathsOf(await walkAll(source))).not.toContain(`${root.root}/a/b/`);
    expectFault('missing', () => new FolderSource({ paths: [root.root], excludeFile: [`${file}.none`] }));
    expectFault('invalid', () => new FolderSource({ paths: [root.root], exclude: ['ok', '[a'] }));
  });

  it('warn when they hit a path that was asked for', async () => {
    const { root } = smallTree();
    const call = listeningCall();
    expect(await walked(root, { paths: [`${root}/a`, `${root}/a-b`], exclude: ['a'] }, call)).toEqual(['a-b']);
    expect(call.problems).toMatchObject([{ item: `${root}/a`, severity: 'warning' }]);
  });

  it('keep a tagged directory and its tag, not the rest, and check the signature', async () => {
    const root = fresh();
    const cache = root.dir('cache');
    cache.file('CACHEDIR.TAG', 'Signature: 8a477f597d28d172789f06886806bc55\n# by a test');
    cache.dir('deep').file('x');
    root.dir('fake').file('CACHEDIR.TAG', 'Signature: 0');
    root.dir('fake').file('x');
    root.dir('marked').file('.nobackup', '');
    root.dir('marked').file('x');
    const call = listeningCall();
    expect(await walked(root.root, { excludeCaches: true, excludeIfPresent: ['.nobackup'] }, call)).toEqual([
      'cache/',
      'cache/CACHEDIR.TAG',
      'fake/',
      'fake/CACHEDIR.TAG',
      'fake/x',
      'marked/',
      'marked/.nobackup',
    ]);
    expect(call.problems).toMatchObject([{ item: `${root.root}/fake/CACHEDIR.TAG`, severity: 'note' }]);
    expectFault('invalid', () => new FolderSource({ paths: ['/'], excludeIfPresent: [':header'] }));
  });

  it('are not hung by a fifo with the name of a tag', async () => {
    const root = fresh();
    root.fifo('CACHEDIR.TAG');
    root.file('x');
    expect(await walked(root.root, { excludeCaches: true })).toEqual(['CACHEDIR.TAG', 'x']);
  });

  it('leave out files above a size, never directories', async () => {
    const root = fresh();
    root.file('4', '1234');
    root.file('5', '12345');
    root.dir('dir').file('4', '1234');
    expect(await walked(root.root, { excludeLargerThan: 4 })).toEqual(['4', 'dir/', 'dir/4']);
  });

  it('keep mount points as empty directories on one file system', async () => {
    const items = await walkAll(new FolderSource({ paths: ['/'], oneFileSystem: true, exclude: ['/*/*'] }), listeningCall());
    const proc = items.findIndex((item) => item.type !== 'leave' && item.path === '/proc');
    expect(items[proc]).toMatchObject({ type: 'enter' });
    const below = pathsOf(await walkAll(new FolderSource({ paths: ['/'], oneFileSystem: true, exclude: ['/*', '!/proc'] }), listeningCall()));
    expect(below).toEqual(['/proc/']);
  });
});

describe('FolderSource trees', () => {
  it('with a socket are walked without it, and it is said', async () => {
    const root = smallTree();
    const server = createServer().listen(`${root.root}/sock`);
    await new Promise((resolve) => void server.once('listening', resolve));
    const call = listeningCall();
    expect(await walked(root.root, {}, call)).not.toContain('sock');
    expect(call.problems).toMatchObject([{ item: `${root.root}/sock`, severity: 'note', fault: { kind: 'unsupported' } }]);
    server.close();
  });

  it('whose entries vanish meanwhile are walked without them', async () => {
    const root = fresh();
    for (let number = 0; number < 3000; number++) root.file(`f${String(number).padStart(4, '0')}`, '');
    const call = listeningCall();
    const seen: string[] = [];
    for await (const batch of new FolderSource({ paths: [root.root] }).walk(call)) {
      if (seen.length === 0) rmSync(root.at('f2999'));
      seen.push(...pathsOf(batch));
    }
    expect(seen).not.toContain(root.at('f2999'));
    expect(call.problems).toMatchObject([{ item: root.at('f2999'), during: 'scan', severity: 'warning', fault: { kind: 'missing' } }]);
    expect(call.progress.done.errors).toBe(1);
  });

  it('deeper than a path may be long are walked as far as the system lets', async () => {
    const { root } = fresh();
    execFileSync('python3', ['-c', 'import os,sys\nos.chdir(sys.argv[1])\nfor _ in range(5000):\n os.mkdir("d"); os.chdir("d")', root]);
    const call = listeningCall();
    const paths = await walked(root, {}, call);
    expect(paths.length).toBeGreaterThan(1900);
    expect(call.problems).toMatchObject([{ during: 'scan', severity: 'warning', fault: { message: expect.stringContaining('ENAMETOOLONG') } }]);
  });

  it('come in batches, in one pass', async () => {
    const root = fresh();
    for (let number = 0; number < 1500; number++) root.file(`f${number}`, '');
    const sizes: number[] = [];
    for await (const batch of new FolderSource({ paths: [root.root] }).walk(listeningCall())) sizes.push(batch.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1024);
    expect(sizes.length).toBeLessThan(10);
  });

  it('with names of any bytes are found', async () => {
    const root = fresh();
    const names = ['\xff', rawFromText('né'), 'a\nb', '"', '\\'];
    for (const name of names) root.file(name);
    expect(await walked(root.root)).toEqual(names.toSorted());
  });
});

/** Every directory from the top to `path`, as a walk enters them. */
const waysTo = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((_, at, parts) => `/${parts.slice(0, at + 1).join('/')}/`);
