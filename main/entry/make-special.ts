/** Makes entries that have no content, or none yet: always anew, never through a link, never over something. */
import { closeSync, constants, openSync, symlinkSync } from 'node:fs';
import { Fault } from '../base/fault.ts';
import type { Entry, RawPath } from './entry.ts';
import { fsPath, showName } from './name.ts';
import { native } from './native.ts';

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
