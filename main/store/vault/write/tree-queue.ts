/** Directories on their way into the vault: named at once, compressed and sealed by the workers in batches. */
import { hash } from 'node:crypto';
import { free } from '../../../base/free.ts';
import { TREE, type BlobIndex } from '../index/blob-index.ts';
import type { ContentQueue } from './content-queue.ts';

const BATCH_BYTES = 1024 * 1024;

export class TreeQueue {
  readonly #index: BlobIndex;
  readonly #content: ContentQueue;
  #batch: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor(index: BlobIndex, content: ContentQueue) {
    this.#index = index;
    this.#content = content;
  }

  /** Hex id of the tree, whose bytes are used up. It is stored before the snapshot is. */
  add(tree: Uint8Array<ArrayBuffer>): string {
    const id = hash('sha256', tree, 'buffer');
    if (this.#index.has(id, TREE)) {
      free(tree);
      return id.toString('hex');
    }
    this.#batch.push(tree);
    this.#bytes += tree.length;
    if (this.#bytes >= BATCH_BYTES) this.flush();
    return id.toString('hex');
  }

  flush(): void {
    if (this.#batch.length === 0) return;
    this.#content.addTrees(this.#batch, this.#bytes);
    this.#batch = [];
    this.#bytes = 0;
  }
}
