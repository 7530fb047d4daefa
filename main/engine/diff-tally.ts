/** Counts a diff as restic's `diff` does: entries by kind, and the blobs only one side has. */
import type { DiffStatistics } from '../../preload/contract/snapshot-procedures.ts';
import type { StoredEntry } from '../entry/entry.ts';

const zero = (): DiffStatistics['added'] => ({ files: 0, dirs: 0, others: 0, data_blobs: 0, tree_blobs: 0, bytes: 0 });

export class DiffTally {
  readonly #added = zero();
  readonly #removed = zero();
  readonly #data = { before: new Map<string, number>(), after: new Map<string, number>(), both: new Set<string>() };
  readonly #trees = { before: new Set<string>(), after: new Set<string>() };
  #changedFiles = 0;

  /** An entry both snapshots have: its pieces are nobody's gain or loss. */
  common(entry: StoredEntry): void {
    for (const id of entry.content ?? []) this.#data.both.add(id);
  }

  add(old: StoredEntry | null, now: StoredEntry | null): void {
    if (old !== null) this.#side(old, this.#data.before, this.#trees.before);
    if (now !== null) this.#side(now, this.#data.after, this.#trees.after);
    if (old === null || old.type !== now?.type) this.#count(this.#added, now);
    if (now === null || old?.type !== now.type) this.#count(this.#removed, old);
    if (old?.type === 'file' && now?.type === 'file' && String(old.content) !== String(now.content)) this.#changedFiles++;
  }

  statistics(from: string, to: string): DiffStatistics {
    const { before, after, both } = this.#data;
    only(after, before, both, this.#added);
    only(before, after, both, this.#removed);
    this.#added.tree_blobs = [...this.#trees.after].filter((id) => !this.#trees.before.has(id)).length;
    this.#removed.tree_blobs = [...this.#trees.before].filter((id) => !this.#trees.after.has(id)).length;
    return { changed_files: this.#changedFiles, added: this.#added, removed: this.#removed, from, to };
  }

  #count(side: DiffStatistics['added'], entry: StoredEntry | null): void {
    if (entry === null) return;
    side[entry.type === 'file' ? 'files' : entry.type === 'dir' ? 'dirs' : 'others']++;
  }

  /** A file's bytes are shared out over its pieces, so that a piece both sides have costs nothing. */
  #side(entry: StoredEntry, data: Map<string, number>, trees: Set<string>): void {
    const pieces = entry.content ?? [];
    for (const id of pieces) data.set(id, entry.size / pieces.length);
    if (entry.subtree !== null) trees.add(entry.subtree);
  }
}

function only(mine: Map<string, number>, other: Map<string, number>, both: Set<string>, into: DiffStatistics['added']): void {
  let bytes = 0;
  for (const [id, size] of mine) {
    if (other.has(id) || both.has(id)) continue;
    into.data_blobs++;
    bytes += size;
  }
  into.bytes = Math.round(bytes);
}
