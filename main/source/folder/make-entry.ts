/** Making and removing single entries on disk: always anew, never through a link, never over something. */
import { closeSync, constants, lstatSync, openSync, readdirSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { Fault } from '../../base/fault.ts';
import { isAlive } from '../../base/process/alive.ts';
import type { Entry, RawName, RawPath } from '../../entry/entry.ts';
import { baseRaw, dirRaw, fsPath, joinRaw, showName } from '../../entry/name.ts';
import { native } from '../../entry/native.ts';

/** O_NOFOLLOW goes without saying beside O_EXCL, but not on every system. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/** An empty file only its owner may touch. */
export function makeFile(path: RawPath): void {
  closeSync(openSync(fsPath(path), NEW_FILE, 0o600));
}

/** An entry without content. @throws Fault `unsupported` for a type this machine cannot make, or the system's error. */
export function makeSpecial(path: RawPath, entry: Entry): void {
  switch (entry.type) {
    case 'file':
      return makeFile(path);
    case 'symlink':
      return symlinkSync(fsPath(entry.linkTarget ?? ''), fsPath(path));
    case 'fifo':
      return makeNode(path, constants.S_IFIFO, 0n);
    case 'dev':
      return makeNode(path, constants.S_IFBLK, entry.rdev ?? 0n);
    case 'chardev':
      return makeNode(path, constants.S_IFCHR, entry.rdev ?? 0n);
    case 'socket':
    case 'dir':
      throw unsupported(path, entry.type === 'dir' ? 'a directory' : 'a socket');
  }
}

function makeNode(path: RawPath, type: number, rdev: bigint): void {
  const calls = native();
  if (calls === null) throw unsupported(path, 'a special file');
  calls.makeNode(path, type | 0o600, rdev);
}

const unsupported = (path: RawPath, what: string): Fault =>
  new Fault('unsupported', `"${showName(path)}" is ${what}, which cannot be made here.`, { context: { path: showName(path) } });

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

/** Takes away an entry and all below it. Links are removed, not followed; depth costs no call frames. */
export function removeTree(path: RawPath): void {
  if (!lstatSync(fsPath(path)).isDirectory()) return unlinkSync(fsPath(path));
  const stack = [{ path, names: readdirSync(fsPath(path), 'latin1') }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const name = top.names.pop();
    if (name === undefined) {
      rmdirSync(fsPath(top.path));
      stack.pop();
      continue;
    }
    const child = joinRaw(top.path, name);
    if (lstatSync(fsPath(child)).isDirectory()) stack.push({ path: child, names: readdirSync(fsPath(child), 'latin1') });
    else unlinkSync(fsPath(child));
  }
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
