/** Reads files for a backup, synchronously: in a worker a promise per file costs more than the file. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { fsPath } from '../../../entry/name.ts';
import type { Control } from './control.ts';
import type { Cutter } from './cutter.ts';
import type { FileRead, FileStamp, FileToRead } from './protocol.ts';
import { flat } from './worker-error.ts';

/** Never through a link put there since the walk, never waiting for a fifo put there since the walk. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const NOATIME = process.platform === 'linux' ? (constants.O_NOATIME ?? 0) : 0;
/** A file that keeps changing is read this often, then kept as it was last read. */
const TRIES = 2;

export class Stopped extends Error {}

export interface FileReaderHooks {
  cutter: Cutter;
  control: Control;
  /** Tells of bytes read, for progress. */
  read(bytes: number): void;
}

export function readFileContent(file: FileToRead, number: number, hooks: FileReaderHooks): FileRead {
  const result: FileRead = { file: number, ids: new Uint8Array(0), stamp: null, size: 0, unstable: false, error: null };
  try {
    for (let attempt = 1; ; attempt++) {
      const { before, after, ids, size } = readOnce(file, attempt > 1, hooks);
      const steady = same(before, after) && size === after.size;
      if (!steady && attempt < TRIES) continue;
      return { ...result, ids, size, stamp: attempt > 1 ? after : null, unstable: !steady };
    }
  } catch (error) {
    if (error instanceof Stopped) throw error;
    return { ...result, error: flat(error) };
  }
}

interface Attempt {
  before: FileStamp;
  after: FileStamp;
  ids: Uint8Array;
  size: number;
}

function readOnce(file: FileToRead, again: boolean, { cutter, control, read }: FileReaderHooks): Attempt {
  const fd = openQuietly(fsPath(file.path));
  try {
    const before = again ? stamp(fd) : file;
    cutter.begin();
    for (;;) {
      const bytes = cutter.feed((into) => readSync(fd, into, 0, into.length, null));
      if (control.stopped) throw new Stopped();
      if (bytes === 0) break;
      read(bytes);
      if (file.size > 0 && bytes === file.size) break; // small and read whole: fstat below tells whether more came since
    }
    const after = stamp(fd);
    return { before, after, ...cutter.end() };
  } finally {
    closeSync(fd);
  }
}

/** O_NOATIME belongs to the owner and root; for everybody else the file is opened without it. */
function openQuietly(path: string | Buffer): number {
  try {
    return openSync(path, FLAGS | NOATIME);
  } catch (error) {
    if (NOATIME === 0 || !(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
    return openSync(path, FLAGS);
  }
}

function stamp(fd: number): FileStamp {
  const status = fstatSync(fd, { bigint: true });
  if (!status.isFile()) throw Object.assign(new Error('it is no longer a regular file'), { code: 'ECHANGED' });
  return { size: Number(status.size), mtime: status.mtimeNs, ctime: status.ctimeNs, inode: status.ino };
}

const same = (a: FileStamp, b: FileStamp): boolean => a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime && a.inode === b.inode;
