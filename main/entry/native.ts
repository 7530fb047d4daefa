/**
 * System calls Node does not offer, by koffi: extended attributes, times to the nanosecond, device nodes. Loaded at first use. Where the
 * library or the platform is missing, `native()` is null and callers do without, saying so.
 */
import { createRequire } from 'node:module';
import { constants, endianness } from 'node:os';
import type * as Koffi from 'koffi';
import type { RawName, RawPath } from './entry.ts';

/** A system error as `toFault` expects it. */
export class SystemError extends Error {
  readonly code: string;
  readonly errno: number;
  constructor(errno: number, call: string) {
    const code = errorCode(errno);
    super(`${code}: ${call}`);
    this.code = code;
    this.errno = errno;
  }
}

/** None of these follows a symbolic link. All throw SystemError. */
export interface Native {
  /** In the order the system gives them. */
  listXattrs(path: RawPath): RawName[];
  getXattr(path: RawPath, name: RawName): Uint8Array<ArrayBuffer>;
  setXattr(path: RawPath, name: RawName, value: Uint8Array): void;
  removeXattr(path: RawPath, name: RawName): void;
  /** Nanoseconds since the epoch. */
  setTimes(path: RawPath, atime: bigint, mtime: bigint): void;
  /** The same for an open file. */
  setTimesOf(fd: number, atime: bigint, mtime: bigint): void;
  /** Renames unless something is there: `EEXIST` then, `ENOSYS` or `EINVAL` where system or file system cannot promise it. */
  renameNew(from: RawPath, to: RawPath): void;
  /** @param mode type bits (S_IFIFO, S_IFCHR, S_IFBLK) and permission bits; the umask applies. */
  makeNode(path: RawPath, mode: number, rdev: bigint): void;
  /** Flushes the whole file system an open file lies on, off this thread; null where the system has no such call. */
  readonly syncFileSystem: ((fd: number) => Promise<void>) | null;
}

type SystemCall = (...args: readonly (string | number | bigint | Uint8Array | null)[]) => number;
type Calls = Readonly<Record<'list' | 'get' | 'set' | 'remove' | 'utimensat' | 'futimens' | 'mknod' | 'rename', SystemCall>>;

/** What differs between the systems: prototypes, arguments only one of them has, and constants. */
interface Dialect {
  readonly prototypes: Readonly<Record<keyof Calls, string>>;
  /** Arguments after the common ones. */
  readonly extra: Readonly<Record<'list' | 'get' | 'set' | 'remove', readonly number[]>>;
  /** Arguments of the renaming that never replaces. */
  renameArgs(from: Uint8Array, to: Uint8Array): readonly (number | Uint8Array)[];
  readonly cwd: number;
  readonly noFollow: number;
}

const LINUX: Dialect = {
  prototypes: {
    list: 'int64_t llistxattr(const void *path, void *list, size_t size)',
    get: 'int64_t lgetxattr(const void *path, const void *name, void *value, size_t size)',
    set: 'int lsetxattr(const void *path, const void *name, const void *value, size_t size, int flags)',
    remove: 'int lremovexattr(const void *path, const void *name)',
    utimensat: 'int utimensat(int dir, const void *path, const void *times, int flags)',
    futimens: 'int futimens(int fd, const void *times)',
    mknod: 'int mknod(const void *path, uint32_t mode, uint64_t dev)',
    rename: 'int renameat2(int from_dir, const void *from, int to_dir, const void *to, uint32_t flags)',
  },
  renameArgs: (from, to) => [-100, from, -100, to, 1],
  extra: { list: [], get: [], set: [0], remove: [] },
  cwd: -100,
  noFollow: 0x100,
};

/** There the plain calls take options; 1 is XATTR_NOFOLLOW. */
const MAC: Dialect = {
  prototypes: {
    list: 'int64_t listxattr(const void *path, void *list, size_t size, int options)',
    get: 'int64_t getxattr(const void *path, const void *name, void *value, size_t size, uint32_t position, int options)',
    set: 'int setxattr(const void *path, const void *name, const void *value, size_t size, uint32_t position, int options)',
    remove: 'int removexattr(const void *path, const void *name, int options)',
    utimensat: 'int utimensat(int dir, const void *path, const void *times, int flags)',
    futimens: 'int futimens(int fd, const void *times)',
    mknod: 'int mknod(const void *path, uint16_t mode, int32_t dev)',
    rename: 'int renamex_np(const void *from, const void *to, uint32_t flags)',
  },
  renameArgs: (from, to) => [from, to, 4],
  extra: { list: [1], get: [0, 1], set: [0, 1], remove: [1] },
  cwd: -2,
  noFollow: 0x20,
};

let loaded: Native | null | undefined;

/** The system calls, or null where there are none. */
export const native = (): Native | null => (loaded === undefined ? (loaded = load()) : loaded);

/** `timespec` is two 64-bit words only on 64-bit systems; the buffers here are written little-endian. */
function load(): Native | null {
  const dialect = process.platform === 'linux' ? LINUX : process.platform === 'darwin' ? MAC : null;
  if (dialect === null || endianness() !== 'LE' || !['x64', 'arm64', 'riscv64', 'loong64'].includes(process.arch)) return null;
  try {
    const library = createRequire(import.meta.url)('koffi') as typeof Koffi;
    const self = library.load(null);
    const bind = (name: keyof Calls): SystemCall => self.func(dialect.prototypes[name]);
    const calls: Calls = {
      list: bind('list'),
      get: bind('get'),
      set: bind('set'),
      remove: bind('remove'),
      utimensat: bind('utimensat'),
      futimens: bind('futimens'),
      mknod: bind('mknod'),
      rename: orMissing(() => bind('rename')),
    };
    const flush = process.platform === 'linux' ? syncfs(self.func('int syncfs(int fd)')) : null;
    return new SystemCalls(calls, dialect, library.errno, flush);
  } catch {
    return null; // no build for this machine, or a libc without one of the calls: the caller says what is lost
  }
}

