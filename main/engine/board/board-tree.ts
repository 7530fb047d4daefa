/** What is on a board now: directories listed as they are asked about, each once. */
import { posix } from 'node:path';
import { isFault } from '../../base/fault.ts';
import type { Board, BoardCall, BoardEntry } from '../../serial/board.ts';

export interface Standing extends BoardEntry {
  readonly path: string;
}

export class BoardTree {
  readonly #board: Board;
  readonly #call: BoardCall;
  readonly #listed = new Map<string, Promise<ReadonlyMap<string, Standing>>>();

  constructor(board: Board, call: BoardCall) {
    this.#board = board;
    this.#call = call;
  }

  /** By name; empty where there is no such directory. */
  entries(directory: string): Promise<ReadonlyMap<string, Standing>> {
    const known = this.#listed.get(directory) ?? this.#list(directory);
    this.#listed.set(directory, known);
    return known;
  }

  /** Null where nothing is; the root is a directory. */
  async at(path: string): Promise<Standing | null> {
    if (path === '/') return { name: '', path, type: 'dir', size: 0, mtime: 0 };
    const above = await this.at(posix.dirname(path));
    if (above?.type !== 'dir') return null;
    return (await this.entries(above.path)).get(posix.basename(path)) ?? null;
  }

  /** All below a directory, parents before children. */
  async below(directory: string): Promise<Standing[]> {
    const found: Standing[] = [];
    for (const entry of (await this.entries(directory)).values()) {
      found.push(entry);
      if (entry.type === 'dir') found.push(...(await this.below(entry.path)));
    }
    return found;
  }

  /** Directories that were looked into. */
  get seen(): readonly string[] {
    return [...this.#listed.keys()];
  }

  async #list(directory: string): Promise<ReadonlyMap<string, Standing>> {
    try {
      const entries = await this.#board.list(directory, this.#call);
      return new Map(entries.map((entry) => [entry.name, { ...entry, path: posix.join(directory, entry.name) }]));
    } catch (error) {
      if (isFault(error, 'missing')) return new Map();
      throw error;
    }
  }
}
