/** Finding people's folders by the names their desktop gave them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseUserDirs, userFolders } from './user-folders.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-folders-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let home = '';
beforeEach(() => { home = mkdtempSync(join(scratch, 'home-')); });
const make = (...names: string[]): void => names.forEach((name) => mkdirSync(join(home, name), { recursive: true }));
const found = (platform: NodeJS.Platform = 'linux'): string[][] => userFolders({ home, config: join(home, '.config'), platform }).map(({ kind, name, path }) => [kind, name, path]);

describe('folders of a person', () => {
  it('are the usual ones where nothing else is said, and only those that exist', () => {
    make('Documents', 'Videos', 'Downloads');
    expect(found()).toEqual([['documents', 'Documents', join(home, 'Documents')], ['videos', 'Videos', join(home, 'Videos')], ['downloads', 'Downloads', join(home, 'Downloads')]]);
  });

  it('have the names the desktop gave them; what is the home folder itself is switched off', () => {
    make('Dokumente', 'Documents', 'Bilder', '.config');
    writeFileSync(join(home, '.config/user-dirs.dirs'), '# made by xdg-user-dirs-update\nXDG_DOCUMENTS_DIR="$HOME/Dokumente"\nXDG_MUSIC_DIR="$HOME/"\nXDG_PICTURES_DIR="$HOME/Bilder"\n');
    expect(found().map(([, name]) => name)).toEqual(['Dokumente', 'Bilder']);
  });

  it('are where links lead: a link itself holds nothing', () => {
    make('data/docs');
    symlinkSync(join(home, 'data/docs'), join(home, 'Documents'));
    symlinkSync(join(home, 'data/docs'), join(home, 'Pictures'));
    expect(found()).toEqual([['documents', 'Documents', join(home, 'data/docs')]]);
  });

  it('are called Movies on a Mac', () => {
    make('Movies', 'Videos');
    expect(found('darwin')).toEqual([['videos', 'Movies', join(home, 'Movies')]]);
  });
});

describe('user-dirs.dirs', () => {
  it('is read as the shell would, as far as such files go', () => {
    const text = 'XDG_MUSIC_DIR="/srv/music"\n  XDG_VIDEOS_DIR = "$HOME/a \\"b\\""\nXDG_DESKTOP_DIR="Desk"\nXDG_PICTURES_DIR=$(rm)\nXDG_DOCUMENTS_DIR="$HOMEWORK/x"\n';
    expect(parseUserDirs(text, '/home/ada')).toEqual({ XDG_MUSIC_DIR: '/srv/music', XDG_VIDEOS_DIR: '/home/ada/a "b"' });
  });
});
