/** A directory being written: its nodes in order, each waiting for its content, and the parent snapshot's directory beside it. */
import type { Entry, RawPath } from '../../entry/entry.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { PreviousTree } from './previous-tree.ts';
import { nameOfNode, nodeSpans } from './tree-reader.ts';

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
  /** Nodes taken over whose files are not in place yet. */
  #owed = 0;
  #anew: Slot[] = [];

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

  /** Of the nodes taken over, one more is so only when its file is in place: the directory waits for it. */
  owe(): void {
    this.#owed++;
  }

  /** So many of them are. */
  pay(count: number): void {
    this.#owed -= count;
  }

  /** In place of a node taken over before: nothing came of it. */
  replace(slot: Slot): void {
    this.#anew.push(slot);
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
    return this.#left && this.#head === this.#slots.length && this.#owed === 0 && this.#anew.every(({ state }) => state !== 'waiting');
  }

  /** The directory's bytes; null when they are those of the previous one. */
  finish(): Uint8Array<ArrayBuffer> | null {
    const tree = this.#builder.isPrevious ? null : this.#builder.finish();
    return this.#anew.length === 0 ? tree : withSlots(tree ?? this.previous!.bytes, this.#anew);
  }
}

/** A directory with other nodes in the place of some. */
function withSlots(tree: Uint8Array, slots: readonly Slot[]): Uint8Array<ArrayBuffer> {
  const others = new Map(slots.map((slot) => [slot.entry.name, slot]));
  const builder = new TreeBuilder();
  for (const node of nodeSpans(tree)) {
    const slot = others.get(nameOfNode(node));
    if (slot === undefined) builder.addRaw(node);
    else if (slot.state === 'ready') builder.add(slot.entry, slot);
  }
  return builder.finish();
}
