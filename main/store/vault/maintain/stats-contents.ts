/** Counts contents: each different one once, or each blob of it once a file. */
import { hash } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { joinRaw, showName } from '../../../entry/name.ts';
import type { RawPath } from '../../../entry/entry.ts';
import type { Node } from '../../tree/node.ts';
import { readTree } from '../../tree/tree-reader.ts';
import { DATA, TREE, type BlobIndex } from '../index/blob-index.ts';
import { BitSet } from './bit-set.ts';
import type { Counting } from './stats.ts';

/** As restic, everything that has no content counts as one empty file. */
export async function filesByContents(counting: Counting): Promise<{ total_size: number; total_file_count: number }> {
  const total = { total_size: 0, total_file_count: 0 };
  await eachContent(counting, (node) => {
    total.total_size += node.size;
    total.total_file_count++;
  });
  return total;
}

export async function blobsPerFile(counting: Counting): Promise<{ total_size: number; total_file_count: number; total_blob_count: number }> {
  const total = { total_size: 0, total_file_count: 0, total_blob_count: 0 };
  const files = new Map<RawPath, Set<number>>();
  await eachContent(counting, (node, path) => {
    if (node.content === null || node.content.length === 0) return;
    const blobs = files.get(path) ?? new Set();
    if (blobs.size === 0) total.total_file_count++;
    files.set(path, blobs);
    for (const hex of node.content) {
      const entry = counting.index.ids.find(Buffer.from(hex, 'hex'), DATA);
      if (entry < 0) throw new Fault('damaged', `Blob ${shortId(hex)} of ${showName(path)} is named by no index.`, { context: { blob: hex } });
      if (blobs.has(entry)) continue;
      blobs.add(entry);
      total.total_blob_count++;
      total.total_size += plainSize(counting.index, entry);
    }
  });
  return total;
}

const plainSize = (index: BlobIndex, entry: number): number => (index.uncompressedOf(entry) > 0 ? index.uncompressedOf(entry) : index.lengthOf(entry) - 32);

/** Every node whose content was not met before. A tree met before has nothing new. */
async function eachContent({ index, trees, snapshots, call }: Counting, tell: (node: Node, path: RawPath) => void): Promise<void> {
  const visited = new BitSet(index.count);
  const met = new Contents(index);
  const visit = async (id: string, path: RawPath): Promise<void> => {
    call.signal.throwIfAborted();
    const entry = index.ids.find(Buffer.from(id, 'hex'), TREE);
    if (entry >= 0 && !visited.add(entry)) return;
    for (const node of readTree(await trees.load(id, call))) {
      const at = joinRaw(path, node.name);
      if (met.add(node.content ?? [])) tell(node, at);
      if (node.subtree !== null) await visit(node.subtree, at);
    }
  };
  for (const { tree } of snapshots) await visit(tree, '/');
}

/** A set of contents. Most files are a single blob, and for those a bit is enough. */
class Contents {
  readonly #index: BlobIndex;
  readonly #single: BitSet;
  readonly #longer = new Set<string>();

  constructor(index: BlobIndex) {
    this.#index = index;
    this.#single = new BitSet(index.count);
  }

  /** Whether it is new. */
  add(content: readonly string[]): boolean {
    const entry = content.length === 1 ? this.#index.ids.find(Buffer.from(content[0], 'hex'), DATA) : -1;
    if (entry >= 0) return this.#single.add(entry);
    const key = hash('sha256', Buffer.from(content.join(''), 'hex'), 'base64');
    if (this.#longer.has(key)) return false;
    this.#longer.add(key);
    return true;
  }
}
