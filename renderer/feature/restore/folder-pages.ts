/** One folder of one version, page by page as it is looked at. Pages come in any order, so that its end is as near as its beginning. */
import type { ListedEntry } from '../../../preload/contract/snapshot-procedures.ts';
import { isDifferent, rowOf, type Row } from './row.ts';

/** Entries in a page. */
export const PAGE = 200;
/** Folders up to this size are loaded whole, so that they can be sorted by anything. */
export const WHOLE = 5000;
/** Pages asked for at once. */
const AT_ONCE = 2;

export interface Page {
  entries: readonly ListedEntry[];
  total: number;
}

/** @param from entries to pass over. */
export type LoadPage = (from: number, limit: number, signal: AbortSignal) => Promise<Page>;

export class FolderPages {
  /** Null until the first page has come. */
  total: number | null = null;
  /** What ended the last try; the next one clears it. */
  error: unknown = null;
  loaded = 0;
  /** Of the loaded ones, how many are not the same now. */
  different = 0;
  /** Of the loaded ones, how many could be compared with now. */
  compared = 0;
  /** Changes with everything that can be seen. */
  version = 0;
  readonly #load: LoadPage;
  readonly #rows: Row[] = [];
  readonly #has = new Set<number>();
  readonly #asked = new Set<number>();
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();
  #wanted: [number, number] = [0, 0];

  constructor(load: LoadPage) {
    this.#load = load;
  }

  get isWhole(): boolean {
    return this.total !== null && this.loaded >= this.total;
  }

  row(index: number): Row | undefined {
    return this.#rows[index];
  }

  /** Of what is loaded; -1: not among it. */
  indexOf(path: string): number {
    return this.#rows.findIndex((row) => row?.path === path); // pages that have not come are holes
  }

  /** All rows of a folder that is loaded whole. */
  all(): readonly Row[] {
    return this.#rows;
  }

  /** Loads what is not there of these rows. What was wanted before and is not being loaded yet is not wanted any more. */
  want(from: number, to: number): void {
    this.#wanted = [from, to];
    this.#next();
  }

  /** After a failure. */
  retry(): void {
    this.error = null;
    this.#change();
    this.#next();
  }

  close(): void {
    this.#abort.abort();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #next(): void {
    if (this.error !== null) return;
    if (this.total === null) {
      if (this.#asked.size === 0) void this.#fetch(0, PAGE);
      return;
    }
    if (this.total <= WHOLE) {
      if (this.loaded < this.total && this.#asked.size === 0) void this.#fetch(this.loaded, WHOLE);
      return;
    }
    const [from, to] = this.#wanted;
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, this.total) && this.#asked.size < AT_ONCE; page++) {
      if (!this.#has.has(page * PAGE) && !this.#asked.has(page * PAGE)) void this.#fetch(page * PAGE, PAGE);
    }
  }

  async #fetch(from: number, limit: number): Promise<void> {
    this.#asked.add(from);
    try {
      this.#take(from, await this.#load(from, limit, this.#abort.signal));
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.error = error;
    } finally {
      this.#asked.delete(from);
    }
    this.#change();
    this.#next();
  }

  #take(from: number, { entries, total }: Page): void {
    this.total = total;
    this.#has.add(from);
    for (const [index, entry] of entries.entries()) {
      const row = rowOf(entry);
      this.#rows[from + index] = row;
      if (isDifferent(row)) this.different++;
      if (row.now !== 'unknown') this.compared++;
    }
    this.loaded += entries.length;
    if (entries.length === 0) this.total = Math.min(total, this.loaded);
  }

  #change(): void {
    this.version++;
    for (const listener of this.#listeners) listener();
  }
}
