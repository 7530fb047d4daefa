/** Reads a manifest: one directory at a time, by its identity, verified; the frames read last are kept. */
import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import { Fault, toFault } from '../../../base/fault.ts';
import type { RawPath } from '../../../entry/entry.ts';
import { fsPath, showName } from '../../../entry/name.ts';
import { JsonScanner, OBJECT } from '../../tree/json-scan.ts';
import { unquoteLeniently } from '../../tree/quote.ts';
import type { Trees } from '../../tree/tree-snapshot.ts';
import { Index, rowsBefore, TAIL, type Row } from './index-block.ts';

/** Frames kept. The walk of a tree goes back to one for every directory that has others in it. */
const KEPT = 24;

export class Manifest implements Trees {
  readonly #path: RawPath;
  readonly #index: Index;
  readonly #frames = new Map<number, Buffer>();

  /** @throws Fault `damaged` when it is cut off or not what was written; `missing`. */
  constructor(path: RawPath) {
    this.#path = path;
    this.#index = this.#named(() => this.#reading((fd) => {
      const { size } = fstatSync(fd);
      const tail = readAt(fd, Math.max(0, size - TAIL), Math.min(size, TAIL));
      if (tail.length < TAIL) throw new Fault('damaged', 'It is shorter than any manifest.');
      const length = rowsBefore(tail, size);
      return new Index(readAt(fd, size - TAIL - length, length), tail);
    }));
  }

  /** Identities of all directories, in no order. */
  *ids(): Generator<string> {
    for (let row = 0; row < this.#index.count; row++) yield this.#index.idAt(row);
  }

  async load(id: string): Promise<Uint8Array> {
    return this.loadNow(id);
  }

  /** The bytes are part of what is kept: for those who are done with them soon. @throws Fault `damaged`. */
  loadNow(id: string): Uint8Array {
    return this.directory(id).tree;
  }

  /** The same, and the line before it. */
  directory(id: string): { line: Uint8Array; tree: Uint8Array } {
    return this.#named(() => {
      const part = this.#part(id);
      if (hash('sha256', part.tree) !== id) throw new Fault('damaged', `The entries of directory ${id.slice(0, 8)} are not what was written.`);
      return part;
    });
  }

  /** Where the directory lies in the snapshot; one of the places, when there are several that are equal. */
  pathOf(id: string): RawPath {
    return this.#named(() => {
      const { line } = this.#part(id);
      const scan = new JsonScanner(line, 'The manifest');
      scan.expect(OBJECT);
      if (!scan.more(true, 0x7d)) scan.fail('a directory has no path');
      scan.key();
      return unquoteLeniently(scan.raw());
    });
  }

  /** Where a directory lies, if it is there just so, with this line before it; null: it is not, or what lies there cannot be read. */
  rowOf(id: string, line: Uint8Array, tree: Uint8Array): Row | null {
    const row = this.#index.find(id);
    if (row === null) return null;
    try {
      const text = this.#frame(row);
      return text.subarray(row.lineAt, row.treeAt).equals(line) && text.subarray(row.treeAt, row.treeAt + row.treeLength).equals(tree) ? row : null;
    } catch {
      return null; // written anew, it is whole again
    }
  }

  /** The frames directories lie in, by where they begin, with how many there are and how much text. */
  frames(): Map<number, { count: number; text: number }> {
    return this.#index.frames();
  }

  /** A frame as it lies there, packed. */
  packed({ frameAt, frameLength }: Pick<Row, 'frameAt' | 'frameLength'>): Buffer {
    return this.#named(() => this.#reading((fd) => readAt(fd, frameAt, frameLength)));
  }

  #part(id: string): { line: Buffer; tree: Buffer } {
    const row = this.#index.find(id);
    if (row === null) throw new Fault('damaged', `Directory ${id.slice(0, 8)} is not in it.`);
    const text = this.#frame(row);
    return { line: text.subarray(row.lineAt, row.treeAt), tree: text.subarray(row.treeAt, row.treeAt + row.treeLength) };
  }

  #frame({ frameAt, frameLength }: Row): Buffer {
    const known = this.#frames.get(frameAt);
    if (known !== undefined) {
      this.#frames.delete(frameAt);
      this.#frames.set(frameAt, known); // the map's order is the order of use
      return known;
    }
    const text = decompressed(this.#reading((fd) => readAt(fd, frameAt, frameLength)));
    this.#frames.set(frameAt, text);
    if (this.#frames.size > KEPT) this.#frames.delete(this.#frames.keys().next().value!);
    return text;
  }

  #reading<T>(work: (fd: number) => T): T {
    const fd = openSync(fsPath(this.#path), 'r');
    try {
      return work(fd);
    } finally {
      closeSync(fd);
    }
  }

  #named<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const name = showName(this.#path);
      if (error instanceof Fault && error.kind === 'damaged') throw new Fault('damaged', `The manifest ${name} is damaged: ${error.message}`, { cause: error, context: { file: name }, advice: 'The files beside it can still be copied by hand; the next backup makes a new manifest.' });
      throw toFault(error, `The manifest ${name} cannot be read`, { file: name });
    }
  }
}

function decompressed(frame: Buffer): Buffer {
  try {
    return zstdDecompressSync(frame);
  } catch (cause) {
    throw new Fault('damaged', 'A part of it cannot be unpacked.', { cause });
  }
}

function readAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  for (let read = -1; done < length && read !== 0; done += read) read = readSync(fd, bytes, done, length - done, at + done);
  if (done < length) throw new Fault('damaged', 'It is shorter than it says.');
  return bytes;
}

