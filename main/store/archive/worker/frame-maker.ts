/** Makes a frame of a tar: reads files between the members that are given. Synchronously: a promise a file costs more than the file. */
import { hash } from 'node:crypto';
import type { Entry, FileStamp, Xattr } from '../../../entry/entry.ts';
import { baseRaw } from '../../../entry/name.ts';
import { isReplaced, replaced, same } from '../../worker/source-file.ts';
import { Stopped } from '../../worker/stop.ts';
import { flat } from '../../worker/worker-error.ts';
import { padding } from '../container/tar/header.ts';
import { memberHeader } from '../container/tar/member.ts';
import { readWhole } from '../write/read-file.ts';
import { USUAL, type FrameMade, type FrameToMake, type OddFile } from './protocol.ts';

/** Room for usual frames; one that needs more is given more. */
export const ROOM = 3 << 20;
/** Beyond a file's listed size, for its header, what fills its last block, and a byte that shows that it grew. */
const MARGIN = 64 << 10;
/** A frame of more bytes takes no more of a file than was listed: what outgrew that is left out, and read as a stream. */
const MOST = 16 << 20;

/** What a frame is, and what is in it. */
export interface Frame extends Omit<FrameMade, 'bytes'> {
  /** A view, good until the next one is made. */
  plain: Uint8Array<ArrayBuffer>;
}

export class FrameMaker {
  /** Not zeroed: a page of it becomes memory only when something is written there. */
  #room = Buffer.allocUnsafeSlow(ROOM);
  readonly #goOn: () => void;

  /** @param goOn called before each file; what it throws ends the work. */
  constructor(goOn: () => void = () => undefined) {
    this.#goOn = goOn;
  }

  make(task: FrameToMake): Frame {
    if (this.#room.length > 4 * ROOM) this.#room = Buffer.allocUnsafeSlow(ROOM);
    const { given, before, known, xattrs } = task;
    const files = new Files(task, new Map(xattrs.map((file) => [file.file, file.xattrs])));
    const wanted = new Map(known.map(({ file, sha256 }) => [file, sha256]));
    const made = new Made(before.length);
    let [end, from] = [0, 0];
    for (let file = 0; file < before.length; file++) {
      this.#goOn();
      end = this.#give(given.subarray(from, before[file]), end);
      from = before[file]!;
      end += this.#take(files, file, wanted.get(file) ?? null, end, made);
    }
    end = this.#give(given.subarray(from), end);
    const { ids, sizes, taken, headers, odd } = made;
    return { ids, sizes, taken, headers, odd, plain: this.#room.subarray(0, end) };
  }

  #give(bytes: Uint8Array, at: number): number {
    this.#reserve(at, bytes.length);
    this.#room.set(bytes, at);
    return at + bytes.length;
  }

  /** Bytes it takes; 0 where it is left out. */
  #take(files: Files, file: number, known: string | null, at: number, made: Made): number {
    const [listed, path] = [files.stamp(file), files.paths[file]!];
    try {
      const entry = files.entry(file);
      let header = memberHeader(entry, path, listed.size, null);
      this.#reserve(at, header.length + listed.size + MARGIN);
      const read = readWhole(files.sources[file]!, this.#room.subarray(at + header.length), listed, Math.max(listed.size, MOST - at));
      if (read === null) return made.leaveOut(file, { outgrew: true });
      const { bytes, stamp, unstable } = read;
      const [id, size] = [hash('sha256', bytes, 'buffer'), bytes.length];
      const isAsListed = same(stamp, listed) && size === listed.size;
      const isKnown = known !== null && id.equals(Buffer.from(known, 'hex'));
      if (!isAsListed || unstable || isKnown) made.odd.push({ ...USUAL, file, stamp: isAsListed ? null : stamp, unstable, known: isKnown });
      made.ids.set(id, file * 32);
      made.sizes[file] = size;
      if (isKnown) return 0;
      if (!isAsListed) header = memberHeader({ ...entry, mtime: stamp.mtime, size }, path, size, null);
      made.headers[file] = header.length;
      return (made.taken[file] = this.#place(header, bytes, at));
    } catch (error) {
      if (error instanceof Stopped) throw error;
      return made.leaveOut(file, { error: flat(isReplaced(error) ? replaced(files.sources[file]!) : error) });
    }
  }

  /** The content mostly lies where it belongs. */
  #place(header: Uint8Array, content: Buffer, at: number): number {
    const [start, size] = [at + header.length, content.length];
    const end = start + size + padding(size);
    this.#reserve(at, end - at); // where that is another room, the content still has the old one
    const isThere = content.buffer === this.#room.buffer && content.byteOffset === start;
    if (!isThere) this.#room.set(content, start);
    this.#room.set(header, at);
    this.#room.fill(0, start + size, end);
    return end - at;
  }

  #reserve(at: number, more: number): void {
    if (at + more <= this.#room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(at + more, 2 * this.#room.length));
    this.#room.copy(larger, 0, 0, at);
    this.#room = larger;
  }
}

/** The columns of a task, file by file. */
class Files {
  readonly paths: readonly string[];
  readonly sources: readonly string[];
  readonly #owners: readonly string[];
  readonly #task: FrameToMake;
  readonly #xattrs: ReadonlyMap<number, readonly Xattr[]>;

  constructor(task: FrameToMake, xattrs: ReadonlyMap<number, readonly Xattr[]>) {
    this.#task = task;
    this.#xattrs = xattrs;
    [this.paths, this.sources, this.#owners] = [task.paths.split('\0'), task.sources.split('\0'), task.owners.split('\0')];
  }

  stamp(file: number): FileStamp {
    const { sizes, mtimes, ctimes, inodes } = this.#task;
    return { size: sizes[file]!, mtime: mtimes[file]!, ctime: ctimes[file]!, inode: inodes[file]! };
  }

  entry(file: number): Entry {
    const { modes, uids, gids } = this.#task;
    const { size, mtime, ctime, inode } = this.stamp(file);
    const entry: Entry = {
      name: baseRaw(this.paths[file]!), type: 'file', mode: modes[file]!, uid: uids[file]!, gid: gids[file]!, user: this.#owners[2 * file]!, group: this.#owners[2 * file + 1]!,
      mtime, atime: mtime, ctime, inode, deviceId: 0n, links: 1, size,
    };
    const xattrs = this.#xattrs.get(file);
    if (xattrs !== undefined) entry.xattrs = xattrs;
    return entry;
  }
}

class Made {
  readonly ids: Uint8Array<ArrayBuffer>;
  readonly sizes: Float64Array<ArrayBuffer>;
  readonly taken: Float64Array<ArrayBuffer>;
  readonly headers: Uint32Array<ArrayBuffer>;
  readonly odd: OddFile[] = [];

  constructor(count: number) {
    [this.ids, this.sizes, this.taken, this.headers] = [new Uint8Array(count * 32), new Float64Array(count), new Float64Array(count), new Uint32Array(count)];
  }

  /** Of the frame, which it then takes no bytes of. */
  leaveOut(file: number, why: Partial<OddFile>): 0 {
    this.odd.push({ ...USUAL, ...why, file });
    return 0;
  }
}
