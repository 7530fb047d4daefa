/** One pass over an open file: its SHA-256, and its bytes written elsewhere on the way. */
import { createHash, hash } from 'node:crypto';
import { ftruncateSync, readSync, writeSync } from 'node:fs';

/** Read at once. */
const ROOM = 1024 * 1024;
/** Zeros are looked for in blocks of this size. */
const BLOCK = 4096;
const ZEROS = Buffer.alloc(BLOCK);

export interface Pass {
  /** At most so many bytes; Infinity: to the end. */
  end: number;
  /** Descriptor of the file to fill; null: only the hash is wanted. */
  into: number | null;
  /** Blocks of zeros become holes. */
  sparse: boolean;
  /** After every so many bytes; may throw. */
  read(bytes: number): void;
}

export class ReadThrough {
  readonly #room = Buffer.allocUnsafeSlow(ROOM);

  /** @returns SHA-256 and length of what was read. Errors of writing leave as `WriteError`. */
  pass(fd: number, { end, into, sparse, read }: Pass): { id: Buffer; size: number } {
    let size = this.#fill(fd, 0, end);
    const whole = size < ROOM || size === end;
    let part = this.#room.subarray(0, size);
    if (into !== null) writeOut(into, part, 0, sparse);
    read(size);
    if (whole) {
      if (into !== null && sparse) truncate(into, size);
      return { id: hash('sha256', part, 'buffer'), size };
    }
    const digest = createHash('sha256').update(part);
    for (;;) {
      const more = this.#fill(fd, size, end);
      if (more === 0) break;
      part = this.#room.subarray(0, more);
      digest.update(part);
      if (into !== null) writeOut(into, part, size, sparse);
      size += more;
      read(more);
    }
    if (into !== null && sparse) truncate(into, size);
    return { id: digest.digest(), size };
  }

  /** As much as there is room for. */
  #fill(fd: number, at: number, end: number): number {
    const wanted = Math.min(ROOM, end - at);
    let filled = 0;
    for (let bytes = -1; filled < wanted && bytes !== 0; filled += bytes) bytes = readSync(fd, this.#room, filled, wanted - filled, at + filled);
    return filled;
  }
}

/** The place written to failed, not the file read: that ends more than this file. */
export class WriteError extends Error {
  constructor(cause: unknown) {
    super('cannot write', { cause });
  }
}

/** Runs what writes; what it throws is known for that. */
export function writing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new WriteError(error);
  }
}

function writeOut(fd: number, bytes: Buffer, at: number, sparse: boolean): void {
  if (!sparse) return writeAll(fd, bytes, at);
  let from = 0;
  for (let block = 0; block + BLOCK <= bytes.length; block += BLOCK) {
    if (bytes[block] !== 0 || bytes.compare(ZEROS, 0, BLOCK, block, block + BLOCK) !== 0) continue;
    writeAll(fd, bytes.subarray(from, block), at + from);
    from = block + BLOCK;
  }
  writeAll(fd, bytes.subarray(from), at + from);
}

function writeAll(fd: number, bytes: Buffer, at: number): void {
  writing(() => {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
  });
}

const truncate = (fd: number, size: number): void => writing(() => ftruncateSync(fd, size));
