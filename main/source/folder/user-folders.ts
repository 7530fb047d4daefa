/** Where people keep their things: the folders the desktop made for them, by their real names in any language. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import type { Landmark } from '../../../preload/contract/source-procedures.ts';

export type UserFolderKind = Extract<Landmark['kind'], 'documents' | 'pictures' | 'music' | 'videos' | 'desktop' | 'downloads'>;

export interface UserFolder {
  kind: UserFolderKind;
  name: string;
  /** Absolute, real. */
  path: string;
}

export interface Person {
  home: string;
  /** Where the desktop keeps `user-dirs.dirs`. */
  config: string;
  platform: NodeJS.Platform;
}

/** In the order people care for them, with the name of their variable (freedesktop.org, xdg-user-dirs). */
const KINDS: readonly (readonly [kind: UserFolderKind, variable: string])[] = [
  ['documents', 'XDG_DOCUMENTS_DIR'], ['pictures', 'XDG_PICTURES_DIR'], ['music', 'XDG_MUSIC_DIR'], ['videos', 'XDG_VIDEOS_DIR'], ['desktop', 'XDG_DESKTOP_DIR'],
  ['downloads', 'XDG_DOWNLOAD_DIR'],
];
const USUAL: Readonly<Record<UserFolderKind, string>> = { documents: 'Documents', pictures: 'Pictures', music: 'Music', videos: 'Videos', desktop: 'Desktop', downloads: 'Downloads' };

/** Those that exist, each once; one that is the home folder itself is switched off. */
export function userFolders({ home, config, platform }: Person): UserFolder[] {
  const named = platform === 'linux' ? parseUserDirs(textOf(join(config, 'user-dirs.dirs')), home) : {};
  const found = new Map<string, UserFolder>();
  const own = realFolder(home);
  for (const [kind, variable] of KINDS) {
    const usual = platform === 'darwin' && kind === 'videos' ? 'Movies' : USUAL[kind];
    const given = named[variable] ?? join(home, usual);
    const path = realFolder(given);
    if (path !== null && path !== own && !found.has(path)) found.set(path, { kind, name: basename(given), path });
  }
  return [...found.values()];
}

/** The file is shell assignments of one form: `XDG_MUSIC_DIR="$HOME/Musik"`, or an absolute path. Other lines are passed over. */
export function parseUserDirs(text: string, home: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, variable, quoted] = /^\s*(XDG_[A-Z]+_DIR)\s*=\s*"((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
    if (variable === undefined || quoted === undefined) continue;
    const value = quoted.replace(/\\(.)/g, '$1');
    const path = /^\$HOME(?=\/|$)/.test(value) ? join(home, value.slice('$HOME'.length)) : value;
    if (isAbsolute(path)) found[variable] = path;
  }
  return found;
}

/** Where a path leads, if to a folder: a link itself would be backed up as nothing but a link. */
export function realFolder(path: string): string | null {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : null;
  } catch {
    return null; // not there, or not to be seen: not offered
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // no desktop has made it: the usual names are used
  }
}