/** A C library that is older than the call is as good as a system without it. */
function orMissing(bind: () => SystemCall): SystemCall {
  try {
    return bind();
  } catch {
    return () => {
      throw new SystemError(constants.errno.ENOSYS, 'rename');
    };
  }
}

/** The error's number belongs to another thread by then: Linux reports what could not be written as EIO, unless there is no room. */
const syncfs = (call: { async(...args: unknown[]): void }) => (fd: number): Promise<void> =>
  new Promise((resolve, reject) => {
    call.async(fd, (error: unknown, result: number) => {
      if (error !== null && error !== undefined) reject(error);
      else if (result < 0) reject(new SystemError(constants.errno.EIO, 'flush a file system'));
      else resolve();
    });
  });

/** Longest list or value Linux has; elsewhere longer ones are asked for twice. */
const ROOM = 65536;

class SystemCalls implements Native {
  readonly #calls: Calls;
  readonly #dialect: Dialect;
  readonly #errno: () => number;
  /** Reused for every call, since nearly all lists and values are short. */
  readonly #room = Buffer.allocUnsafeSlow(ROOM);
  readonly #path = Buffer.allocUnsafeSlow(4097);
  readonly #second = Buffer.allocUnsafeSlow(4097);
  readonly #times = Buffer.alloc(32);

  readonly syncFileSystem: Native['syncFileSystem'];

  constructor(calls: Calls, dialect: Dialect, errno: () => number, syncFileSystem: Native['syncFileSystem']) {
    this.syncFileSystem = syncFileSystem;
    this.#calls = calls;
    this.#dialect = dialect;
    this.#errno = errno;
  }

  listXattrs(path: RawPath): RawName[] {
    const length = this.#calls.list(this.#cString(path), this.#room, ROOM, ...this.#dialect.extra.list);
    if (length === 0) return [];
    if (length < 0) throw this.#error('list extended attributes');
    return this.#room.toString('latin1', 0, length - 1).split('\0');
  }

  getXattr(path: RawPath, name: RawName): Uint8Array<ArrayBuffer> {
    const [at, called, extra] = [this.#cString(path), cString(name), this.#dialect.extra.get];
    const length = this.#calls.get(at, called, this.#room, ROOM, ...extra);
    if (length >= 0) return new Uint8Array(this.#room.subarray(0, length));
    if (this.#errno() !== constants.errno.ERANGE) throw this.#error('read an extended attribute');
    const size = this.#calls.get(at, called, null, 0, ...extra);
    const value = new Uint8Array(Math.max(size, 0));
    if (size < 0 || this.#calls.get(at, called, value, size, ...extra) !== size) throw this.#error('read an extended attribute');
    return value;
  }

  setXattr(path: RawPath, name: RawName, value: Uint8Array): void {
    const bytes = value.length === 0 ? Buffer.alloc(1) : value; // an empty array has no address
    const done = this.#calls.set(this.#cString(path), cString(name), bytes, value.length, ...this.#dialect.extra.set);
    if (done < 0) throw this.#error('set an extended attribute');
  }

  removeXattr(path: RawPath, name: RawName): void {
    if (this.#calls.remove(this.#cString(path), cString(name), ...this.#dialect.extra.remove) < 0) throw this.#error('remove an extended attribute');
  }

  setTimes(path: RawPath, atime: bigint, mtime: bigint): void {
    this.#putTime(0, atime);
    this.#putTime(16, mtime);
    const { cwd, noFollow } = this.#dialect;
    if (this.#calls.utimensat(cwd, this.#cString(path), this.#times, noFollow) < 0) throw this.#error('set times');
  }

  setTimesOf(fd: number, atime: bigint, mtime: bigint): void {
    this.#putTime(0, atime);
    this.#putTime(16, mtime);
    if (this.#calls.futimens(fd, this.#times) < 0) throw this.#error('set times');
  }

  renameNew(from: RawPath, to: RawPath): void {
    if (this.#calls.rename(...this.#dialect.renameArgs(this.#cString(from), this.#cString(to, this.#second))) < 0) throw this.#error('rename');
  }

  makeNode(path: RawPath, mode: number, rdev: bigint): void {
    if (this.#calls.mknod(this.#cString(path), mode, rdev) < 0) throw this.#error('make a special file');
  }

  /** Seconds are rounded down, so that the nanoseconds are never negative. */
  #putTime(offset: number, time: bigint): void {
    const rest = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
    this.#times.writeBigInt64LE((time - rest) / 1_000_000_000n, offset);
    this.#times.writeBigInt64LE(rest, offset + 8);
  }

  /** In a buffer of its own that the next call overwrites: no allocation for each file. Too long a path stays too long for the system. */
  #cString(path: RawPath, into = this.#path): Buffer {
    if (path.length > 4096) throw new SystemError(constants.errno.ENAMETOOLONG, 'take a path');
    into[into.write(path, 'latin1')] = 0;
    return into;
  }

  #error(call: string): SystemError {
    return new SystemError(this.#errno(), call);
  }
}

const cString = (text: RawName): Buffer => Buffer.from(`${text}\0`, 'latin1');

/** The first name the number has: some have two. */
const errorCode = (errno: number): string => Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`;
