/** Choosing a folder: what is shown, what is closed, and what is said when it cannot be. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Builder, isRoot } from '../../../test/fixture/tree/build.ts';
import { browseFolder } from './browse.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-browse-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const never = new AbortController().signal;
let root: Builder;
beforeEach(() => { root = new Builder(mkdtempSync(join(scratch, 'case-'))); });
const browse = (path: string, signal = never) => browseFolder(path, root.root, signal);
const names = async (path = root.root): Promise<string[]> => (await browse(path)).folders.map(({ name }) => name);

describe('browsing', () => {
  it('shows folders in name order, hidden ones marked, and nothing else', async () => {
    for (const name of ['Year 10', 'Year 9', 'apples', '.config']) root.dir(name);
    root.file('file');
    root.fifo('fifo');
    const { folders, parent, path, more } = await browse(root.root);
    expect(folders.map(({ name, hidden }) => [name, hidden])).toEqual([['.config', true], ['apples', false], ['Year 9', false], ['Year 10', false]]);
    expect({ path, parent, more }).toEqual({ path: root.root, parent: scratch, more: false });
    expect(folders[1]).toEqual({ name: 'apples', path: join(root.root, 'apples'), hidden: false, readable: true });
  });

  it('shows links to folders, as the folders they lead to', async () => {
    root.dir('real');
    root.file('file');
    root.symlink('link', join(root.root, 'real'));
    root.symlink('to-file', join(root.root, 'file'));
    root.symlink('to-nothing', '/no/such');
    root.symlink('circle', 'circle');
    expect((await browse(root.root)).folders.map(({ name, path }) => [name, path])).toEqual([['link', join(root.root, 'real')], ['real', join(root.root, 'real')]]);
    expect((await browse(join(root.root, 'link'))).path).toBe(join(root.root, 'real'));
  });

  it('shows names that cannot be typed, and keeps those shut that cannot be named', async () => {
    for (const name of ['line\nbreak', 'b\xc3\xbccher', '\xf0\x9f\x98\x80', 'bad\xff']) root.dir(name);
    const { folders } = await browse(root.root);
    expect(folders.find(({ name }) => name === 'bad\\xff')).toMatchObject({ readable: false });
    for (const name of ['line\nbreak', 'bücher', '😀']) expect(folders).toContainEqual(expect.objectContaining({ path: join(root.root, name), readable: true }));
    expect(folders.map(({ name }) => name)).toContain('line\\x0abreak');
    expect((await browse(join(root.root, 'line\nbreak'))).folders).toEqual([]);
  });

  it('begins at home for "~", ends at the root, and does not mind slashes', async () => {
    root.dir('a').dir('b');
    expect(await names('~')).toEqual(['a']);
    expect(await names('~/a')).toEqual(['b']);
    expect((await browse(`${root.root}//a/../a/`)).path).toBe(join(root.root, 'a'));
    expect((await browse('/')).parent).toBe(null);
  });

  it('lists ten thousand and says that there are more', async () => {
    for (let number = 0; number < 10_001; number++) mkdirSync(join(root.root, `${number}`));
    const { folders, more } = await browse(root.root);
    expect([folders.length, more, folders[9999]!.name]).toEqual([10_000, true, '9999']);
  });

  it.skipIf(isRoot)('shows closed folders as closed, and refuses them in words', async () => {
    root.dir('closed', 0);
    expect((await browse(root.root)).folders).toMatchObject([{ name: 'closed', readable: false }]);
    await expect(browse(join(root.root, 'closed'))).rejects.toMatchObject({ kind: 'denied', message: expect.stringContaining('closed') });
    chmodSync(join(root.root, 'closed'), 0o700);
  });

  it.each([['relative', 'invalid'], ['', 'invalid'], ['/nul\0', 'invalid'], [`/${'x'.repeat(300)}`, 'invalid'], ['/no/such/folder', 'missing']])('refuses %j as %s', async (path, kind) => {
    await expect(browse(path)).rejects.toMatchObject({ kind, advice: expect.stringMatching(/\w/) });
  });

  it('refuses a file, and a folder that has just gone', async () => {
    await expect(browse(root.file('file'))).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('not a folder') });
    const gone = root.dir('gone').root;
    rmSync(gone, { recursive: true });
    await expect(browse(gone)).rejects.toMatchObject({ kind: 'missing', message: expect.stringContaining('no longer') });
  });

  it('ends with the signal', async () => {
    root.dir('a');
    await expect(browse(root.root, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
