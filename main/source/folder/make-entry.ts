/** What a restore leaves beside its target while it works, and finding its way among what is there. */
import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { isAlive } from '../../base/process/alive.ts';
import type { RawName, RawPath } from '../../entry/entry.ts';
import { baseRaw, dirRaw, fsPath, joinRaw } from '../../entry/name.ts';

/** Names of files that are being restored: whose process they belong to, and chance. */
const STAGED = /^\..*\.holdfast-(\d+)-[0-9a-f]{8}$/s;
const LONGEST_NAME = 255;

/** Chance once a process, then counted on: drawing it anew costs more than making a small file. */
let nextMark = randomBytes(4).readUInt32LE();
const { pid } = process; // a system call each time

/** A free name beside `path`, for what will take its place; never longer than a name may be, cut between characters. */
export function stagedPath(path: RawPath): RawPath {
  nextMark = (nextMark + 1) >>> 0;
  const mark = `.holdfast-${pid}-${nextMark.toString(16).padStart(8, '0')}`;
  return joinRaw(dirRaw(path), `.${shortened(baseRaw(path), LONGEST_NAME - 1 - mark.length)}${mark}`);
}

export const isStagedPath = (path: RawPath): boolean => STAGED.test(baseRaw(path));

/** Takes away what a restore that was cut off left in a directory. Those of a process that still runs are left alone. */
export function sweepStaged(dir: RawPath): void {
  for (const name of readdirSync(fsPath(dir), 'latin1')) {
    const pid = STAGED.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) unlinkSync(fsPath(joinRaw(dir, name)));
  }
}

/** Makes room for an ending. Names are bytes: a character cut in two would not be UTF-8 any more. */
export function shortened(name: RawName, longest: number): RawName {
  return name.length <= longest ? name : name.slice(0, longest).replace(/[\xc0-\xff][\x80-\xbf]*$/, '');
}

/** Entries in a tree, the one at its top included; 0 where there is none. */
export function countTree(path: RawPath): number {
  if (lstatSync(fsPath(path), { throwIfNoEntry: false }) === undefined) return 0;
  let entries = 0;
  for (const stack = [path]; stack.length > 0; entries++) {
    const top = stack.pop()!;
    if (lstatSync(fsPath(top)).isDirectory()) stack.push(...readdirSync(fsPath(top), 'latin1').map((name) => joinRaw(top, name)));
  }
  return entries;
}
