/** The work of a copy: finds what the target lacks, reads it in pack order, has workers seal it anew, packs it. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { showName } from '../../../entry/name.ts';
import { DATA, IdTable, TREE, type BlobType } from '../index/id-table.ts';
import type { BlobIndex } from '../index/blob-index.ts';
import { TreeLoader } from '../read/tree-loader.ts';
import type { VaultStore } from '../vault.ts';
import { ContentQueue } from '../write/content-queue.ts';
import { PackWriter } from '../write/pack-writer.ts';
import { nameAffected } from './affected.ts';
import { BitSet } from './bit-set.ts';
import { inFlight } from './in-flight.ts';
import { markUsed } from './mark.ts';
import { PackTable } from './pack-table.ts';
import { blobsToOpen, rangeBytes, rangesOf, type BlobRange, type BlobSource } from './ranges.ts';

interface OpenedRange {
  range: BlobRange;
  /** One an entry: sealed under the target's keys, or plain where the target stores otherwise; null where it is damaged. */
  blobs: (Uint8Array | null)[];
}

export class CopySession {
  readonly #from: BlobSource;
  readonly #table: PackTable;
  readonly #target: VaultStore;
  readonly #known: BlobIndex;
  readonly #packs: PackWriter;
  /** For blobs that must be compressed, or not be: versions 1 and 2 of the format differ in that. */
  readonly #recode: ContentQueue | null;
  readonly #call: Call;
  #visited: BitSet;
  #saved = 0;

  constructor(from: VaultStore, index: BlobIndex, target: VaultStore, known: BlobIndex, call: Call) {
    this.#from = { repository: from.repository, index, pool: from.pool(null) };
    this.#table = new PackTable(index);
    this.#target = target;
    this.#known = known;
    this.#packs = new PackWriter(target.repository, known, target.clock, false, call);
    const alike = from.repository.config.version >= 2 === target.repository.config.version >= 2;
    this.#recode = alike ? null : new ContentQueue(target.pool(known), this.#packs, call);
    this.#call = call;
    this.#visited = new BitSet(index.count);
  }

  get blobs(): number {
    return this.#packs.added.blobs[DATA] + this.#packs.added.blobs[TREE];
  }

  get bytes(): number {
    return this.#packs.added.stored;
  }

  /** Bytes sent since the last `flush`. */
  get unsaved(): number {
    return this.bytes - this.#saved;
  }

  /** Sends what a snapshot needs. Returns why it cannot be copied, or null. */
  async copy(snapshot: Snapshot): Promise<Fault | null> {
    const lost = new IdTable(16);
    const lose = (id: Uint8Array, type: BlobType): void => void lost.add(id, type);
    const wanted = await this.#missing(snapshot, lose);
    for await (const { range, blobs } of inFlight(this.#ranges(wanted), this.#from.pool.size + 1, (range) => this.#open(range))) {
      this.#call.signal.throwIfAborted();
      for (const [at, entry] of range.entries.entries()) {
        const bytes = blobs[at] ?? (await this.#elsewhere(entry));
        if (bytes === null) lose(this.#from.index.ids.idOf(entry).slice(), this.#from.index.ids.typeOf(entry));
        else this.#take(entry, bytes);
      }
      this.#call.progress.done.bytes += range.length;
      await this.#packs.room();
      await this.#recode?.room();
    }
    if (lost.count === 0) return null;
    this.#visited = new BitSet(this.#from.index.count); // the next snapshot may need what is lost too
    return this.#explain(snapshot, lost);
  }

  /** Makes everything sent so far safe. */
  async flush(): Promise<void> {
    await this.#recode?.drain();
    await this.#packs.flush();
    this.#saved = this.bytes;
  }

  salvage(): Promise<void> {
    return this.#packs.salvage();
  }

  async #missing(snapshot: Snapshot, lose: (id: Uint8Array, type: BlobType) => void): Promise<BitSet> {
    const { repository, index } = this.#from;
    const wanted = new BitSet(index.count);
    const { progress } = this.#call;
    await markUsed({ repository, index }, [snapshot.tree], {
      used: this.#visited,
      lost: ({ id, type }) => lose(Buffer.from(id, 'hex'), type),
      marked: (entry) => {
        if (this.#known.has(index.ids.idOf(entry), index.ids.typeOf(entry))) return;
        wanted.add(entry);
        progress.totalBytes = (progress.totalBytes ?? 0) + index.lengthOf(entry);
      },
    }, this.#call);
    return wanted;
  }

  *#ranges(wanted: BitSet): Generator<BlobRange> {
    for (let pack = 0; pack < this.#table.packs; pack++) yield* rangesOf(this.#from.index, pack, this.#table.entries(pack).filter((entry) => wanted.has(entry)));
  }

  async #open(range: BlobRange): Promise<OpenedRange> {
    const bytes = await rangeBytes(this.#from, range, this.#call);
    if (bytes === null) return { range, blobs: range.entries.map(() => null) };
    const reseal = this.#recode === null ? this.#target.repository.keys : null;
    const result = await this.#from.pool.run({ type: 'open', bytes, blobs: blobsToOpen(this.#from.index, range), reseal }, [bytes.buffer]);
    if (result.type !== 'opened') throw new Fault('bug', 'A worker answered with something else than asked for.');
    return { range, blobs: result.blobs };
  }

  /** A blob whose first place is damaged, by itself or from another pack. */
  async #elsewhere(entry: number): Promise<Uint8Array | null> {
    const { index } = this.#from;
    for (const place of index.ids.findAll(index.ids.idOf(entry), index.ids.typeOf(entry))) {
      for (const range of rangesOf(index, index.packOf(place), [place])) {
        const [bytes] = (await this.#open(range)).blobs;
        if (bytes !== null) return bytes;
      }
    }
    return null;
  }

  #take(entry: number, bytes: Uint8Array): void {
    const { index } = this.#from;
    const type = index.ids.typeOf(entry);
    if (this.#recode !== null) this.#recode.addBlobs(type, [new Uint8Array(bytes)]); // memory of its own, which moves to the worker
    else this.#packs.add(index.ids.idOf(entry).slice(), type, bytes, index.uncompressedOf(entry));
  }

  async #explain(snapshot: Snapshot, lost: IdTable): Promise<Fault> {
    const paths: string[] = [];
    let count = 0;
    await nameAffected(this.#from.index, new TreeLoader(this.#from.repository, this.#from.index), [snapshot], {
      culprit: (id, type) => (lost.find(id, type) >= 0 ? true : null),
      lost: (_reason, _snapshot, path) => {
        count++;
        if (paths.length < 3) paths.push(showName(path));
      },
    }, this.#call);
    const more = count > paths.length ? ` and ${count - paths.length} more` : '';
    return new Fault('damaged', `Snapshot ${shortId(snapshot.id)} is not copied: parts of it are lost in ${this.#from.repository.storage.address} (${paths.join(', ')}${more}).`, {
      context: { snapshot: snapshot.id }, advice: 'Run "holdfast check" on the source, then "holdfast repair"; a repaired snapshot can be copied.',
    });
  }
}
