/** Reads only what a directory refers to. Nothing is built for names, times and the rest: marking a vault is this, a million times over. */
import { JsonFields, readObject, type ReadField } from '../../tree/json-fields.ts';
import { JsonScanner, LIST, LIST_END, OBJECT, OBJECT_END } from '../../tree/json-scan.ts';
import { TreeCursor } from '../../tree/tree-reader.ts';

/** Told each id as a view that the next call overwrites. */
export interface RefSink {
  data(id: Uint8Array): void;
  tree(id: Uint8Array): void;
}

class Refs {
  readonly sink: RefSink;
  readonly id = new Uint8Array(32);

  constructor(sink: RefSink) {
    this.sink = sink;
  }
}

const FIELDS = new JsonFields<ReadField<Refs>>({
  content: (refs, scan) => {
    scan.expect(LIST);
    for (let first = true; scan.more(first, LIST_END); first = false) {
      scan.hexIdInto(refs.id);
      refs.sink.data(refs.id);
    }
  },
  subtree: (refs, scan) => {
    scan.hexIdInto(refs.id);
    refs.sink.tree(refs.id);
  },
});

/** @throws Fault `damaged`; what was told before stays told. */
export function readRefs(tree: Uint8Array, sink: RefSink): void {
  const refs = new Refs(sink);
  const cursor = new TreeCursor(tree);
  const plain = new PlainRefs(tree, refs);
  for (let at = cursor.place(); at >= 0; at = cursor.place()) {
    const end = plain.read(at);
    if (end >= 0) cursor.passTo(end);
    else readObject(new JsonScanner(cursor.nextRaw()!, 'The directory'), FIELDS, refs);
  }
}

const [NAME, TYPE, CONTENT, SUBTREE, NULL] = ['{"name":', ',"type":"', '"content":', ',"subtree":', 'null'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer, Buffer];
const SUBTREE_KEY = SUBTREE.subarray(1, -1);
const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
/** Bytes of an id with its quotes. */
const ID = 66;

/**
 * Reads nodes as everybody spells nearly all of them, by looking for their end in place of reading what comes before it. What is refused here is
 * read member by member: nothing that is used may ever be missed, or it would be pruned. So a node passes only if it has no object within, no
 * escape behind its name, and nothing in it can be a second list of content or another subtree.
 */
class PlainRefs {
  readonly #bytes: Buffer;
  readonly #scan: JsonScanner;
  readonly #refs: Refs;
  readonly #escape: Next;
  readonly #subtree: Next;

  constructor(tree: Uint8Array, refs: Refs) {
    this.#bytes = Buffer.from(tree.buffer, tree.byteOffset, tree.byteLength);
    this.#scan = new JsonScanner(tree, 'The directory');
    this.#refs = refs;
    this.#escape = new Next(this.#bytes, BACKSLASH);
    this.#subtree = new Next(this.#bytes, SUBTREE_KEY);
  }

  /** Tells what the node at this place refers to. Returns where it ends; -1: nothing was told, it is to be read as what it may be. */
  read(at: number): number {
    const [bytes, scan] = [this.#bytes, this.#scan];
    scan.at = at;
    if (!scan.takes(NAME)) return -1;
    scan.string();
    if (!scan.takes(TYPE)) return -1;
    const end = bytes.indexOf(OBJECT_END, scan.at);
    const within = bytes.indexOf(OBJECT, scan.at);
    const content = bytes.indexOf(CONTENT, scan.at);
    if (end < 0 || (within >= 0 && within < end) || content < 0 || content > end || this.#escape.from(scan.at) < end || this.#subtree.from(scan.at) < content) return -1;
    if (bytes[end + 1] !== COMMA && bytes[end + 1] !== LIST_END) return -1;
    return this.#tell(content + CONTENT.length, end) ? end + 1 : -1;
  }

  /** From the value of the content to the end of the node. */
  #tell(value: number, end: number): boolean {
    const scan = this.#scan;
    const behind = this.#endOfList(value);
    scan.at = behind;
    const hasSubtree = behind >= 0 && scan.takes(SUBTREE);
    const subtree = scan.at;
    if (behind < 0 || (hasSubtree ? !this.#isId(subtree) || subtree + ID !== end : behind !== end)) return false;
    for (scan.at = value + 1; scan.at < behind && this.#isId(scan.at); scan.at++) {
      scan.hexIdInto(this.#refs.id);
      this.#refs.sink.data(this.#refs.id);
    }
    if (!hasSubtree) return true;
    scan.at = subtree;
    scan.hexIdInto(this.#refs.id);
    this.#refs.sink.tree(this.#refs.id);
    return true;
  }

  /** Behind a list of ids, or `null`; -1: it is neither. */
  #endOfList(value: number): number {
    const [bytes, scan] = [this.#bytes, this.#scan];
    scan.at = value;
    if (scan.takes(NULL)) return scan.at;
    if (bytes[value] !== LIST) return -1;
    if (bytes[value + 1] === LIST_END) return value + 2;
    for (let at = value + 1; this.#isId(at); at += ID + 1) {
      if (bytes[at + ID] === LIST_END) return at + ID + 1;
      if (bytes[at + ID] !== COMMA) return -1;
    }
    return -1;
  }

  /** As far as quotes tell; what is in them is looked at when it is read. */
  #isId(at: number): boolean {
    return this.#bytes[at] === QUOTE && this.#bytes[at + ID - 1] === QUOTE;
  }
}

/** Where something comes next in bytes that are gone through once. */
class Next {
  readonly #bytes: Buffer;
  readonly #what: number | Uint8Array;
  #found = -1;

  constructor(bytes: Buffer, what: number | Uint8Array) {
    [this.#bytes, this.#what] = [bytes, what];
  }

  /** The first place from there on; Infinity: nowhere. */
  from(at: number): number {
    if (this.#found < at) {
      const found = this.#bytes.indexOf(this.#what, at);
      this.#found = found < 0 ? Infinity : found;
    }
    return this.#found;
  }
}
