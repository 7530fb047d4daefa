/** A directory being written: its nodes in order, each waiting for its content, and the parent snapshot's directory beside it. */
import type { Entry, RawPath } from '../../entry/entry.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { PreviousTree } from './previous-tree.ts';

/** One place in a directory. Resolved in any order, written in name order. */
export interface Slot {
  entry: Entry;
  state: 'waiting' | 'ready' | 'kept' | 'dropped';
  content: readonly string[] | null;
  subtree: string | null;
  /** Where the same node lies in the previous directory; -1: nowhere. */
  start: number;
  end: number;
}

/** What the parent snapshot has at the place of a directory. */
export interface Before {
  /** Id of its content; null when it was no directory. */
  readonly subtree: string | null;
  /** Its owner, permissions and times are the same. */
  readonly isSame: boolean;
  readonly tree: PreviousTree | null;
}

export class DirectoryFrame {
  readonly path: RawPath;
  /** The slot of this directory in the one above; null: the root, which is no entry. */
  readonly slot: Slot | null;
  readonly parent: DirectoryFrame | null;
  readonly before: Before | null;
  readonly #builder: TreeBuilder;
  #slots: Slot[] = [];
  #head = 0;
  #left = false;

  constructor(path: RawPath, slot: Slot | null, parent: DirectoryFrame | null, before: Before | null) {
    this.path = path;
    this.slot = slot;
    this.parent = parent;
    this.before = before;
    this.#builder = new TreeBuilder(before?.tree?.bytes ?? null);
  }

  get previous(): PreviousTree | null {
    return this.before?.tree ?? null;
  }

  push(slot: Slot): void {
    this.#slots.push(slot);
  }

  /** Takes over the node that the previous directory matched last. */
  keep(entry: Entry): void {
    const { start, end } = this.previous!;
    if (this.#head === this.#slots.length) this.#builder.keep(entry.name, start, end);
    else this.push({ entry, state: 'kept', content: null, subtree: null, start, end });
  }

  /** No more entries will come. */
  leave(): void {
    this.#left = true;
  }

  /** Writes every slot that has its turn. True once the directory is whole. */
  advance(): boolean {
    while (this.#head < this.#slots.length && this.#slots[this.#head].state !== 'waiting') {
      const slot = this.#slots[this.#head++];
      if (slot.state === 'kept') this.#builder.keep(slot.entry.name, slot.start, slot.end);
      else if (slot.state === 'ready') this.#builder.add(slot.entry, slot);
    }
    if (this.#head > 1024) {
      this.#slots.splice(0, this.#head); // what is written needs no memory
      this.#head = 0;
    }
    return this.#left && this.#head === this.#slots.length;
  }

  /** The directory's bytes; null when they are those of the previous one. */
  finish(): Uint8Array<ArrayBuffer> | null {
    return this.#builder.isPrevious ? null : this.#builder.finish();
  }
}
