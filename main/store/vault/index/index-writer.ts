/** Collects what stored packs hold and writes it as index files: an index names a pack only after the pack is safe. */
import type { StorageCall } from '../../../storage/storage.ts';
import type { Clock } from '../../../base/clock.ts';
import { encodeIndex, type IndexPack } from '../format/index-file.ts';
import { decodePackHeader, type PackEntry } from '../format/pack.ts';
import type { Repository } from '../repository/repository.ts';

/** Blobs and milliseconds after which an index file is written; restic takes up to 50,000. The age makes a long run that is cut off lose little. */
const FULL = 20_000;
const MAX_AGE = 10 * 60_000;

export class IndexWriter {
  readonly #repository: Repository;
  readonly #clock: Clock;
  #packs: IndexPack[] = [];
  #blobs = 0;
  #since: number;
  /** Ids of the index files written. */
  readonly written: string[] = [];

  constructor(repository: Repository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
    this.#since = clock.monotonic();
  }

  async add(pack: string, entries: readonly PackEntry[], call: StorageCall): Promise<void> {
    await this.#add({ id: pack, blobs: entries }, entries.length, call);
  }

  /** The same of a pack of this run, by its plain header: a list of objects would take several times the memory until it is written. */
  async addByHeader(pack: string, header: Uint8Array, count: number, call: StorageCall): Promise<void> {
    await this.#add({ id: pack, get blobs() { return decodePackHeader(header); } }, count, call);
  }

  async #add(pack: IndexPack, count: number, call: StorageCall): Promise<void> {
    if (this.#blobs > 0 && this.#blobs + count > FULL) await this.flush(call);
    this.#packs.push(pack);
    this.#blobs += count;
    if (this.#blobs >= FULL || this.#clock.monotonic() - this.#since > MAX_AGE) await this.flush(call);
  }

  async flush(call: StorageCall): Promise<void> {
    this.#since = this.#clock.monotonic();
    if (this.#packs.length === 0) return;
    const packs = this.#packs;
    this.#packs = []; // taken before the first await: two packs may end at the same time
    this.#blobs = 0;
    this.written.push(await this.#repository.save('index', encodeIndex(packs), call));
  }
}
