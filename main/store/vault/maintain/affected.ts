/** Names what is lost down to the file: walks the snapshots along the trees below which something is wrong. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { joinRaw } from '../../../entry/name.ts';
import { readTree } from '../../tree/tree-reader.ts';
import { DATA, TREE } from '../index/id-table.ts';
import type { TreeLoader } from '../read/tree-loader.ts';
import type { BlobIndex } from '../index/blob-index.ts';
import { BitSet } from './bit-set.ts';

/** Told of every file and directory that cannot be had. `explain` says whether a blob is lost and remembers why. */
export interface LossFinder<R> {
  /** Why it is lost; null: it is not. */
  culprit(id: Uint8Array, type: typeof DATA | typeof TREE): R | null;
  /** Why something about a tree is wrong although it can be read. */
  odd?(tree: string): R | null;
  lost(reason: R, snapshot: Snapshot, path: RawPath): void;
}

/** Subtrees found whole are not entered again, in whichever snapshot they appear. */
export async function nameAffected<R>(index: BlobIndex, trees: TreeLoader, snapshots: readonly Snapshot[], finder: LossFinder<R>, call: Call): Promise<void> {
  const whole = new BitSet(index.count);
  for (const snapshot of snapshots) await new Naming(index, trees, whole, snapshot, finder, call).tree(snapshot.tree, '/');
}

class Naming<R> {
  readonly #index: BlobIndex;
  readonly #trees: TreeLoader;
  readonly #whole: BitSet;
  readonly #snapshot: Snapshot;
  readonly #finder: LossFinder<R>;
  readonly #call: Call;

  constructor(index: BlobIndex, trees: TreeLoader, whole: BitSet, snapshot: Snapshot, finder: LossFinder<R>, call: Call) {
    this.#index = index;
    this.#trees = trees;
    this.#whole = whole;
    this.#snapshot = snapshot;
    this.#finder = finder;
    this.#call = call;
  }

  /** Whether everything below is there. */
  async tree(hex: string, path: RawPath): Promise<boolean> {
    this.#call.signal.throwIfAborted();
    const id = Buffer.from(hex, 'hex');
    const entry = this.#index.ids.find(id, TREE);
    if (entry >= 0 && this.#whole.has(entry)) return true;
    const reason = this.#finder.culprit(id, TREE);
    if (reason !== null) {
      this.#finder.lost(reason, this.#snapshot, path);
      return false;
    }
    const odd = this.#finder.odd?.(hex) ?? null;
    if (odd !== null) this.#finder.lost(odd, this.#snapshot, path);
    const whole = (await this.#entries(await this.#trees.load(hex, this.#call), path)) && odd === null;
    if (whole && entry >= 0) this.#whole.add(entry);
    return whole;
  }

  async #entries(bytes: Uint8Array, path: RawPath): Promise<boolean> {
    let whole = true;
    for (const { name, content, subtree } of readTree(bytes)) {
      const at = joinRaw(path, name);
      if (content !== null && !this.#file(content, at)) whole = false;
      if (subtree !== null && !(await this.tree(subtree, at))) whole = false;
    }
    return whole;
  }

  /** Each reason is told once a file. */
  #file(content: readonly string[], path: RawPath): boolean {
    const reasons = new Set<R>();
    for (const hex of content) {
      const reason = this.#finder.culprit(Buffer.from(hex, 'hex'), DATA);
      if (reason !== null) reasons.add(reason);
    }
    for (const reason of reasons) this.#finder.lost(reason, this.#snapshot, path);
    return reasons.size === 0;
  }
}
