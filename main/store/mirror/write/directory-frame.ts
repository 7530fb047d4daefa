/** A directory being written: its entries in order, each waiting until it is placed, and what the previous snapshot has there. */
import type { Entry, RawName, RawPath, StoredEntry } from '../../../entry/entry.ts';
import { TreeBuilder } from '../../tree/tree-builder.ts';
import type { TreeCursor } from '../../tree/tree-reader.ts';

/** One place in a directory. Settled in any order, written in name order. */
export interface Slot {
  entry: Entry;
  state: 'waiting' | 'ready' | 'dropped';
  content: readonly string[] | null;
  subtree: string | null;
}

/** What the previous snapshot has at the place of a directory. */
export interface Before {
  /** The directory's own entry there; null: none, or it is the root. */
  entry: StoredEntry | null;
  /** Its entries; null: it was no directory, or cannot be read. */
  cursor: TreeCursor | null;
}

export class DirectoryFrame {
  readonly path: RawPath;
  /** The slot of this directory in the one above; null: the root, which is no entry. */
  readonly slot: Slot | null;
  readonly parent: DirectoryFrame | null;
  readonly before: Before;
  readonly #builder = new TreeBuilder();
  #slots: Slot[] = [];
  #head = 0;
  #left = false;

  constructor(path: RawPath, slot: Slot | null, parent: DirectoryFrame | null, before: Before) {
    this.path = path;
    this.slot = slot;
    this.parent = parent;
    this.before = before;
  }

  /** The previous snapshot's entry of this name, or null. Names must be asked for in ascending order. */
  find(name: RawName): StoredEntry | null {
    const { cursor } = this.before;
    if (cursor === null) return null;
    for (let ahead = cursor.peekName(); ahead !== null && ahead <= name; ahead = cursor.peekName()) {
      if (ahead === name) return cursor.next();
      cursor.skip();
    }
    return null;
  }

  push(entry: Entry): Slot {
    const slot: Slot = { entry, state: 'waiting', content: null, subtree: null };
    this.#slots.push(slot);
    return slot;
  }

  /** No more entries will come. */
  leave(): void {
    this.#left = true;
  }

  /** Writes every slot that has its turn. True once the directory is whole. */
  advance(): boolean {
    while (this.#head < this.#slots.length && this.#slots[this.#head]!.state !== 'waiting') {
      const slot = this.#slots[this.#head++]!;
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
