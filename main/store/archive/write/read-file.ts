/** Reads a file for a backup: small ones whole, large ones as a stream; both say when the bytes are not those of one moment. */
import { closeSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Entry, RawPath } from '../../../entry/entry.ts';
import { fsPath } from '../../../entry/name.ts';
import { isReplaced, openQuietly, replaced, same, stampOf, type FileStamp } from '../../worker/source-file.ts';

/** Files of at most so many bytes are read whole. */
export const SMALL = 1024 * 1024;
/** A file that was small when it was listed, and has more bytes by now, is one for a stream. */
const MOST = 16 * SMALL;
/** A file that keeps changing is read this often, then kept as it was last read. */
const TRIES = 2;

export interface WholeFile {
  bytes: Buffer;
  stamp: FileStamp;
  /** It changed during every try. */
  unstable: boolean;
}

/**
 * @param room the bytes come in it, if they fit: they are good until it is used again.
 * @param listed how it should look; null: nobody looked yet. @param most bytes it may have.
 * @returns null where it has more.
 * @throws the system's error, or a Fault `changed` where something else stands by now.
 */
export function readWhole(path: RawPath, room: Buffer | null, listed: FileStamp | null = null, most = MOST): WholeFile | null {
  for (let attempt = 1; ; attempt++) {
    const fd = opened(path);
    try {
      const isTold = attempt === 1 && listed !== null && listed.size > 0; // without a size it is read to its end: only of a file that has one
      const before = isTold ? listed : stampOf(fd, path);
      if (before.size > most) return null;
      const bytes = contentOf(fd, before.size === 0 ? Infinity : before.size, room, most); // some file systems (/proc) have content without a size
      if (bytes.length > most) return null;
      const after = stampOf(fd, path);
      const steady = same(before, after) && bytes.length === after.size;
      if (steady || attempt === TRIES) return { bytes, stamp: after, unstable: !steady };
    } finally {
      closeSync(fd);
    }
  }
}

/** To its end, or so far that it is known to have more than `most`. */
function contentOf(fd: number, end: number, room: Buffer | null, most: number): Buffer {
  const last = Math.min(end, most + 1);
  if (room === null || (end > room.length && end !== Infinity)) return ownContent(fd, last);
  let size = 0;
  for (let read = -1; size < Math.min(end, room.length) && read !== 0; size += read) read = readSync(fd, room, size, Math.min(end, room.length) - size, null);
  return size < room.length || size === end ? room.subarray(0, size) : ownContent(fd, last, Buffer.from(room));
}

/** @param first what was read of it already. */
function ownContent(fd: number, end: number, first: Buffer = Buffer.alloc(0)): Buffer {
  const parts = first.length === 0 ? [] : [first];
  for (let size = first.length; size < end; ) {
    const into = Buffer.allocUnsafeSlow(Math.min(SMALL, end - size));
    const read = readSync(fd, into, 0, into.length, null);
    if (read === 0) break;
    parts.push(into.subarray(0, read));
    size += read;
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** A large file being read. It never fails in the middle: it ends early, and says why. */
export class FileStream {
  readonly #path: RawPath;
  readonly #fd: number;
  readonly #before: FileStamp;
  readonly #read: (bytes: number) => void;
  #skipped = false;
  #error: unknown = null;
  #steady = true;

  /** @param read told of bytes as they come. @throws as `readWhole`. */
  constructor(path: RawPath, read: (bytes: number) => void) {
    this.#path = path;
    this.#fd = opened(path);
    this.#read = read;
    try {
      this.#before = stampOf(this.#fd, path);
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  get stamp(): FileStamp {
    return this.#before;
  }

  /** What it broke off with; null: it did not. */
  get error(): unknown {
    return this.#error;
  }

  get skipped(): boolean {
    return this.#skipped;
  }

  get unstable(): boolean {
    return !this.#steady;
  }

  /** Reads no further. */
  skip(): void {
    this.#skipped = true;
  }

  /** The file as it was when it was opened: to its size then, or to its end where the system tells none. Closes it. @param room each piece comes in it, good until the next is asked for; null: in memory of its own. */
  async *bytes(signal: AbortSignal, room: Buffer | null): AsyncGenerator<Uint8Array> {
    try {
      const end = this.#before.size === 0 ? Infinity : this.#before.size; // as above
      for (let at = 0; at < end && !this.#skipped; ) {
        await setImmediate(); // whoever wants to cut this off is heard
        signal.throwIfAborted();
        const part = this.#next(at, end, room);
        if (part === null) break;
        at += part.length;
        this.#read(part.length);
        yield part;
      }
      this.#settle();
    } finally {
      closeSync(this.#fd);
    }
  }

  #next(at: number, end: number, room: Buffer | null): Buffer | null {
    try {
      const length = Math.min(SMALL, end - at);
      const into = room?.subarray(0, length) ?? Buffer.allocUnsafeSlow(length);
      const read = readSync(this.#fd, into, 0, length, at);
      return read === 0 ? null : into.subarray(0, read);
    } catch (error) {
      this.#error = error;
      return null;
    }
  }

  #settle(): void {
    try {
      this.#steady = same(this.#before, stampOf(this.#fd, this.#path));
    } catch (error) {
      this.#error ??= error;
    }
  }
}

function opened(path: RawPath): number {
  try {
    return openQuietly(fsPath(path));
  } catch (error) {
    throw isReplaced(error) ? replaced(path) : error;
  }
}

/** The entry as it was read. */
export function takeStamp(entry: Entry, { mtime, ctime, inode }: FileStamp): void {
  Object.assign(entry, { mtime, atime: mtime, ctime, inode });
}
