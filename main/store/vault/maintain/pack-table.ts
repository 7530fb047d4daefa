/** The index seen from the packs: which entries lie in a pack, in order of offset, and how large it must be. 4 bytes a blob. */
import type { PackEntry } from '../format/pack.ts';
import { DATA, TREE, type BlobIndex } from '../index/blob-index.ts';

/** Bytes of one header entry: type, sealed length, id; compressed blobs have their plain length too. */
const PLAIN_ENTRY = 37;
const COMPRESSED_ENTRY = 41;
/** Sealing of the header, and the length field behind it. */
const FRAME = 36;

export type PackKind = 'data' | 'tree' | 'mixed';

export class PackTable {
  readonly index: BlobIndex;
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(index: BlobIndex) {
    this.index = index;
    this.#starts = new Uint32Array(index.packs.length + 1);
    for (let entry = 0; entry < index.count; entry++) if (index.packOf(entry) >= 0) this.#starts[index.packOf(entry) + 1]++;
    for (let pack = 0; pack < index.packs.length; pack++) this.#starts[pack + 1] += this.#starts[pack];
    const next = this.#starts.slice();
    this.#order = new Uint32Array(this.#starts[index.packs.length]);
    for (let entry = 0; entry < index.count; entry++) if (index.packOf(entry) >= 0) this.#order[next[index.packOf(entry)]++] = entry;
    for (let pack = 0; pack < index.packs.length; pack++) this.#sort(this.entries(pack));
  }

  get packs(): number {
    return this.index.packs.length;
  }

  /** Index entries of a pack, by offset. A view. */
  entries(pack: number): Uint32Array {
    return this.#order.subarray(this.#starts[pack], this.#starts[pack + 1]);
  }

  /** Bytes of its header as a file has it. */
  headerSize(pack: number): number {
    let size = FRAME;
    for (const entry of this.entries(pack)) size += this.index.uncompressedOf(entry) > 0 ? COMPRESSED_ENTRY : PLAIN_ENTRY;
    return size;
  }

  /** Bytes the pack must have if the index tells all of it. */
  size(pack: number): number {
    let size = this.headerSize(pack);
    for (const entry of this.entries(pack)) size += this.index.lengthOf(entry);
    return size;
  }

  kind(pack: number): PackKind {
    let [data, tree] = [false, false];
    for (const entry of this.entries(pack)) {
      if (this.index.ids.typeOf(entry) === DATA) data = true;
      else tree = true;
    }
    return data && tree ? 'mixed' : tree ? 'tree' : 'data';
  }

  /** The pack's blobs as index files and headers list them. */
  list(pack: number): PackEntry[] {
    const { index } = this;
    return Array.from(this.entries(pack), (entry) => ({
      type: index.ids.typeOf(entry) === TREE ? 'tree' : 'data', id: Buffer.from(index.ids.idOf(entry)).toString('hex'),
      offset: index.offsetOf(entry), length: index.lengthOf(entry), uncompressedLength: index.uncompressedOf(entry),
    }));
  }

  /** Index files list packs in order nearly always. */
  #sort(entries: Uint32Array): void {
    const { index } = this;
    for (let at = 1; at < entries.length; at++) {
      if (index.offsetOf(entries[at - 1]) <= index.offsetOf(entries[at])) continue;
      entries.sort((a, b) => index.offsetOf(a) - index.offsetOf(b));
      return;
    }
  }
}
