/** Writes a directory: nodes in name order, as bytes whose hash names the tree. */
import { Fault } from '../../base/fault.ts';
import type { Entry, RawName } from '../../entry/entry.ts';
import { showName } from '../../entry/name.ts';
import { ByteWriter } from './byte-writer.ts';
import { encodeNode, type Node, type NodeParts } from './node.ts';
import { nameOfNode } from './tree-reader.ts';

/** How a directory begins and ends. */
const HEAD = '{"nodes":[';
const TAIL = ']}\n';

export class TreeBuilder {
  readonly #previous: Uint8Array | null;
  /** Until something is written: this is the previous directory up to here, byte for byte. */
  #kept = HEAD.length;
  #writer: ByteWriter | null = null;
  #last: RawName = '';

  /** @param previous a directory nodes can be kept of. While they are its first ones, in order, they cost nothing. */
  constructor(previous: Uint8Array | null = null) {
    this.#previous = previous;
  }

  /** Names must ascend by their bytes, or restic will not find them. @throws Fault `bug`. */
  add(entry: Entry & Pick<Node, 'extra'>, parts: NodeParts): void {
    encodeNode(this.#next(entry.name), entry, parts);
  }

  /** A node as another tree holds it, byte for byte. */
  addRaw(json: Uint8Array): void {
    this.#next(nameOfNode(json)).writeBytes(json);
  }

  /** The node of this name that lies from `start` to `end` in the previous directory. */
  keep(name: RawName, start: number, end: number): void {
    const place = this.#last === '' ? HEAD.length : this.#kept + 1; // so near that nothing but a comma fits between
    if (this.#writer !== null || start !== place) return this.#next(name).writeBytes(this.#previous!.subarray(start, end));
    this.#inOrder(name);
    this.#kept = end;
  }

  /** Whether this is the previous directory, byte for byte. Such a one need not be finished. */
  get isPrevious(): boolean {
    const previous = this.#previous;
    return this.#writer === null && previous?.length === this.#kept + TAIL.length && Buffer.from(previous.subarray(this.#kept)).toString('latin1') === TAIL;
  }

  /** The tree, in memory of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    const writer = (this.#writer ??= this.#begin());
    writer.write(TAIL);
    return writer.finish();
  }

  /** Where the next node is to be written. */
  #next(name: RawName): ByteWriter {
    const isFirst = this.#last === '';
    this.#inOrder(name);
    const writer = (this.#writer ??= this.#begin());
    if (!isFirst) writer.write(',');
    return writer;
  }

  #begin(): ByteWriter {
    const writer = new ByteWriter();
    if (this.#kept === HEAD.length) writer.write(HEAD);
    else writer.writeBytes(this.#previous!.subarray(0, this.#kept));
    return writer;
  }

  #inOrder(name: RawName): void {
    if (name <= this.#last) {
      const order = `"${showName(name)}" comes after "${showName(this.#last)}" in a directory, out of order.`;
      throw new Fault('bug', name === '' ? 'An entry without a name cannot be stored.' : order);
    }
    this.#last = name;
  }
}
