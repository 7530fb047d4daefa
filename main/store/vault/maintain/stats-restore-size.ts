/** What restoring would write. Subtrees without hard links are counted once and remembered, however many snapshots share them. */
import { readTree } from '../../tree/tree-reader.ts';
import { TREE } from '../index/id-table.ts';
import type { Counting } from './stats.ts';

interface Size {
  size: number;
  entries: number;
}

/** What a directory holds; `links`: hard links in it make its size depend on what else is restored. */
interface Subtree extends Size {
  links: boolean;
}

export async function restoreSize(counting: Counting): Promise<{ total_size: number; total_file_count: number }> {
  const known = new KnownSizes(counting.index.count);
  const total = { size: 0, entries: 0 };
  for (const { tree } of counting.snapshots) {
    const { size, entries } = await measure(counting, tree, known, new Set());
    total.size += size;
    total.entries += entries;
  }
  return { total_size: total.size, total_file_count: total.entries };
}

/** @param linked inodes of this snapshot that were counted: each takes its room once. */
async function measure(counting: Counting, id: string, known: KnownSizes, linked: Set<string>): Promise<Subtree> {
  const { index, trees, call } = counting;
  call.signal.throwIfAborted();
  const entry = index.ids.find(Buffer.from(id, 'hex'), TREE);
  const before = entry < 0 ? null : known.get(entry);
  if (before !== null) return before;
  const total = { size: 0, entries: 0, links: false };
  for (const node of readTree(await trees.load(id, call))) {
    total.entries++;
    if (node.links === 1 || node.type === 'dir') total.size += node.size;
    else if (node.type === 'file') {
      total.links = true;
      const inode = `${node.deviceId}/${node.inode}`;
      if (node.inode === 0n || !linked.has(inode)) total.size += node.size;
      linked.add(inode);
    }
    if (node.subtree === null) continue;
    const below = await measure(counting, node.subtree, known, linked);
    total.size += below.size;
    total.entries += below.entries;
    total.links ||= below.links;
  }
  if (entry >= 0 && !total.links) known.set(entry, total);
  return total;
}

/** By index entry; 16 bytes each. */
class KnownSizes {
  readonly #sizes: Float64Array;
  /** Entries + 1; 0 = not known. */
  readonly #entries: Float64Array;

  constructor(count: number) {
    this.#sizes = new Float64Array(count);
    this.#entries = new Float64Array(count);
  }

  get(entry: number): Subtree | null {
    return this.#entries[entry] === 0 ? null : { size: this.#sizes[entry], entries: this.#entries[entry] - 1, links: false };
  }

  set(entry: number, { size, entries }: Size): void {
    this.#sizes[entry] = size;
    this.#entries[entry] = entries + 1;
  }
}
