/** Writes a directory: nodes in name order, as bytes whose hash names the tree. */
import { Fault } from '../../../base/fault.ts';
import type { Entry, RawName } from '../../../entry/entry.ts';
import { showName } from '../../../entry/name.ts';
import { ByteWriter } from './byte-writer.ts';
import { encodeNode, type Node, type NodeParts } from './node.ts';
import { nameOfNode } from './tree-reader.ts';

export class TreeBuilder {
  readonly #writer = new ByteWriter();
  #last: RawName = '';

  constructor() {
    this.#writer.write('{"nodes":[');
  }

  /** Names must ascend by their bytes, or restic will not find them. @throws Fault `bug`. */
  add(entry: Entry & Pick<Node, 'extra'>, parts: NodeParts): void {
    this.#next(entry.name);
    encodeNode(this.#writer, entry, parts);
  }

  /** A node as another tree holds it, byte for byte. */
  addRaw(json: Uint8Array): void {
    this.#next(nameOfNode(json));
    this.#writer.writeBytes(json);
  }

  /** The tree, in memory of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#writer.write(']}\n');
    return this.#writer.finish();
  }

  #next(name: RawName): void {
    if (name <= this.#last) {
      const order = `"${showName(name)}" comes after "${showName(this.#last)}" in a directory, out of order.`;
      throw new Fault('bug', name === '' ? 'An entry without a name cannot be stored.' : order);
    }
    if (this.#last !== '') this.#writer.write(',');
    this.#last = name;
  }
}
