/** A directory being written: its nodes in order, each waiting for its content, and the parent snapshot's directory beside it. */
import type { Entry, RawName, RawPath, StoredEntry } from '../../../entry/entry.ts';
import { TreeBuilder } from '../format/tree-builder.ts';
import type { TreeCursor } from '../format/tree-reader.ts';

/** One place in a directory. Resolved in any order, written in name order. */
export interface Slot {
  entry: Entry;
  state: 'waiting' | 'ready' | 'dropped';
  content: readonly string[] | null;
  subtree: string | null;
}

export class DirectoryFrame {
  readonly entry: Entry | null; // null: the root, which is no entry
  readonly path: RawPath;
  /** The slot of this directory in the one above. */
  readonly slot: Slot | null;
  readonly parent: DirectoryFrame | null;
  /** What the parent snapshot has at this place. */
  readonly previous: StoredEntry | null;
  readonly #cursor: TreeCursor | null;
  readonly #builder = new TreeBuilder();
  #slots: Slot[] = [];
  #head = 0;
  #left = false;

  constructor(entry: Entry | null, path: RawPath, slot: Slot | null, parent: DirectoryFrame | null, previous: StoredEntry | null, cursor: TreeCursor | null) {
    this.entry = entry;
    this.path = path;
    this.slot = slot;
    this.parent = parent;
    this.previous = previous;
    this.#cursor = cursor;
  }

  /** The parent snapshot's entry of this name, or null. Names must be asked for in ascending order. */
  find(name: RawName): StoredEntry | null {
    const cursor = this.#cursor;
    if (cursor === null) return null;
    for (let ahead = cursor.peekName(); ahead !== null && ahead <= name; ahead = cursor.peekName()) {
      if (ahead === name) return cursor.next();
      cursor.skip();
    }
    return null;
  }

  push(slot: Slot): void {
    this.#slots.push(slot);
  }

  /** No more entries will come. */
  leave(): void {
    this.#left = true;
  }

  /** Writes every slot that has its turn. True once the directory is whole. */
  advance(): boolean {
    while (this.#head < this.#slots.length && this.#slots[this.#head].state !== 'waiting') {
      const slot = this.#slots[this.#head++];
      if (slot.state === 'ready') this.#builder.add(slot.entry, slot);
    }
    if (this.#head > 1024) {
      this.#slots.splice(0, this.#head); // what is written needs no memory
      this.#head = 0;
    }
    return this.#left && this.#head === this.#slots.length;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#builder.finish();
  }
}
