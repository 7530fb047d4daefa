/** Copies files into a snapshot with their metadata, hashing on the way; links to the previous version what turns out to be the same. */
import { chmodSync, closeSync, constants, copyFileSync, fchmodSync, fchownSync, fstatSync, fsyncSync, ftruncateSync, futimesSync, linkSync, lstatSync, openSync, unlinkSync } from 'node:fs';
import type { RawPath, Xattr } from '../../../entry/entry.ts';
import { toFault } from '../../../base/fault.ts';
import { fsPath, showName } from '../../../entry/name.ts';
import { native } from '../../../entry/native.ts';
import { Stopped } from '../../worker/stop.ts';
import { isReplaced, openQuietly, replaced, same, stampOf, type FileStamp } from '../../worker/source-file.ts';
import { flat } from '../../worker/worker-error.ts';
import type { MadeFolders } from './made-folders.ts';
import { LARGE, type CopyFiles, type OddCopy, type Part, type Result } from './protocol.ts';
import { ReadThrough, WriteError, writing } from './read-through.ts';

/** A file that keeps changing is read this often, then kept as it was last read. */
const TRIES = 2;
const NONE = Buffer.alloc(32);
/** Below this size a clone saves nothing. */
const CLONE_FROM = 128 * 1024;

interface FileToCopy extends FileStamp {
  source: RawPath;
  /** Null: nothing is written. */
  to: RawPath | null;
  /** The snapshot's folder. */
  root: RawPath | null;
  previous: RawPath | null;
  known: Uint8Array;
  mode: number;
  uid: number;
  gid: number;
  xattrs: readonly Xattr[];
  /** How the source should look. */
  listed: FileStamp;
}

interface Copied {
  id: Buffer;
  size: number;
  linked: boolean;
  stamp: FileStamp | null;
  unstable: boolean;
}

/** Somebody asked for the file to be left out. */
class Skipped extends Error {}

export interface CopyHooks {
  /** Throws Stopped. */
  goOn(): void;
  isSkipped(ticket: number): boolean;
  flush: boolean;
  made: MadeFolders;
  tell(part: Part): void;
}

export class Copier {
  readonly #hooks: CopyHooks;
  readonly #through = new ReadThrough();
  readonly #self = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  /** Whether the file systems can share blocks; not known before the first try. */
  #clones: boolean | null = null;
  #tickets = 0;
  #unset: string[] = [];

  constructor(hooks: CopyHooks) {
    this.#hooks = hooks;
  }

