/** The files of a MicroPython board as a Source: every mount in one tree rooted at `/`, content read over the wire only where it is asked for. */
import { posix } from 'node:path';
import { quietCall, type Call } from '../../base/call.ts';
import { Fault, isFault, toFault } from '../../base/fault.ts';
import { compileGlobs, type Globs } from '../../base/glob.ts';
import type { WalkItem } from '../../entry/entry.ts';
import { joinRaw, rawFromText } from '../../entry/name.ts';
import type { Board, BoardEntry } from '../../serial/board.ts';
import type { Source, SourceSize } from '../source.ts';
import { entryOf } from './board-entry.ts';
import { identities } from './identities.ts';

export interface DeviceOptions {
  readonly board: Board;
  /** Absolute paths on the board; all of it without. */
  readonly paths?: readonly string[];
  /** Only what these patterns match; everything without. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** One directory as it was listed: what is kept, in byte order of names. */
interface Found {
  readonly entry: BoardEntry;
  readonly name: string;
  readonly path: string;
}

export class DeviceSource implements Source {
  readonly kind = 'device';
  readonly paths: readonly string[];
  readonly #board: Board;
  readonly #include: Globs;
  readonly #exclude: Globs;

  /** @throws Fault `invalid` for a relative path or a malformed pattern. */
  constructor({ board, paths = ['/'], include = [], exclude = [] }: DeviceOptions) {
    const relative = paths.find((path) => !path.startsWith('/'));
    if (relative !== undefined) throw new Fault('invalid', `"${relative}" is not a path on a board: it must begin with "/".`, { context: { path: relative } });
    this.#board = board;
    this.paths = paths.map((path) => posix.resolve('/', path));
    this.#include = compileGlobs(include);
    this.#exclude = compileGlobs(exclude);
  }

  async *walk(call: Call): AsyncIterable<readonly WalkItem[]> {
    call.signal.throwIfAborted();
    yield* this.#below('/', call);
  }

  /** What is below a directory; its files are hashed in one go, so that a store can tell which of them it holds. */
  async *#below(directory: string, call: Call): AsyncIterable<readonly WalkItem[]> {
    call.signal.throwIfAborted();
    const found = await this.#list(directory, call);
    const files = found.filter(({ entry }) => entry.type === 'file').map(({ path }) => path);
    const known = await identities(this.#board, files, call);
    for (const { entry, name, path } of found) {
      call.signal.throwIfAborted();
      const raw = rawFromText(path);
      if (entry.type === 'dir') {
        yield [{ type: 'enter', entry: entryOf(entry, name, 0n), path: raw }];
        yield* this.#below(path, call);
        yield [{ type: 'leave' }];
      } else if (known.has(path)) {
        const open = (reading: Call): AsyncIterable<Uint8Array> => this.#board.read(path, { signal: reading.signal });
        yield [{ type: 'entry', entry: entryOf(entry, name, known.get(path)!), path: raw, content: { type: 'stream', open } }];
      }
    }
  }

  async #list(directory: string, call: Call): Promise<Found[]> {
    const entries = await this.#listed(directory, call);
    const found = entries.map((entry) => ({ entry, name: rawFromText(entry.name), path: posix.join(directory, entry.name) }));
    return found.filter((one) => this.#wanted(one, directory) && isReadable(one, call)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A directory that cannot be listed is reported and stays empty; a board that is gone ends the walk. */
  async #listed(directory: string, call: Call): Promise<readonly BoardEntry[]> {
    try {
      return await this.#board.list(directory, { signal: call.signal });
    } catch (error) {
      if (call.signal.aborted || isFault(error, 'offline')) throw error;
      call.report({ item: directory, during: 'scan', severity: 'warning', fault: toFault(error, `"${directory}" cannot be listed`, { path: directory }) });
      return [];
    }
  }

  #wanted({ entry, name, path }: Found, directory: string): boolean {
    const isBelow = this.paths.some((root) => isWithin(path, root));
    const isAbove = entry.type === 'dir' && this.paths.some((root) => isWithin(root, path));
    const raw = joinRaw(rawFromText(directory), name);
    if ((!isBelow && !isAbove) || this.#exclude.matchesNext(raw, name)) return false;
    return this.#include.isEmpty || this.#include.matches(raw) || (entry.type === 'dir' && this.#include.childMayMatch(raw));
  }

  async measure(call: Call, counted: (size: SourceSize) => void): Promise<SourceSize> {
    call.signal.throwIfAborted();
    const size: SourceSize = { files: 0, bytes: 0 };
    const silent = quietCall(call.signal); // the walk itself says what goes wrong
    const left = ['/'];
    for (let directory = left.pop(); directory !== undefined; directory = left.pop()) {
      for (const { entry, path } of await this.#list(directory, silent)) {
        if (entry.type === 'dir') left.push(path);
        else {
          size.files++;
          size.bytes += entry.size;
        }
      }
      counted({ ...size });
      call.signal.throwIfAborted();
    }
    return size;
  }
}

const isWithin = (path: string, root: string): boolean => root === '/' || path === root || path.startsWith(`${root}/`);

/** What the board lists without telling anything about it cannot be backed up. */
function isReadable({ entry, path }: Found, call: Call): boolean {
  if (entry.type !== 'unknown') return true;
  const fault = new Fault('damaged', `${path} on the board cannot be read: it is listed, but the board tells nothing about it.`, {
    context: { path }, advice: 'The file system of the board may be damaged: check or reformat it.',
  });
  call.report({ item: path, during: 'scan', severity: 'warning', fault });
  return false;
}
