/**
 * Reads a directory node by node: a tree of a million files is never parsed as a whole. Spaces, and members beside `nodes`, are passed over.
 * Everything here throws a Fault `damaged` with the byte where a tree is malformed; the nodes before it are good.
 */
import type { RawName } from '../../entry/entry.ts';
import { JsonScanner, LIST, LIST_END, OBJECT, OBJECT_END } from './json-scan.ts';
import { readNode, type Node } from './node.ts';
import { unquoteLeniently } from './quote.ts';

const WHAT = 'The directory';
const NAME_FIRST = Buffer.from('{"name":"');
const [FILE, SYMLINK] = [Buffer.from(',"type":"file"'), Buffer.from(',"type":"symlink"')];
const NO_CONTENT = Buffer.from(',"content":null');
const [QUOTE, COMMA] = [0x22, 0x2c];
/** Hex digits of a blob's id. */
const ID_LENGTH = 64;

export function* readTree(bytes: Uint8Array): Generator<Node> {
  const cursor = new TreeCursor(bytes);
  for (let node = cursor.next(); node !== null; node = cursor.next()) yield node;
}

/** Each node's own bytes, as a view. */
export function* nodeSpans(bytes: Uint8Array): Generator<Uint8Array> {
  const cursor = new TreeCursor(bytes);
  for (let span = cursor.nextRaw(); span !== null; span = cursor.nextRaw()) yield span;
}

/** The name of a node given as JSON. */
export const nameOfNode = (json: Uint8Array): RawName => nameAt(new JsonScanner(json, 'The entry'));

/** Where the name comes first, as everybody writes it, the rest is not read. The scanner stays where it was. */
function nameAt(scan: JsonScanner): RawName {
  const start = scan.at;
  let name: RawName;
  if (isNameFirst(scan)) {
    scan.at += NAME_FIRST.length - 1;
    name = unquoteLeniently(scan.raw());
  } else {
    name = readNode(scan).name;
  }
  scan.at = start;
  return name;
}

function isNameFirst({ bytes, at }: JsonScanner): boolean {
  for (let next = 0; next < NAME_FIRST.length; next++) if (bytes[at + next] !== NAME_FIRST[next]) return false;
  return true;
}

/**
 * Where a node ends, from somewhere in it: behind its first brace that closes, if its content stands before that, and what may follow a node
 * behind it. -1 where it looks otherwise.
 */
function endOfContent({ bytes, at }: JsonScanner): number {
  const end = bytes.indexOf(OBJECT_END, at);
  if (end < at + NO_CONTENT.length || (bytes[end + 1] !== COMMA && bytes[end + 1] !== LIST_END)) return -1;
  return endsInId(bytes, at, end) || bytes.compare(NO_CONTENT, 0, NO_CONTENT.length, end - NO_CONTENT.length, end) === 0 ? end + 1 : -1;
}

/** Whether an id with its quotes and the end of a list stand before this place. No text can: it would have no quotes in it. */
function endsInId(bytes: Uint8Array, at: number, end: number): boolean {
  if (end < at + ID_LENGTH + 3 || bytes[end - 1] !== LIST_END || bytes[end - 2] !== QUOTE || bytes[end - 3 - ID_LENGTH] !== QUOTE) return false;
  for (let digit = end - 2 - ID_LENGTH; digit < end - 2; digit++) if (!isHexDigit(bytes[digit]!)) return false;
  return true;
}

const isHexDigit = (code: number): boolean => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);

/** A place in a directory, moved on by its user: for walking two directories side by side. */
export class TreeCursor {
  readonly #scan: JsonScanner;
  #first = true;
  #ended = false;
  /** The scanner stands at a node. */
  #ready = false;
  #name: RawName | null = null;

  constructor(bytes: Uint8Array) {
    this.#scan = new JsonScanner(bytes, WHAT);
    this.#scan.expect(OBJECT);
    this.#findNodes();
  }

  /** The name of the node that comes next; null after the last. */
  peekName(): RawName | null {
    if (this.#name === null && this.#stand()) this.#name = nameAt(this.#scan);
    return this.#name;
  }

  /** The next node, or null after the last. */
  next(): Node | null {
    if (!this.#stand()) return null;
    const node = readNode(this.#scan);
    this.#leave();
    return node;
  }

  /** The next node's bytes, as a view; null after the last. */
  nextRaw(): Uint8Array | null {
    if (!this.#stand()) return null;
    const start = this.#scan.at;
    this.#pass();
    return this.#scan.bytes.subarray(start, this.#scan.at);
  }

  /** Where the next node's bytes begin; -1 after the last. */
  place(): number {
    return this.#stand() ? this.#scan.at : -1;
  }

  /** Passes over the next node, which ends there. */
  passTo(end: number): void {
    this.#scan.at = end;
    this.#leave();
  }

  /** Passes over the next node. */
  skip(): void {
    if (this.#stand()) this.#pass();
  }

  /** Passes over the next node where it is a file or a link as everybody spells nearly all of them; false: it is still the next. */
  passFile(): boolean {
    if (!this.#stand() || !isNameFirst(this.#scan)) return false;
    const scan = this.#scan;
    const start = scan.at;
    scan.at += NAME_FIRST.length - 1;
    scan.string();
    const end = scan.takes(FILE) || scan.takes(SYMLINK) ? endOfContent(scan) : -1;
    scan.at = end < 0 ? start : end;
    if (end >= 0) this.#leave();
    return end >= 0;
  }

  #pass(): void {
    if (this.#scan.peek() !== OBJECT) this.#scan.fail('an entry is missing');
    this.#scan.skip();
    this.#leave();
  }

  #leave(): void {
    this.#ready = false;
    this.#name = null;
  }

  /** Moves to the next node; false when there is none. */
  #stand(): boolean {
    if (this.#ready || this.#ended) return this.#ready;
    this.#ready = this.#scan.more(this.#first, LIST_END);
    this.#first = false;
    if (this.#ready) this.#scan.peek();
    else this.#end();
    return this.#ready;
  }

  /** No list (`null`) is a directory without entries: very old versions wrote that. */
  #findNodes(): void {
    const scan = this.#scan;
    for (let first = true; scan.more(first, OBJECT_END); first = false) {
      scan.key();
      if (scan.contents() !== 'nodes') scan.skip();
      else if (scan.isNull()) return this.#end();
      else return scan.expect(LIST);
    }
    scan.fail('it has no list of entries');
  }

  #end(): void {
    const scan = this.#scan;
    this.#ended = true;
    while (scan.more(false, OBJECT_END)) {
      scan.key();
      scan.skip();
    }
    if (scan.peek() !== -1) scan.fail('something follows it');
  }
}
