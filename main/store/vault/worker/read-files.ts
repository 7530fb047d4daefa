/** Reads files for a backup, synchronously: in a worker a promise per file costs more than the file. */
import { closeSync, readSync } from 'node:fs';
import type { RawPath } from '../../../entry/entry.ts';
import { fsPath } from '../../../entry/name.ts';
import { isReplaced, openQuietly, replaced, same, stampOf, type FileStamp } from '../../worker/source-file.ts';
import { Stopped } from '../../worker/stop.ts';
import { flat, type WorkerError } from '../../worker/worker-error.ts';
import type { Control } from './control.ts';
import type { Cutter } from './cutter.ts';
import { joinIds } from './join-ids.ts';
import type { FilesRead, FilesToRead } from './protocol.ts';

/** A file that keeps changing is read this often, then kept as it was last read. */
const TRIES = 2;

export interface FileReaderHooks {
  cutter: Cutter;
  control: Control;
  /** Tells of bytes read, for progress. */
  read(bytes: number): void;
  /** Tells which file of the task comes next, and its size as listed. */
  begin?(file: number, size: number): void;
  /** Whether the file that is being read is to be left out. */
  skipped?(): boolean;
}

/** Somebody asked for the file to be left out. */
class Skipped extends Error {}

export interface FileToRead extends FileStamp {
  path: RawPath;
}

export interface FileRead {
  /** 32 bytes a blob, in file order. */
  ids: Uint8Array;
  /** The status that goes with the bytes read; null when it is the one asked for. */
  stamp: FileStamp | null;
  size: number;
  /** It changed during every try. */
  unstable: boolean;
  error: WorkerError | null;
  skipped: boolean;
}

/** @throws Stopped. */
export function readFiles(task: FilesToRead, hooks: FileReaderHooks): FilesRead {
  const [ids, sizes, counts]: [Uint8Array[], number[], number[]] = [[], [], []];
  const odd: FilesRead['odd'] = [];
  task.paths.split('\0').forEach((path, file) => {
    const wanted = { path, size: task.sizes[file], mtime: task.mtimes[file], ctime: task.ctimes[file], inode: task.inodes[file] };
    hooks.begin?.(file, wanted.size);
    const { stamp, unstable, error, skipped, ...read } = readFileContent(wanted, hooks);
    ids.push(read.ids);
    counts.push(read.ids.length / 32);
    sizes.push(read.size);
    if (stamp !== null || unstable || error !== null || skipped) odd.push({ file, stamp, unstable, error, skipped });
  });
  return { type: 'files', ids: joinIds(ids), counts: Uint32Array.from(counts), sizes: Float64Array.from(sizes), odd };
}

/** @throws Stopped. */
export function readFileContent(file: FileToRead, hooks: FileReaderHooks): FileRead {
  const result: FileRead = { ids: new Uint8Array(0), stamp: null, size: 0, unstable: false, error: null, skipped: false };
  try {
    for (let attempt = 1; ; attempt++) {
      const { before, after, ids, size } = readOnce(file, attempt > 1, hooks);
      const steady = same(before, after) && size === after.size;
      if (!steady && attempt < TRIES) continue;
      return { ...result, ids, size, stamp: attempt > 1 ? after : null, unstable: !steady };
    }
  } catch (error) {
    if (error instanceof Stopped) throw error;
    if (error instanceof Skipped) return { ...result, skipped: true };
    return { ...result, error: flat(isReplaced(error) ? replaced(file.path) : error) };
  }
}

interface Attempt {
  before: FileStamp;
  after: FileStamp;
  ids: Uint8Array;
  size: number;
}

function readOnce(file: FileToRead, again: boolean, { cutter, control, read, skipped }: FileReaderHooks): Attempt {
  const fd = openQuietly(fsPath(file.path));
  try {
    if (file.size === 0) stampOf(fd, file.path); // a device put there since the walk has no end, either
    const before = again ? stampOf(fd, file.path) : file;
    const end = before.size === 0 ? Infinity : before.size; // some file systems (/proc) have content without a size
    cutter.begin();
    for (let size = 0; size < end; ) { // no further: a file that grows all the time would have no end
      const bytes = cutter.feed((into) => readSync(fd, into, 0, Math.min(into.length, end - size), null));
      if (control.stopped) throw new Stopped();
      if (bytes === 0) break;
      read(bytes);
      if (skipped?.() === true) throw new Skipped();
      size += bytes;
    }
    const after = stampOf(fd, file.path);
    return { before, after, ...cutter.end() };
  } finally {
    closeSync(fd);
  }
}
