/** What a restore would do to a board, step by step, before anything is done. Changes nothing. */
import { posix } from 'node:path';
import type { Existing } from '../../../preload/contract/device-spec.ts';
import type { RestoreAction } from '../../../preload/contract/restore.ts';
import type { Call } from '../../base/call.ts';
import { Fault } from '../../base/fault.ts';
import type { Board } from '../../serial/board.ts';
import { BoardTree, type Standing } from './board-tree.ts';
import { sameContent } from './same-content.ts';
import { spaceFor, type Space } from './space-needed.ts';
import type { Wanted, WantedEntry } from './wanted.ts';

/** In the order they are carried out: what goes, then what comes. `aside`: where what was there is kept on the board. */
export type Step =
  | { readonly type: 'delete'; readonly path: string; readonly size: number; readonly mtime: number }
  | { readonly type: 'remove-directory'; readonly path: string }
  | { readonly type: 'make'; readonly path: string }
  | { readonly type: 'write'; readonly path: string; readonly entry: WantedEntry; readonly before: Standing | null; readonly aside: string | null; readonly copied: boolean };

export interface BoardPlan {
  readonly steps: readonly Step[];
  /** Every entry, in the order of what is wanted, then what goes. */
  readonly items: readonly { readonly action: RestoreAction; readonly path: string; readonly size: number }[];
  readonly space: readonly Space[];
  /** Bytes to be written. */
  readonly bytes: number;
  /** Existing files are copied to this computer: the board has no room for copies. */
  readonly copiesHere: boolean;
  /** Directories on the board that were looked at. */
  readonly seen: readonly string[];
}

export interface PlanOptions {
  readonly existing: Existing;
  readonly delete: boolean;
}

/** What is in the way of a whole file system is no reason to leave out the rest: told to `failed`, by path. */
export async function planBoard(board: Board, wanted: Wanted, options: PlanOptions, call: Call, failed: (path: string, fault: Fault) => void): Promise<BoardPlan> {
  const tree = new BoardTree(board, { signal: call.signal });
  const planning = new Planning(tree, options, await unchanged(board, tree, wanted, call), failed);
  for (const entry of wanted.entries) await planning.take(entry);
  if (options.delete) await planning.extraneous(wanted);
  const rooms = await Promise.all(board.info.mounts.map(async ({ path }) => ({ path, ...(await board.space(path, { signal: call.signal })) })));
  const common = { items: planning.items, bytes: planning.bytes, seen: tree.seen };
  for (const copiesHere of options.existing === 'backup' ? [false, true] : [false]) {
    for (const steps of [planning.steps(copiesHere), planning.steps(copiesHere).toSorted(byGrowth)]) {
      const space = spaceFor(steps, rooms);
      if (space.every(({ needed, free }) => needed <= free)) return { ...common, steps, space, copiesHere: copiesHere && planning.replaces };
    }
  }
  const last = spaceFor(planning.steps(true).toSorted(byGrowth), rooms);
  const short = last.find(({ needed, free }) => needed > free);
  throw new Fault('full', `The board has too little room at ${short?.path ?? '/'}: ${short?.needed ?? 0} bytes are needed on the way, ${short?.free ?? 0} are free.`, {
    context: { port: board.info.port, needed: short?.needed ?? 0, free: short?.free ?? 0 }, advice: 'Restore less (--include), remove files from the board, or add --delete. Nothing was changed.',
  });
}

/** What shrinks comes first, so that the room it frees serves what grows; directories before the files in them. */
function byGrowth(a: Step, b: Step): number {
  const rank = ({ type }: Step): number => ['delete', 'remove-directory', 'make', 'write'].indexOf(type);
  if (a.type !== 'write' || b.type !== 'write') return rank(a) - rank(b);
  return growth(a) - growth(b);
}
const growth = ({ entry, before, aside }: Extract<Step, { type: 'write' }>): number => entry.size - (aside === null ? (before?.size ?? 0) : 0);

async function unchanged(board: Board, tree: BoardTree, { entries }: Wanted, call: Call): Promise<ReadonlySet<string>> {
  const candidates: WantedEntry[] = [];
  for (const entry of entries) {
    if (entry.type !== 'file') continue;
    const standing = await tree.at(entry.path);
    if (standing?.type === 'file' && standing.size === entry.size) candidates.push(entry);
  }
  return sameContent(board, candidates, call);
}

class Planning {
  readonly items: { action: RestoreAction; path: string; size: number }[] = [];
  bytes = 0;
  readonly #tree: BoardTree;
  readonly #options: PlanOptions;
  readonly #same: ReadonlySet<string>;
  readonly #failed: (path: string, fault: Fault) => void;
  readonly #removals: Step[] = [];
  readonly #makes: Step[] = [];
  readonly #writes: Extract<Step, { type: 'write' }>[] = [];
  readonly #made = new Set<string>(['/']);
  /** Directories that are not to be: nothing below them can be restored. */
  readonly #barred = new Set<string>();

