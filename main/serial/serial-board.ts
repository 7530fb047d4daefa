/** A board behind a link: the operations of `Board` as requests to the helper. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { crc32 } from 'node:zlib';
import { Fault, isFault } from '../base/fault.ts';
import { parseSpace } from './about.ts';
import type { Board, BoardCall, BoardEntry, BoardInfo, Hashed } from './board.ts';
import { concat, shortPath, unsigned, utf8 } from './bytes.ts';
import { parseHashes, parseList, typeOf } from './answers.ts';
import { HIDDEN, PARTIAL } from './hidden.ts';
import type { Link } from './link.ts';
import type { Pace } from './pace.ts';
import { readBurst } from './read-file.ts';
import { Refusal, refused } from './refusal.ts';
import { Turns } from './turns.ts';
import { writeFile } from './write-file.ts';

/** What the helper says when a file is not what was sent (see `on-board/files.ts`). */
const OTHER_CONTENT = '74';
/** Files hashed by one request. */
const HASHED_AT_ONCE = 32;

export interface BoardParts {
  readonly info: BoardInfo;
  readonly link: Link;
  readonly pace: Pace;
  /** Whether the board can decompress. */
  readonly inflates: boolean;
  /** Seconds to add to the board's times. */
  readonly epoch: number;
  /** Gives the board back as wanted and frees the port. */
  leave(restart: boolean): Promise<void>;
}

export class SerialBoard implements Board {
  readonly info: BoardInfo;
  readonly #parts: BoardParts;
  readonly #turns = new Turns();
  #closed: Promise<void> | null = null;

  constructor(parts: BoardParts) {
    this.info = parts.info;
    this.#parts = parts;
  }

  async list(directory: string, { signal }: BoardCall): Promise<BoardEntry[]> {
    const { link, epoch } = this.#parts;
    const parts = await this.#do(directory, signal, () => link.all('L', () => concat(unsigned(link.frameSize, 2), utf8(directory)), signal));
    return parseList(parts, epoch).filter(({ name }) => !name.startsWith(HIDDEN));
  }

