/**
 * The state a link stands for, complete: every directory with its entries, where every content lies, and what went since the link before.
 * Text, members of a JSON object; a directory takes two lines (path, identity and entries as a vault's tree has them, to which the first
 * line's end belongs; then the closing brace), a content and a deletion one each. The lines are part of the form.
 */
import { Fault } from '../../../base/fault.ts';
import { isHexId, sha256Hex } from '../../../base/ids.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { fromBytes, joinRaw } from '../../../entry/name.ts';
import { jsonOfRaw } from '../../tree/go-json.ts';
import { JsonScanner } from '../../tree/json-scan.ts';
import type { Node } from '../../tree/node.ts';
import { quote, unquoteLeniently } from '../../tree/quote.ts';
import { readTree } from '../../tree/tree-reader.ts';
import type { Placed } from '../container/container.ts';
import { TextParts } from './text-parts.ts';

/** Where the bytes of one content are. */
export interface ContentPlace {
  size: number;
  /** 0: in the link itself; else the place in its `needs`, from 1. */
  link: number;
  placed: Placed;
}

export interface StateDirectory {
  path: RawPath;
  /** Its entries, as bytes. */
  tree: Uint8Array;
}

const HEADS = ['"directories":[\n', '],\n"contents":[\n', '],\n"deletions":[\n', ']\n'] as const;

/** A state being gathered. */
export class StateWriter {
  readonly #directories = new TextParts();
  readonly #known = new Set<string>();

  /** @param tree as a tree builder finishes it: ends with a line's end. Returns the directory's identity. */
  add(path: RawPath, tree: Uint8Array): string {
    const id = sha256Hex(tree);
    if (this.#known.has(id)) return id;
    this.#directories.add(`${this.#known.size === 0 ? '' : '},\n'}{"path":${jsonOfRaw(quote(path))},"id":"${id}","tree":`);
    this.#directories.addBytes(tree);
    this.#known.add(id);
    return id;
  }

  /** The text, in pieces; the writer is empty then. @param contents in any order. */
  finish(contents: Iterable<readonly [id: string, place: ContentPlace]>, deletions: readonly RawPath[]): Buffer[] {
    const text = this.#directories;
    const parts = [Buffer.from(HEADS[0]), ...text.take()];
    text.add(this.#known.size === 0 ? '' : '}\n');
    this.#known.clear();
    text.add(HEADS[1]);
    let before = '';
    for (const [id, { size, link, placed: { offset, stored, within } }] of contents) {
      text.add(`${before}["${id}",${size},${link},${offset},${stored},${within}]`);
      before = ',\n';
    }
    text.add(`${before === '' ? '' : '\n'}${HEADS[2]}`);
    for (const [at, path] of deletions.entries()) text.add(`${at === 0 ? '' : ',\n'}${jsonOfRaw(quote(path))}`);
    text.add(`${deletions.length === 0 ? '' : '\n'}${HEADS[3]}`);
    return [...parts, ...text.take()];
  }
}

/** A state at hand. Directories are parts of the text they were read from. */
export class State {
  readonly directories = new Map<string, StateDirectory>();
  readonly contents = new Map<string, ContentPlace>();
  readonly deletions: RawPath[] = [];

  async load(id: string): Promise<Uint8Array> {
    return this.loadNow(id);
  }

  /** @throws Fault `damaged`. */
  loadNow(id: string): Uint8Array {
    return this.#directory(id).tree;
  }

  pathOf(id: string): RawPath {
    return this.#directory(id).path;
  }

  /** Everything below a directory with its path, parents before children. @throws Fault `damaged`. */
  *below(id: string, path: RawPath = '/'): Generator<{ path: RawPath; entry: Node }> {
    for (const entry of readTree(this.loadNow(id))) {
      const at = joinRaw(path, entry.name);
      yield { path: at, entry };
      if (entry.subtree !== null) yield* this.below(entry.subtree, at);
    }
  }

  #directory(id: string): StateDirectory {
    const found = this.directories.get(id);
    if (found === undefined) throw new Fault('damaged', `Directory ${id.slice(0, 8)} is not in the manifest.`);
    return found;
  }
}

/** @throws Fault `damaged` with the byte where the text is not as it should be. */
export function readState(text: Uint8Array): State {
  const reader = new Lines(text);
  const state = new State();
  reader.head(HEADS[0]);
  while (!reader.at(HEADS[1])) {
    const { id, path } = reader.directoryHead();
    const tree = reader.line();
    state.directories.set(id, { path, tree });
    reader.directoryEnd();
  }
  reader.head(HEADS[1]);
  while (!reader.at(HEADS[2])) reader.content(state.contents);
  reader.head(HEADS[2]);
  while (!reader.at(HEADS[3])) state.deletions.push(reader.path());
  reader.head(HEADS[3]);
  return state;
}

const CONTENT = /^\["([0-9a-f]{64})",(\d+),(\d+),(\d+),(\d+),(\d+)\],?\n$/;
const LINE_END = 0x0a;

class Lines {
  readonly #text: Buffer;
  #at = 0;

  constructor(text: Uint8Array) {
    this.#text = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  }

  at(head: string): boolean {
    return this.#text.toString('latin1', this.#at, this.#at + head.length) === head;
  }

  head(head: string): void {
    if (!this.at(head)) this.#fail('something else was to follow');
    this.#at += head.length;
  }

  /** To the end of the line, with it. */
  line(): Buffer {
    const end = this.#text.indexOf(LINE_END, this.#at) + 1;
    if (end === 0) this.#fail('it breaks off');
    const line = this.#text.subarray(this.#at, end);
    this.#at = end;
    return line;
  }

  directoryHead(): { id: string; path: RawPath } {
    this.head('{"path":');
    const scan = new JsonScanner(this.#text, 'The state', this.#at);
    const path = unquoteLeniently(scan.raw());
    this.#at = scan.at;
    this.head(',"id":"');
    const id = this.#text.toString('latin1', this.#at, this.#at + 64);
    if (!isHexId(id)) this.#fail('a directory has no identity');
    this.#at += 64;
    this.head('","tree":');
    return { id, path };
  }

  directoryEnd(): void {
    const end = fromBytes(this.line());
    if (end !== '},\n' && end !== '}\n') this.#fail('a directory does not end');
  }

  content(into: Map<string, ContentPlace>): void {
    const match = CONTENT.exec(fromBytes(this.line()));
    if (match === null) this.#fail('a content is not named as it should be');
    const [size, link, offset, stored, within] = match.slice(2).map(Number) as [number, number, number, number, number];
    into.set(match[1]!, { size, link, placed: { offset, stored, within } });
  }

  path(): RawPath {
    const path = unquoteLeniently(new JsonScanner(this.#text, 'The state', this.#at).raw());
    this.line();
    return path;
  }

  #fail(reason: string): never {
    throw new Fault('damaged', `The state in the manifest is malformed at byte ${this.#at}: ${reason}.`);
  }
}
