/**
 * Writes a manifest: every directory of a snapshot as two lines of JSON, its path and identity, then its entries as a vault's tree has
 * them, files with the SHA-256 of their content. Frames of zstd, so that `zstdcat` shows it and one directory can be read alone.
 */
import { hash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';
import type { RawPath } from '../../../entry/entry.ts';
import { dirRaw, fsPath } from '../../../entry/name.ts';
import { jsonOfRaw } from '../../tree/go-json.ts';
import { quote } from '../../tree/quote.ts';
import { IndexBuilder } from './index-block.ts';
import { KeptFrames, type KeptDirectory } from './kept-frames.ts';
import type { Manifest } from './manifest.ts';

/** Text gathered before it is compressed. */
const FRAME = 256 * 1024;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export class ManifestWriter {
  #fd: number | null;
  readonly #index = new IndexBuilder();
  readonly #known = new Set<string>();
  #parts: Uint8Array[] = [];
  #gathered = 0;
  #written = 0;
  /** First row of the frame being gathered. */
  #first = 0;
  readonly #kept: KeptFrames | null;

  /** @param path null: only identities are wanted. @param previous what is equal there is copied as it lies there. */
  constructor(path: RawPath | null, previous: Manifest | null = null) {
    this.#kept = previous === null ? null : new KeptFrames(previous);
    if (path !== null) mkdirSync(fsPath(dirRaw(path)), { recursive: true, mode: 0o700 });
    this.#fd = path === null ? null : openSync(fsPath(path), 'wx', 0o600);
  }

  /** @param tree a directory's entries, complete. Returns its identity. */
  add(path: RawPath, tree: Uint8Array): string {
    const id = hash('sha256', tree);
    this.keep(path, id, tree);
    return id;
  }

  /** Like `add`, of a directory whose identity is known. */
  keep(path: RawPath, id: string, tree: Uint8Array): void {
    if (this.#fd === null || this.#known.has(id)) return;
    this.#known.add(id);
    const line = Buffer.from(`{"directory":${jsonOfRaw(quote(path))},"id":"${id}"}\n`, 'latin1');
    if (this.#kept?.take(id, line, tree) !== true) this.#gather(id, line, tree);
  }

  #gather(id: string, line: Uint8Array, tree: Uint8Array): void {
    this.#index.add(Buffer.from(id, 'hex'), { lineAt: this.#gathered, treeAt: this.#gathered + line.length, treeLength: tree.length });
    this.#parts.push(line, tree);
    this.#gathered += line.length + tree.length;
    if (this.#gathered >= FRAME) this.#flush();
  }

  /** Durable when it returns; closed however it ends. */
  finish(): void {
    if (this.#fd === null) return;
    try {
      this.#complete();
      fsyncSync(this.#fd);
    } finally {
      const fd = this.#fd;
      this.#fd = null;
      closeSync(fd);
    }
  }

  /** Gives it up, unless it is finished: nothing more is written. Never throws. */
  close(): void {
    const fd = this.#fd;
    this.#fd = null;
    try {
      if (fd !== null) closeSync(fd);
    } catch {
      // what is given up need not be whole
    }
  }

  #complete(): void {
    this.#kept?.tell({ frame: (packed, directories) => this.#copy(packed, directories), directory: (id, line, tree) => this.#gather(id, line, tree) }, FRAME / 2);
    this.#flush();
    this.#write(this.#index.finish());
  }

  #copy(packed: Uint8Array, directories: readonly KeptDirectory[]): void {
    this.#flush(); // rows stand in the order of their frames
    for (const { id, row } of directories) this.#index.addPlaced(Buffer.from(id, 'hex'), { ...row, frameAt: this.#written });
    this.#first = this.#index.count;
    this.#write(packed);
  }

  #flush(): void {
    if (this.#parts.length === 0) return;
    const at = this.#written;
    this.#write(zstdCompressSync(Buffer.concat(this.#parts, this.#gathered), FAST));
    this.#index.setFrame(this.#first, at, this.#written - at);
    this.#first = this.#index.count;
    this.#parts = [];
    this.#gathered = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd!, bytes, done);
    this.#written += bytes.length;
  }
}
