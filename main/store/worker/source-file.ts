/** Files of a source as workers open and judge them: never following, never waiting, never leaving a trace where that can be helped. */
import { constants, fstatSync, openSync } from 'node:fs';
import { Fault } from '../../base/fault.ts';
import type { FileStamp, RawPath } from '../../entry/entry.ts';
import { showName } from '../../entry/name.ts';

/** Never through a link put there since the walk, never waiting for a fifo put there since the walk. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const NOATIME = process.platform === 'linux' ? (constants.O_NOATIME ?? 0) : 0;

export type { FileStamp };

/** O_NOATIME belongs to the owner and root; for everybody else the file is opened without it. */
export function openQuietly(path: string | Buffer): number {
  try {
    return openSync(path, FLAGS | NOATIME);
  } catch (error) {
    if (NOATIME === 0 || !(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
    return openSync(path, FLAGS);
  }
}

export function stampOf(fd: number, path: RawPath): FileStamp {
  const status = fstatSync(fd, { bigint: true });
  if (!status.isFile()) throw replaced(path);
  return { size: Number(status.size), mtime: status.mtimeNs, ctime: status.ctimeNs, inode: status.ino };
}

/** A link or a directory stands where a file was: neither is followed or read. */
export const isReplaced = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'ELOOP' || error.code === 'EISDIR');

export const replaced = (path: RawPath): Fault => new Fault('changed', `${showName(path)} is no longer the file it was when it was listed: something else took its place.`);

/** Times as they crossed threads: of one that needs more than 64 bits (the year 2262 and later) the lowest. */
export const same = (a: FileStamp, b: FileStamp): boolean =>
  a.size === b.size && BigInt.asIntN(64, a.mtime) === BigInt.asIntN(64, b.mtime) && BigInt.asIntN(64, a.ctime) === BigInt.asIntN(64, b.ctime) && BigInt.asUintN(64, a.inode) === BigInt.asUintN(64, b.inode);
