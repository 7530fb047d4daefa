/** A directory as the parent snapshot has it, walked beside the new one: what is the same is taken over as it stands, without being decoded. */
import type { Entry, RawName, StoredEntry } from '../../entry/entry.ts';
import { ByteWriter } from './byte-writer.ts';
import { JsonScanner, LIST_END, OBJECT_END } from './json-scan.ts';
import { decodeNode, encodeHead, encodeXattrs } from './node.ts';
import { TreeCursor } from './tree-reader.ts';

const XATTRS = Buffer.from(',"extended_attributes":');
const CONTENT = Buffer.from(',"content":[');
const NO_CONTENT = Buffer.from(',"content":null');
const SUBTREE = Buffer.from(',"subtree":');
/** An id between quotes and a comma. */
const ID_ROOM = 67;

/** Where the nodes that are asked for are written, and the ids that are looked up: nothing keeps either. */
const head = new ByteWriter();
const id = new Uint8Array(32);

/** @param id 32 bytes of memory that is used again. */
export type IsStored = (id: Uint8Array) => boolean;

export class PreviousTree {
  readonly bytes: Uint8Array;
  readonly #isStored: IsStored | null;
  readonly #cursor: TreeCursor;
  readonly #scan: JsonScanner;
  /** Of the node matched last: where it lies, and the directory it stands for. */
  start = -1;
  end = -1;
  subtree: string | null = null;
  /** It has extended attributes, which were not compared. */
  hasUnseen = false;

  /** @param isStored null: all content is taken to be. @throws Fault `damaged`. */
  constructor(bytes: Uint8Array, isStored: IsStored | null) {
    this.bytes = bytes;
    this.#isStored = isStored;
    this.#cursor = new TreeCursor(bytes);
    this.#scan = new JsonScanner(bytes, 'The directory');
  }

  /**
   * Whether the next node is this entry, and would be written just as it stands, with all its content stored. It stays the next one.
   * @param isComplete false: the extended attributes are not known, and are those of the node if all else is.
   */
  matches(entry: Entry, isComplete: boolean): boolean {
    const start = this.#cursor.place();
    if (start < 0) return false;
    head.clear();
    encodeHead(head, entry);
    if (isComplete) encodeXattrs(head, entry);
    if (!head.standsIn(this.bytes, start)) return false;
    this.#scan.at = start + head.length;
    this.hasUnseen = !isComplete && this.#scan.takes(XATTRS);
    if (this.hasUnseen) this.#scan.skip();
    this.subtree = null;
    if (!this.#takesRest(entry) || this.bytes[this.#scan.at] !== OBJECT_END) return false;
    [this.start, this.end] = [start, this.#scan.at + 1];
    return true;
  }

  /** Passes over the node matched last. */
  take(): void {
    this.#cursor.passTo(this.end);
  }

  /** The node that lies there. */
  at(start: number, end: number): StoredEntry {
    return decodeNode(this.bytes.subarray(start, end));
  }

  /** The entry of this name, or null. Names must be asked for in ascending order. */
  find(name: RawName): StoredEntry | null {
    const cursor = this.#cursor;
    for (let ahead = cursor.peekName(); ahead !== null && ahead <= name; ahead = cursor.peekName()) {
      if (ahead === name) return cursor.next();
      cursor.skip();
    }
    return null;
  }

  #takesRest({ type }: Entry): boolean {
    const scan = this.#scan;
    if (type === 'file') return scan.takes(CONTENT) && this.#takesIds();
    if (type === 'dir') return scan.takes(NO_CONTENT) && scan.takes(SUBTREE) && this.#takesSubtree();
    return (type === 'symlink' || type === 'fifo') && scan.takes(NO_CONTENT);
  }

  /** Ids of data that is stored, to the end of the list. */
  #takesIds(): boolean {
    const scan = this.#scan;
    const { at } = scan;
    let count = 0;
    for (; scan.more(count === 0, LIST_END); count++) {
      scan.hexIdInto(id);
      if (this.#isStored?.(id) === false) return false;
    }
    return scan.at - at === Math.max(1, count * ID_ROOM); // else there are spaces
  }

  #takesSubtree(): boolean {
    this.subtree = this.#scan.hexId();
    return true;
  }

}
