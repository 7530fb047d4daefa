/** The link `latest` of a source's folder, kept on its newest snapshot. For people: nothing here reads it. */
import { randomBytes } from 'node:crypto';
import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import type { RawPath } from '../../entry/entry.ts';
import { fsPath, joinRaw } from '../../entry/name.ts';
import type { Header } from './header.ts';
import { below, LATEST } from './layout.ts';

/** @param source name of its folder. @param headers of all snapshots there are. */
export function pointLatest(root: RawPath, source: string, headers: readonly Header[]): void {
  const link = joinRaw(below(root, source), LATEST);
  const newest = headers.filter(({ place }) => place.startsWith(`${source}/`)).toSorted((a, b) => Date.parse(a.snapshot.time) - Date.parse(b.snapshot.time)).at(-1);
  if (newest === undefined) {
    if (targetOf(link) !== null) rmSync(fsPath(link));
    return;
  }
  const target = newest.place.slice(source.length + 1);
  if (targetOf(link) === target) return;
  const side = `${link}.${randomBytes(4).toString('hex')}`;
  symlinkSync(target, fsPath(side));
  try {
    renameSync(fsPath(side), fsPath(link));
  } catch (error) {
    rmSync(fsPath(side), { force: true });
    throw error;
  }
}

/** Null: there is no such link. */
function targetOf(link: RawPath): string | null {
  try {
    return readlinkSync(fsPath(link));
  } catch {
    return null; // nothing there, or no link: then it is somebody else's
  }
}
