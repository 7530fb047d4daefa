/** Finds the folder of a new snapshot: that of its source, and in it a name nobody has. */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import type { RawPath } from '../../entry/entry.ts';
import { fsPath } from '../../entry/name.ts';
import { native } from '../../entry/native.ts';
import type { SnapshotRequest } from '../store.ts';
import type { Header } from './header.ts';
import { below, PARTIAL, sourceName, timeName } from './layout.ts';

export interface NewPlace {
  /** `<source>/<time>`. */
  place: string;
  /** Where it is filled. */
  partial: RawPath;
}

/** @param headers of all snapshots. Makes the folder that is to be filled. */
export function placeNew(root: RawPath, { paths, hostname, time }: SnapshotRequest, headers: readonly Header[]): NewPlace {
  const source = sourceFolder(root, paths, hostname, headers);
  for (let number = 1; ; number++) {
    const place = `${source}/${timeName(time)}${number === 1 ? '' : `-${number}`}`;
    const partial = below(root, place + PARTIAL);
    if (isThere(below(root, place)) || !isMade(partial)) continue;
    if (isThere(below(root, place))) continue; // committed by somebody else in between; what was made is rubbish
    withoutInherited(partial);
    return { place, partial };
  }
}

/** The folder of the same paths of the same machine; a new source gets one that is not there, or holds nothing. */
function sourceFolder(root: RawPath, paths: readonly string[], hostname: string, headers: readonly Header[]): string {
  const same = headers.findLast(({ snapshot }) => snapshot.hostname === hostname && snapshot.paths.join('\0') === paths.join('\0'));
  if (same !== undefined) {
    const folder = same.place.split('/')[0]!;
    isMade(below(root, folder));
    return folder;
  }
  const taken = new Set(headers.map(({ place }) => place.split('/')[0]!));
  for (let number = 1; ; number++) {
    const folder = number === 1 ? sourceName(paths) : `${sourceName(paths)}-${number}`;
    if (taken.has(folder)) continue;
    if (isMade(below(root, folder)) || holdsOnlyOurs(below(root, folder))) return folder;
  }
}

/** Empty, or with snapshots in the making: of two first backups of one source at once, both use it. */
const holdsOnlyOurs = (folder: RawPath): boolean =>
  lstatSync(fsPath(folder)).isDirectory() && readdirSync(fsPath(folder), 'latin1').every((name) => name.endsWith(PARTIAL));

const isThere = (path: RawPath): boolean => lstatSync(fsPath(path), { throwIfNoEntry: false }) !== undefined;

/** False: something of that name was there. */
function isMade(folder: RawPath): boolean {
  try {
    mkdirSync(fsPath(folder), 0o700);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Default access rules of the drive must not reach the copies. */
function withoutInherited(folder: RawPath): void {
  const calls = native();
  try {
    for (const name of calls?.listXattrs(folder) ?? []) if (name.startsWith('system.posix_acl_')) calls!.removeXattr(folder, name);
  } catch {
    // a file system without such attributes hands none down
  }
}
