/** Finds what snapshots use: every tree below them read once, every blob they name marked. Memory: one bit a blob, one number a directory waiting. */
import type { Call } from '../../../base/call.ts';
import { Fault, toFault } from '../../../base/fault.ts';
import type { StoredEntry } from '../../../entry/entry.ts';
import { readTree } from '../../tree/tree-reader.ts';
import { DATA, IdTable, TREE, type BlobType } from '../index/id-table.ts';
import type { BlobIndex } from '../index/blob-index.ts';
import { TreeLoader } from '../read/tree-loader.ts';
import type { Repository } from '../repository/repository.ts';
import { BitSet } from './bit-set.ts';
import { isLost } from './ranges.ts';
import { readRefs } from './tree-refs.ts';

/** Trees loaded at the same time where every read crosses a network. */
const REMOTE_TREES = 8;

export interface Marked {
  /** By index entry: the first one of every used blob (`ids.find`), data and trees. */
  used: BitSet;
  trees: number;
  dataBlobs: number;
}

/** What is wrong with a tree or a blob that is used. */
export interface LostBlob {
  type: BlobType;
  /** 64 hex characters. */
  id: string;
  /** Null: no index names it. */
  fault: Fault | null;
  /** A tree whose bytes are what its id promises, and make no sense. What came before the nonsense was read. */
  malformed: boolean;
}

export interface MarkHooks {
  /** Every entry of every tree, each tree once. Without it only what entries refer to is read, which is much faster. */
  entry?(entry: StoredEntry, tree: string): void;
  /** Each lost tree or blob once. Marking goes on with the rest. */
  lost(blob: LostBlob): void;
  /** Every index entry as it is marked. */
  marked?(entry: number): void;
  /** Marks from an earlier call: what they cover is not visited again. */
  used?: BitSet;
}

export interface TreeSource {
  repository: Repository;
  index: BlobIndex;
}

/** @param roots tree ids. */
export async function markUsed({ repository, index }: TreeSource, roots: readonly string[], hooks: MarkHooks, call: Call): Promise<Marked> {
  const trees = new TreeLoader(repository, index);
  const marking = new Marking(index, hooks);
  const together = repository.storage.traits.remote ? REMOTE_TREES : 1;
  for (const root of roots.toReversed()) marking.tree(Buffer.from(root, 'hex'));
  for (let group = marking.take(together); group.length > 0; group = marking.take(together)) {
    call.signal.throwIfAborted();
    const loaded = await Promise.all(group.map((id) => loadTree(repository, trees, id, call)));
    loaded.forEach((tree, at) => {
      if (tree instanceof Fault) hooks.lost({ type: TREE, id: group[at], fault: tree, malformed: false });
      else marking.read(group[at], tree);
    });
    call.progress.done.files = marking.trees;
  }
  return { used: marking.used, trees: marking.trees, dataBlobs: marking.dataBlobs };
}

async function loadTree(repository: Repository, trees: TreeLoader, id: string, call: Call): Promise<Uint8Array | Fault> {
  try {
    return await trees.load(id, call);
  } catch (error) {
    if (await isLost(repository, error, call)) return toFault(error, `Directory ${id} cannot be read`);
    throw error;
  }
}

class Marking {
  readonly #index: BlobIndex;
  readonly #hooks: MarkHooks;
  /** Index entries of trees to visit: numbers, because a directory of a million directories puts a million here. */
  readonly #stack: number[] = [];
  readonly #missing = new IdTable(16);
  readonly used: BitSet;
  trees = 0;
  dataBlobs = 0;

  constructor(index: BlobIndex, hooks: MarkHooks) {
    this.#index = index;
    this.#hooks = hooks;
    this.used = hooks.used ?? new BitSet(index.count);
  }

  tree(id: Uint8Array): void {
    const entry = this.#mark(id, TREE);
    if (entry >= 0) this.#stack.push(entry);
  }

  data(id: Uint8Array): void {
    if (this.#mark(id, DATA) >= 0) this.dataBlobs++;
  }

  take(most: number): string[] {
    const group: string[] = [];
    while (group.length < most && this.#stack.length > 0) group.push(Buffer.from(this.#index.ids.idOf(this.#stack.pop()!)).toString('hex'));
    return group;
  }

  read(id: string, bytes: Uint8Array): void {
    this.trees++;
    try {
      if (this.#hooks.entry === undefined) readRefs(bytes, this);
      else this.#readEntries(id, bytes, this.#hooks.entry);
    } catch (error) {
      this.#hooks.lost({ type: TREE, id, fault: toFault(error, `Directory ${id} is malformed`), malformed: true });
    }
  }

  #readEntries(id: string, bytes: Uint8Array, tell: NonNullable<MarkHooks['entry']>): void {
    for (const entry of readTree(bytes)) {
      tell(entry, id);
      for (const blob of entry.content ?? []) this.data(Buffer.from(blob, 'hex'));
      if (entry.subtree !== null) this.tree(Buffer.from(entry.subtree, 'hex'));
    }
  }

  /** The index entry if it was not marked before, else -1. */
  #mark(id: Uint8Array, type: BlobType): number {
    const entry = this.#index.ids.find(id, type);
    if (entry >= 0) {
      if (!this.used.add(entry)) return -1;
      this.#hooks.marked?.(entry);
      return entry;
    }
    if (this.#missing.find(id, type) >= 0) return -1;
    this.#missing.add(id, type);
    this.#hooks.lost({ type, id: Buffer.from(id).toString('hex'), fault: null, malformed: false });
    return -1;
  }
}