  async stat(path: string, { signal }: BoardCall): Promise<Omit<BoardEntry, 'name'>> {
    const answer = Buffer.from(await this.#call('T', path, signal));
    return { type: typeOf(answer[0]!), size: answer.readUInt32LE(2), mtime: answer.readUInt32LE(6) + this.#parts.epoch };
  }

  async *hash(paths: readonly string[], { signal, moved }: BoardCall): AsyncIterable<Hashed> {
    const { port, hash } = this.info;
    if (hash === null) throw new Fault('unsupported', `The board on ${port} cannot compute checksums.`, { context: { port }, advice: 'Its files are compared by reading them.' });
    for (let from = 0; from < paths.length;) {
      const batch = this.#batch(paths.slice(from, from + HASHED_AT_ONCE));
      from += batch.length;
      const body = concat(unsigned(1024, 2), ...batch.map(shortPath));
      let counted = 0;
      const parts = await this.#do(batch[0]!, signal, () =>
        this.#parts.link.all('H', () => body, signal, (part) => {
          if (part[0] !== 0x70 || part.length !== 5) counted = 0;
          else {
            const sum = Buffer.from(part).readUInt32LE(1);
            moved?.(sum - counted);
            counted = sum;
          }
        }),
      );
      yield* parseHashes(batch, parts, port);
    }
  }

  /** As many paths as one frame takes; at least one. */
  #batch(paths: readonly string[]): readonly string[] {
    let room = this.#parts.link.frameSize;
    const count = paths.findIndex((path) => (room -= shortPath(path).length) < 0);
    return count < 0 ? paths : paths.slice(0, Math.max(1, count));
  }

  async *read(path: string, { signal, moved }: BoardCall): AsyncIterable<Uint8Array> {
    const { link, pace } = this.#parts;
    for (let offset = 0; ;) {
      const { pieces, last } = await this.#do(path, signal, () => readBurst(link, path, offset, pace, signal, (bytes) => moved?.(bytes)));
      for (const piece of pieces) {
        offset += piece.length;
        yield piece;
      }
      if (last) return;
    }
  }

  async write(path: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, call: BoardCall): Promise<void> {
    const { link, inflates } = this.#parts;
    const { signal } = call;
    const partial = posix.join(posix.dirname(path), PARTIAL);
    const sums = sumsOf(content, this.info.hash);
    await this.#do(path, signal, async () => {
      try {
        await writeFile(link, partial, sums.content, inflates, signal, (bytes) => call.moved?.(bytes));
        await this.#finish(partial, path, this.info.hash === null ? '' : sums.digest(), signal);
      } catch (error) {
        if (!isFault(error, 'offline')) await this.#discard(partial);
        throw error;
      }
    });
  }

  /** Closed, hashed and compared on the board, and given its name: in one request. @param digest hexadecimal digits; empty: the board cannot hash. */
  async #finish(partial: string, path: string, digest: string, signal: AbortSignal): Promise<void> {
    const wanted = Buffer.from(digest, 'hex');
    try {
      await this.#parts.link.call('W', concat(unsigned(wanted.length, 1), wanted, shortPath(partial), utf8(path)), signal);
    } catch (error) {
      if (!(error instanceof Refusal) || error.detail !== OTHER_CONTENT) throw error;
      throw new Fault('damaged', `${path}: the board does not hold what was written.`, { context: { path, port: this.info.port }, advice: 'Write it again; if it stays so, the flash of the board is worn out.' });
    }
  }

  /** The board may be gone or full by now: what is left then is not listed, and is overwritten by the next file written beside it. */
  async #discard(partial: string): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    try {
      await this.#parts.link.call('C', new Uint8Array(0), signal);
      await this.#parts.link.call('R', utf8(partial), signal);
    } catch {
      // as said above
    }
  }

  async makeDirectory(path: string, { signal }: BoardCall): Promise<void> {
    await this.#call('D', path, signal);
  }

  async rename(from: string, to: string, { signal }: BoardCall): Promise<void> {
    await this.#do(from, signal, () => this.#parts.link.call('N', concat(Uint8Array.of(1), shortPath(from), utf8(to)), signal));
  }

  async remove(path: string, { signal }: BoardCall): Promise<void> {
    await this.#call('R', path, signal);
  }

  async removeDirectory(path: string, { signal }: BoardCall): Promise<void> {
    await this.#call('X', path, signal);
  }

  async space(path: string, { signal }: BoardCall): Promise<{ size: number; free: number; block: number }> {
    return parseSpace(Buffer.from(await this.#call('S', path, signal)).toString());
  }

  async setClock(time: number, { signal }: BoardCall): Promise<void> {
    const at = new Date(time);
    const weekday = (at.getUTCDay() + 6) % 7;
    const fields = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), weekday, at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), 0];
    await this.#do('The clock', signal, () => this.#parts.link.call('Y', utf8(fields.join(',')), signal));
  }

  close(restart: boolean = this.info.found === 'running'): Promise<void> {
    return (this.#closed ??= this.#turns.take(() => this.#parts.leave(restart)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #call(operation: string, path: string, signal: AbortSignal): Promise<Uint8Array> {
    return this.#do(path, signal, () => this.#parts.link.call(operation, utf8(path), signal));
  }

  /** In its turn, with a "no" of the board told as a Fault about the path. */
  #do<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        throw refused(error, path, this.info.port);
      }
    });
  }
}

/** The content as it passes, and the checksum of what has passed. */
function sumsOf(content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, kind: BoardInfo['hash']) {
  const hash = createHash('sha256');
  let sum = 0;
  async function* passing(): AsyncIterable<Uint8Array> {
    for await (const bytes of content) {
      if (kind === 'sha256') hash.update(bytes);
      else sum = crc32(bytes, sum);
      yield bytes;
    }
  }
  const crc = (): string => Buffer.from(unsigned(sum, 4)).toString('hex');
  return { content: passing(), digest: () => (kind === 'sha256' ? hash.digest('hex') : crc()) };
}
