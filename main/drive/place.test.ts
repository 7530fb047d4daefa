/** Where a path really lies: through links, bind names and folders that are not there yet. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { folderAround, mayWrite, realPlace } from './place.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-place-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let root = '';
const at = (path: string): string => join(root, path);
beforeEach(() => {
  root = mkdtempSync(join(scratch, 'case-'));
  mkdirSync(at('docs/letters'), { recursive: true });
  mkdirSync(at('drive'));
  symlinkSync(at('docs/letters'), at('drive/shortcut'));
  symlinkSync(at('docs/new'), at('drive/dangling'));
  symlinkSync('circle', at('drive/circle'));
  writeFileSync(at('file'), '');
});
const around = async (path: string, ...folders: string[]): Promise<string | null> => folderAround(await realPlace(at(path)), folders.map(at));

describe('a place', () => {
  it('that exists is itself', async () => {
    expect(await realPlace(at('docs'))).toEqual({ path: at('docs'), existing: at('docs'), exists: true });
  });
  it('that does not exist yet lies on the nearest folder above', async () => {
    expect(await realPlace(at('docs/a/b c'))).toEqual({ path: at('docs/a/b c'), existing: at('docs'), exists: false });
  });
  it('is where links lead, those to nothing too', async () => {
    expect(await realPlace(at('drive/shortcut/x'))).toMatchObject({ path: at('docs/letters/x'), existing: at('docs/letters') });
    expect(await realPlace(at('drive/dangling/x'))).toMatchObject({ path: at('docs/new/x'), existing: at('docs'), exists: false });
  });
  it.each(['file', 'file/below', 'drive/circle', 'drive/circle/x'])('cannot be %s', async (path) => {
    await expect(realPlace(at(path))).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(path.split('/')[0]!) });
  });
});

describe('a place in a folder', () => {
  it.each([
    ['docs', true], ['docs/letters', true], ['docs/not/yet', true], ['drive', false], ['drive/shortcut', true], ['drive/shortcut/new', true], ['drive/dangling', true], ['docs2', false], ['.', false],
  ])('%s: %s', async (path, inside) => {
    expect(await around(path, 'drive/other', 'docs')).toBe(inside ? at('docs') : null);
  });
  it('is found when the folder is named by a link, or is not there', async () => {
    expect(await around('docs/letters/x', 'drive/shortcut')).toBe(at('drive/shortcut'));
    expect(await around('gone/x', 'gone')).toBe(at('gone'));
  });
});

describe('writing', () => {
  it('is asked about, and leaves nothing behind', async () => {
    expect(await mayWrite(at('docs'))).toBe(true);
    expect(await mayWrite(at('gone'))).toBe(false);
    expect(readdirSync(at('docs'))).toEqual(['letters']);
  });
  it.skipIf(process.geteuid?.() === 0)('is refused where the folder says so', async () => {
    chmodSync(at('docs'), 0o500);
    expect(await mayWrite(at('docs'))).toBe(false);
    chmodSync(at('docs'), 0o700);
  });
});
