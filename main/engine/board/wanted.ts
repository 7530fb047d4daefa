/** What is to be on a board afterwards: files and directories by their paths there, and how to get at the bytes. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Call } from '../../base/call.ts';
import type { BoardInfo } from '../../serial/board.ts';

export interface WantedEntry {
  /** Absolute, on the board. */
  readonly path: string;
  readonly type: 'file' | 'dir';
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Content of a file; may be asked for more than once. */
  read(call: Call): AsyncIterable<Uint8Array>;
}

/** A directory that is restored whole: what is in it and not wanted is extraneous, where `covers` says so of its name. */
export interface Scope {
  readonly path: string;
  covers(name: string): boolean;
}

export interface Wanted {
  /** Parents before children. */
  readonly entries: readonly WantedEntry[];
  readonly scopes: readonly Scope[];
}

/** What the board's own hash of a file with this content would be; SHA-256 where the board has none. */
export async function digestOf(entry: WantedEntry, kind: BoardInfo['hash'], call: Call): Promise<string> {
  const sum = new Digest(kind);
  for await (const bytes of entry.read(call)) sum.add(bytes);
  return sum.end();
}

export class Digest {
  readonly #hash = createHash('sha256');
  readonly #kind: BoardInfo['hash'];
  #sum = 0;

  constructor(kind: BoardInfo['hash']) {
    this.#kind = kind;
  }

  add(bytes: Uint8Array): void {
    if (this.#kind === 'crc32') this.#sum = crc32(bytes, this.#sum);
    else this.#hash.update(bytes);
  }

  /** Hexadecimal digits, as the board has them. */
  end(): string {
    if (this.#kind !== 'crc32') return this.#hash.digest('hex');
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(this.#sum);
    return bytes.toString('hex');
  }
}
