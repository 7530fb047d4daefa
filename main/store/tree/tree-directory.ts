/** A directory as its bytes with the place of every entry in them: nothing is decoded before it is asked for. */
import type { RawName, StoredEntry } from '../../entry/entry.ts';
import type { Directory } from '../store.ts';
import { decodeNode } from './node.ts';
import { nameOfNode, nodeSpans } from './tree-reader.ts';

/** Every directory's entry has this member; one that has it in another place is decoded for nothing. */
const SUBTREE = Buffer.from('"subtree"');

export class TreeDirectory implements Directory {
  readonly #bytes: Buffer;
  /** Where each entry begins and ends. */
  readonly #spans: Uint32Array;
  #directories: Uint32Array | null = null;
  #sorted: boolean | null = null;

  /** @throws Fault `damaged` where the bytes are no directory. */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const spans: number[] = [];
    for (const { byteOffset, length } of nodeSpans(bytes)) spans.push(byteOffset - bytes.byteOffset, byteOffset - bytes.byteOffset + length);
    this.#spans = Uint32Array.from(spans);
  }

  get count(): number {
    return this.#spans.length / 2;
  }

  get weight(): number {
    return this.#bytes.length + this.#spans.byteLength;
  }

  slice(from: number, to: number): StoredEntry[] {
    const entries: StoredEntry[] = [];
    for (let place = from; place < Math.min(to, this.count); place++) entries.push(this.#at(place));
    return entries;
  }

  directories(): Uint32Array {
    return (this.#directories ??= Uint32Array.from(this.#findDirectories()));
  }

  /** Halving where names are in order, as everybody writes them; else one by one. */
  find(name: RawName): StoredEntry | null {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#nameAt(middle) < name) low = middle + 1;
      else high = middle;
    }
    if (low < this.count && this.#nameAt(low) === name) return this.#at(low);
    if (this.#isSorted()) return null;
    for (let place = 0; place < this.count; place++) if (this.#nameAt(place) === name) return this.#at(place);
    return null;
  }

  #isSorted(): boolean {
    if (this.#sorted === null) {
      let before = '';
      this.#sorted = true;
      for (let place = 0; place < this.count && this.#sorted; place++) {
        const name = this.#nameAt(place);
        this.#sorted = before <= name;
        before = name;
      }
    }
    return this.#sorted;
  }

  #nameAt(place: number): RawName {
    return nameOfNode(this.#span(place));
  }

  #at(place: number): StoredEntry {
    return decodeNode(this.#span(place));
  }

  #span(place: number): Uint8Array {
    return this.#bytes.subarray(this.#spans[place * 2], this.#spans[place * 2 + 1]);
  }

  *#findDirectories(): Generator<number> {
    let place = 0;
    for (let at = this.#bytes.indexOf(SUBTREE); at >= 0; at = this.#bytes.indexOf(SUBTREE, at + 1)) {
      while (place < this.count && this.#spans[place * 2 + 1]! <= at) place++;
      if (place === this.count) return;
      if (this.#spans[place * 2]! > at) continue; // before the list of entries
      if (this.#at(place).subtree !== null) yield place;
      place++;
      at = (this.#spans[place * 2] ?? this.#bytes.length) - 1;
    }
  }
}
