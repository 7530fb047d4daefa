/** A board in memory: for what is tried hundreds of times, where the way to the board does not matter. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { Fault } from '../../main/base/fault.ts';
import type { Board, BoardCall, BoardEntry, BoardInfo, Hashed } from '../../main/serial/board.ts';

const SIZE = 1 << 24;
const PIECE = 4096;

export class MemoryBoard implements Board {
  readonly info: BoardInfo;
  /** Paths whose content was asked for. */
  readonly reads: string[] = [];
  /** By path; null is a directory. */
  readonly #entries = new Map<string, Buffer | null>();
  readonly #times = new Map<string, number>();
  /** Seconds since 1970; never set, it stands. */
  clock = 946_684_800;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, info: Partial<BoardInfo> = {}) {
    this.info = {
      port: '/dev/ttyMemory', baud: 115_200, id: 'e66141', machine: 'Board in memory', platform: 'unix', version: '1.27.0', build: '', frequency: null, memoryFree: 1e6, memoryTotal: 1e6,
      mounts: [{ path: '/', size: SIZE, free: SIZE, block: 1 }], partitions: [], hash: 'sha256', clockSet: false, found: 'idle', ...info,
    };
    for (const [path, content] of Object.entries(files)) this.put(path, content);
  }

  /** From outside, with the directories above. */
  put(path: string, content: string | Uint8Array): void {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) this.#entries.set(`/${parts.slice(0, depth).join('/')}`, null);
    this.#set(`/${path}`, Buffer.from(content));
  }

  /** From outside: with all below. */
  drop(path: string): void {
    for (const at of this.#entries.keys()) if (at === `/${path}` || at.startsWith(`/${path}/`)) this.#entries.delete(at);
  }

  /** Every file by its path without leading `/`, bytes as `latin1`; directories end in `/` and are empty. */
  files(): Record<string, string> {
    return Object.fromEntries(Array.from(this.#entries, ([path, content]) => [path.slice(1) + (content === null ? '/' : ''), content?.toString('latin1') ?? '']));
  }

  async list(directory: string, { signal }: BoardCall): Promise<BoardEntry[]> {
    signal.throwIfAborted();
    this.#requireDirectory(directory);
    return [...this.#entries.keys()].filter((path) => posix.dirname(path) === directory).map((path) => ({ name: posix.basename(path), ...this.#told(path) }));
  }

  async stat(path: string, { signal }: BoardCall): Promise<Omit<BoardEntry, 'name'>> {
    signal.throwIfAborted();
    return this.#told(path);
  }

  async *hash(paths: readonly string[], { signal }: BoardCall): AsyncGenerator<Hashed> {
    for (const path of paths) {
      signal.throwIfAborted();
      const content = this.#entries.get(path);
      yield content == null ? { path, fault: missing(path) } : { path, digest: createHash('sha256').update(content).digest('hex') };
    }
  }

  async *read(path: string, { signal, moved }: BoardCall): AsyncGenerator<Uint8Array> {
    signal.throwIfAborted();
    const content = this.#entries.get(path);
    if (content == null) throw missing(path);
    this.reads.push(path);
    for (let at = 0; at < content.length; at += PIECE) {
      const piece = content.subarray(at, at + PIECE);
      moved?.(piece.length);
      signal.throwIfAborted();
      yield piece;
    }
  }

  async write(path: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, { signal, moved }: BoardCall): Promise<void> {
    signal.throwIfAborted();
    this.#requireDirectory(posix.dirname(path));
    const pieces: Uint8Array[] = [];
    for await (const piece of content) {
      moved?.(piece.length);
      signal.throwIfAborted();
      pieces.push(piece);
    }
    this.#set(path, Buffer.concat(pieces));
  }

  async makeDirectory(path: string, { signal }: BoardCall): Promise<void> {
    signal.throwIfAborted();
    this.#requireDirectory(posix.dirname(path));
    if (this.#entries.has(path)) throw new Fault('exists', `${path} is on the board already.`, { context: { path } });
    this.#entries.set(path, null);
  }

  async rename(from: string, to: string, { signal }: BoardCall): Promise<void> {
    signal.throwIfAborted();
    const content = this.#entries.get(from);
    if (content == null) throw missing(from);
    this.#entries.delete(from);
    this.#set(to, content);
  }

  async remove(path: string, { signal }: BoardCall): Promise<void> {
    signal.throwIfAborted();
    if (this.#entries.get(path) == null) throw missing(path);
    this.#entries.delete(path);
  }

  async removeDirectory(path: string, { signal }: BoardCall): Promise<void> {
    signal.throwIfAborted();
    this.#requireDirectory(path);
    if ([...this.#entries.keys()].some((at) => at.startsWith(`${path}/`))) throw new Fault('exists', `${path} on the board is not empty.`, { context: { path } });
    this.#entries.delete(path);
  }

  async space(): Promise<{ size: number; free: number; block: number }> {
    return { size: SIZE, free: SIZE, block: 1 };
  }

  async setClock(time: number): Promise<void> {
    this.clock = Math.trunc(time / 1000);
  }

  async close(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}

  #set(path: string, content: Buffer): void {
    this.#entries.set(path, content);
    this.#times.set(path, this.clock);
  }

  #told(path: string): Omit<BoardEntry, 'name'> {
    const content = this.#entries.get(path);
    if (content === undefined) throw missing(path);
    return content === null ? { type: 'dir', size: 0, mtime: 0 } : { type: 'file', size: content.length, mtime: this.#times.get(path) ?? 0 };
  }

  #requireDirectory(path: string): void {
    if (path !== '/' && this.#entries.get(path) !== null) throw missing(path);
  }
}

const missing = (path: string): Fault => new Fault('missing', `${path} is not on the board.`, { context: { path } });