  constructor(tree: BoardTree, options: PlanOptions, same: ReadonlySet<string>, failed: (path: string, fault: Fault) => void) {
    [this.#tree, this.#options, this.#same, this.#failed] = [tree, options, same, failed];
  }

  get replaces(): boolean {
    return this.#writes.some(({ before }) => before !== null);
  }

  /** @param copiesHere copies of what is replaced go to this computer, not beside it. */
  steps(copiesHere: boolean): Step[] {
    const writes = this.#writes.map((step) => (step.aside !== null && copiesHere ? { ...step, aside: null, copied: true } : step));
    return [...this.#removals, ...this.#makes, ...writes];
  }

  async take(entry: WantedEntry): Promise<void> {
    if (!(await this.#way(posix.dirname(entry.path)))) {
      this.#bar(entry.path, new Fault('exists', `${entry.path} cannot be restored: a file stands where its directory would be.`, { context: { path: entry.path }, advice: 'Remove that file from the board, or map the path elsewhere (--map).' }));
      return;
    }
    if (entry.type === 'dir') {
      const made = this.#made.has(entry.path) || (await this.#tree.at(entry.path))?.type !== 'dir';
      if (!(await this.#way(entry.path))) this.#bar(entry.path, new Fault('exists', `${entry.path} cannot be restored: a file stands there.`, { context: { path: entry.path } }));
      else this.#item(made ? 'create' : 'same', entry);
      return;
    }
    await this.#file(entry);
  }

  async #file(entry: WantedEntry): Promise<void> {
    const before = await this.#tree.at(entry.path);
    if (before?.type === 'dir') return this.#bar(entry.path, new Fault('exists', `${entry.path} cannot be restored: a directory stands there.`, { context: { path: entry.path }, advice: 'Remove that directory from the board, or map the path elsewhere (--map).' }));
    if (before !== null && this.#same.has(entry.path)) return this.#item('same', entry);
    if (before !== null && this.#options.existing === 'skip') return this.#item('skip', entry);
    const aside = before !== null && this.#options.existing === 'backup' ? await this.#free(entry.path) : null;
    this.#writes.push({ type: 'write', path: entry.path, entry, before, aside, copied: false });
    this.bytes += entry.size;
    this.#item(before === null ? 'create' : aside === null ? 'replace' : 'keep-both', entry);
  }

  /** Makes the directories on the way to, and at, a path; false when a file is in the way. */
  async #way(directory: string): Promise<boolean> {
    if (this.#made.has(directory)) return true;
    if (this.#barred.has(directory) || !(await this.#way(posix.dirname(directory)))) return false;
    const standing = await this.#tree.at(directory);
    if (standing !== null && standing.type !== 'dir') return false;
    if (standing === null) this.#makes.push({ type: 'make', path: directory });
    this.#made.add(directory);
    return true;
  }

  /** A name beside a file that nothing has: `NAME.bak`, `NAME.bak2` … */
  async #free(path: string): Promise<string> {
    for (let count = 1; ; count++) {
      const name = `${path}.bak${count === 1 ? '' : count}`;
      if ((await this.#tree.at(name)) === null && !this.#writes.some((step) => step.path === name || step.aside === name)) return name;
    }
  }

  async extraneous({ entries, scopes }: Wanted): Promise<void> {
    const wanted = new Set(entries.map(({ path }) => path));
    const taken = new Set(this.#writes.flatMap(({ aside }) => (aside === null ? [] : [aside])));
    const doomed = new Map<string, Standing>();
    for (const { path, covers } of scopes) {
      for (const entry of (await this.#tree.entries(path)).values()) {
        if (wanted.has(entry.path) || this.#made.has(entry.path) || taken.has(entry.path) || !covers(entry.name)) continue;
        doomed.set(entry.path, entry);
        if (entry.type === 'dir') for (const inner of await this.#tree.below(entry.path)) doomed.set(inner.path, inner);
      }
    }
    const all = [...doomed.values()];
    for (const { type, path, size, mtime } of all) if (type !== 'dir') this.#removals.push({ type: 'delete', path, size, mtime });
    for (const { type, path } of all.toReversed()) if (type === 'dir') this.#removals.push({ type: 'remove-directory', path });
    for (const entry of all) this.#item('delete', entry);
  }

  #bar(path: string, fault: Fault): void {
    this.#barred.add(path);
    this.#failed(path, fault);
  }

  #item(action: RestoreAction, { path, size }: { path: string; size: number }): void {
    this.items.push({ action, path, size });
  }
}