  /** @throws WriteError when the mirror cannot be written; Stopped. */
  copy(task: CopyFiles): Result {
    const [paths, sources] = [task.paths.split('\0'), task.sources.split('\0')];
    const [ids, sizes, linked, odd] = [new Uint8Array(paths.length * 32), new Float64Array(paths.length), [] as number[], [] as OddCopy[]];
    const xattrs = new Map(task.xattrs.map(({ file, xattrs: list }) => [file, list]));
    const stamps = new Map(task.stamps.map(({ file, stamp }) => [file, stamp]));
    const farTimes = new Map(task.farTimes.map(({ file, mtime }) => [file, mtime]));
    this.#unset = [];
    for (let file = 0; file < paths.length; file++) {
      const listed = { size: task.sizes[file]!, mtime: farTimes.get(file) ?? task.mtimes[file]!, ctime: task.ctimes[file]!, inode: task.inodes[file]! };
      const copied = this.#one(file, {
        source: sources[file]!, root: task.to, to: task.to === null ? null : `${task.to}/${paths[file]!}`, previous: task.from === null ? null : `${task.from}/${paths[file]!}`,
        known: task.known.subarray(file * 32, file * 32 + 32), ...listed, listed: stamps.get(file) ?? listed,
        mode: task.modes[file]!, uid: task.uids[file]!, gid: task.gids[file]!, xattrs: xattrs.get(file) ?? [],
      }, odd);
      if (copied === null) continue;
      ids.set(copied.id, file * 32);
      sizes[file] = copied.size;
      if (copied.linked) linked.push(file);
      if (copied.stamp !== null || copied.unstable) odd.push({ file, stamp: copied.stamp, unstable: copied.unstable, error: null, skipped: false });
    }
    return { type: 'copied', ids, sizes, linked, odd, unset: this.#unset };
  }

  /** Null: it could not be read, which `odd` has. */
  #one(number: number, file: FileToCopy, odd: OddCopy[]): Copied | null {
    try {
      return this.#attempts(file, this.#watch(number, file.size));
    } catch (error) {
      if (error instanceof Stopped || error instanceof WriteError) throw error;
      if (file.to !== null && lstatSync(fsPath(file.to), { throwIfNoEntry: false }) !== undefined) writing(() => unlinkSync(fsPath(file.to!)));
      const skipped = error instanceof Skipped;
      odd.push({ file: number, stamp: null, unstable: false, error: skipped ? null : flat(isReplaced(error) ? replaced(file.source) : error), skipped });
      return null;
    }
  }

  /** Told of every piece that was read. */
  #watch(number: number, size: number): (bytes: number) => void {
    const { goOn, isSkipped, tell } = this.#hooks;
    if (size < LARGE) return () => goOn();
    const ticket = ++this.#tickets;
    tell({ type: 'reading', file: number, ticket });
    return (bytes) => {
      goOn();
      if (isSkipped(ticket)) throw new Skipped();
      tell({ type: 'read', bytes });
    };
  }

  #attempts(file: FileToCopy, read: (bytes: number) => void): Copied {
    const fd = openQuietly(fsPath(file.source));
    try {
      if (file.listed.size === 0) stampOf(fd, file.source); // a device put there since the walk has no end
      if (file.to !== null) writing(() => this.#hooks.made.forEntry(file.to!, file.root!));
      const again = this.#isStill(fd, file, read);
      if (again !== null) return again;
      for (let attempt = 1; ; attempt++) {
        const copied = this.#pass(fd, file, attempt, read);
        if (copied !== null) return copied;
      }
    } finally {
      closeSync(fd);
    }
  }

  /** The previous version once more, when only what tells of a change has changed. */
  #isStill(fd: number, file: FileToCopy, read: (bytes: number) => void): Copied | null {
    const { previous, to, known, size } = file;
    if (previous === null || to === null || NONE.equals(known)) return null;
    const stored = lstatSync(fsPath(previous), { bigint: true, throwIfNoEntry: false });
    if (stored?.isFile() !== true || Number(stored.size) !== size || stored.mtimeNs !== file.mtime) return null;
    const found = this.#through.pass(fd, { end: size === 0 ? Infinity : size, into: null, sparse: false, read });
    if (!found.id.equals(known) || !same(file.listed, stampOf(fd, file.source))) return null;
    try {
      linkSync(fsPath(previous), fsPath(to));
    } catch {
      return null; // too many links, or gone: then it is copied
    }
    return { id: found.id, size, linked: true, stamp: null, unstable: false };
  }

  /** Reads it once, into its copy. Null: it changed meanwhile, and is to be read again. */
  #pass(fd: number, file: FileToCopy, attempt: number, read: (bytes: number) => void): Copied | null {
    const before = attempt === 1 ? file.listed : stampOf(fd, file.source);
    const end = before.size === 0 ? Infinity : before.size; // some file systems (/proc) have content without a size
    const into = file.to === null ? null : this.#open(fd, file.to, before.size, attempt);
    try {
      const { id, size } = into?.isClone === true
        ? this.#through.pass(into.fd, { end, into: null, sparse: false, read })
        : this.#through.pass(fd, { end, into: into?.fd ?? null, sparse: into !== null && before.size >= CLONE_FROM && isSparse(fd), read });
      const after = stampOf(fd, file.source);
      const steady = same(before, after) && size === after.size;
      if (!steady && attempt < TRIES) return null;
      if (into !== null) this.#finish(into.fd, file, steady ? file.mtime : after.mtime);
      return { id, size, linked: false, stamp: attempt > 1 ? after : null, unstable: !steady };
    } finally {
      if (into !== null) closeSync(into.fd);
    }
  }

  /** The copy, to be filled; a clone is full already, and is what is hashed, for it no longer changes. */
  #open(fd: number, to: RawPath, size: number, attempt: number): { fd: number; isClone: boolean } {
    const isClone = attempt === 1 && size >= CLONE_FROM && this.#clone(fd, to);
    if (isClone) return { fd: openSync(fsPath(to), 'r'), isClone };
    const into = writing(() => openSync(fsPath(to), attempt === 1 ? 'wx' : 'r+', 0o600));
    if (attempt > 1) emptied(into);
    return { fd: into, isClone };
  }

  /** Blocks shared with the source, where one file system holds both and can. */
  #clone(fd: number, to: RawPath): boolean {
    if (process.platform !== 'linux' || this.#clones === false) return false;
    try {
      copyFileSync(`/proc/self/fd/${fd}`, fsPath(to), constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
      chmodSync(fsPath(to), 0o600); // with the permissions of what is saved, it could not be written again, nor be given attributes
      return (this.#clones = true);
    } catch {
      if (lstatSync(fsPath(to), { throwIfNoEntry: false }) !== undefined) writing(() => unlinkSync(fsPath(to)));
      this.#clones ??= false; // sources may lie on several file systems: one that worked once is tried again
      return false;
    }
  }

  /** Owner before permissions, which it would clear; times last. Nothing is written to it after. */
  #finish(fd: number, file: FileToCopy, mtime: bigint): void {
    const calls = native();
    const path = file.to!;
    if (file.uid !== this.#self.uid || file.gid !== this.#self.gid) this.#try('The owner', path, () => fchownSync(fd, file.uid, file.gid));
    for (const { name, value } of calls === null ? [] : file.xattrs) this.#try(`The extended attribute "${showName(name)}"`, path, () => calls!.setXattr(path, name, value ?? new Uint8Array(0)));
    this.#try('The permissions', path, () => fchmodSync(fd, file.mode));
    if (calls === null) futimesSync(fd, Number(mtime) / 1e9, Number(mtime) / 1e9);
    else this.#try('The times', path, () => calls.setTimesOf(fd, mtime, mtime));
    if (this.#hooks.flush) writing(() => fsyncSync(fd));
  }

  #try(what: string, path: RawPath, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#unset.push(toFault(error, `${what} of "${showName(path)}" could not be set`).message);
    }
  }
}

function emptied(fd: number): void {
  try {
    writing(() => ftruncateSync(fd, 0));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

const isSparse = (fd: number): boolean => {
  const { blocks, size } = fstatSync(fd);
  return blocks * 512 < size;
};
