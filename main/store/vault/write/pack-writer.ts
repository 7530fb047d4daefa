/** Stores sealed blobs: packs, then the index that names them. Bounded: never more than a few packs are under way. */
import { hash } from 'node:crypto';
import { Limit } from '../../../base/abort.ts';
import { free } from '../../../base/free.ts';
import { sha256Hex } from '../../../base/ids.ts';
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Added } from '../../tally.ts';
import { encodePackHeader } from '../format/pack.ts';
import { DATA, TREE, type BlobIndex, type BlobType } from '../index/blob-index.ts';
import { IndexWriter } from '../index/index-writer.ts';
import { PackFile } from '../pack/pack-file.ts';
import { Chunks } from '../pack/pack-memory.ts';
import { Packer, type FilledPack, type PackFiles } from '../pack/packer.ts';
import { packKey } from '../repository/layout.ts';
import type { Repository } from '../repository/repository.ts';
import { Compressor } from '../../worker/compression.ts';
import type { SealedBatch } from '../worker/protocol.ts';

/** Packs being hashed and stored at once. */
const UNDER_WAY = 2;
/** Milliseconds to name what is stored when a run is given up. */
const SALVAGE_TIME = 10_000;

export class PackWriter implements PackFiles {
  readonly #repository: Repository;
  readonly #index: BlobIndex;
  readonly #call: Call;
  readonly #dryRun: boolean;
  readonly #packers: readonly [Packer, Packer];
  readonly #indexWriter: IndexWriter;
  readonly #slots = new Limit(UNDER_WAY);
  readonly #pending = new Set<Promise<void>>();
  /** Packs that have no name yet. */
  readonly #files = new Set<PackFile>();
  readonly chunks = new Chunks();
  #failure: { error: unknown } | null = null;
  readonly added: Added = { blobs: [0, 0], plain: 0, stored: 0 };

  constructor(repository: Repository, index: BlobIndex, clock: Clock, dryRun: boolean, call: Call) {
    this.#repository = repository;
    this.#index = index;
    this.#call = call;
    this.#dryRun = dryRun;
    const files = dryRun || repository.storage.begin === undefined ? null : this;
    this.#packers = [new Packer(DATA, (pack) => this.#store(pack), files), new Packer(TREE, (pack) => this.#store(pack), files)];
    this.#indexWriter = new IndexWriter(repository, clock);
  }

  /** Packs what is not stored yet; resolves when there is room for more. The batch's bytes are not needed afterwards. */
  async addBatch(batch: SealedBatch, bytes: Uint8Array): Promise<void> {
    this.#rethrow();
    let offset = 0;
    for (let blob = 0; blob < batch.lengths.length; blob++) {
      const length = batch.lengths[blob];
      this.add(batch.ids.subarray(blob * 32, blob * 32 + 32), batch.blobType, bytes.subarray(offset, offset + length), batch.uncompressed[blob]);
      offset += length;
    }
    await this.room();
  }

  /** Seals directories on this thread, as a worker does it, and packs those that are not stored yet. */
  async addTrees(trees: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    const { sealer, config } = this.#repository;
    const compressor = config.version >= 2 ? new Compressor() : null;
    for (const tree of trees) {
      this.#rethrow();
      const packed = compressor?.always(tree) ?? null;
      this.add(hash('sha256', tree, 'buffer'), TREE, sealer.sealed(packed ?? tree), packed === null ? 0 : tree.length);
      free(tree);
    }
    await this.room();
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.#pending.size >= UNDER_WAY) await Promise.race(this.#pending);
    this.#rethrow();
  }

  /** Packs one sealed blob unless it is there already. Returns whether it was new. */
  add(id: Uint8Array, type: BlobType, sealed: Uint8Array, uncompressed: number): boolean {
    if (this.#index.has(id, type)) return false;
    const reserved = this.#index.reserve(id, type);
    this.added.blobs[type]++;
    this.added.stored += sealed.length;
    this.added.plain += uncompressed > 0 ? uncompressed : sealed.length - 32;
    this.#packers[type].add(sealed, Buffer.from(id).toString('hex'), uncompressed, reserved);
    return true;
  }

  /** Resolves once everything added is stored and named by an index. */
  async flush(): Promise<void> {
    for (const packer of this.#packers) packer.flush();
    while (this.#pending.size > 0) await Promise.race(this.#pending);
    this.#rethrow();
    if (!this.#dryRun) await this.#indexWriter.flush(this.#call);
  }

  /** After a failure or a cancel: names what is stored, so that the next run does not send it again. Never fails. */
  async salvage(): Promise<void> {
    while (this.#pending.size > 0) await Promise.race(this.#pending);
    await Promise.all([...this.#files].map((file) => file.discard()));
    try {
      if (!this.#dryRun) await this.#indexWriter.flush({ signal: AbortSignal.timeout(SALVAGE_TIME) });
    } catch {
      // what ended the run may well prevent this too (disk full, drive gone); the packs are rubbish then, which prune removes
    }
  }

  /** For packs that are written while they fill. */
  begin(): PackFile {
    const file = new PackFile(this.#repository.storage.begin!(packKey('0'.repeat(64)), this.#call));
    this.#files.add(file);
    return file;
  }

  write(file: PackFile, bytes: Uint8Array, buffer: Uint8Array<ArrayBuffer>): void {
    this.#follow(file.write(bytes).finally(() => this.chunks.give(buffer)));
  }

  #store(pack: FilledPack): void {
    this.#follow(this.#storePack(pack));
  }

  #follow(begun: Promise<void>): void {
    const work = begun
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#pending.delete(work));
    this.#pending.add(work);
  }

  async #storePack(pack: FilledPack): Promise<void> {
    if (this.#dryRun) return free(pack.buffer);
    const header = encodePackHeader(pack.entries);
    const bytes = this.#withHeader(pack, header);
    const id = await this.#slots.run(this.#call.signal, () => (pack.file === null ? this.#put(bytes) : this.#finish(pack.file, bytes)));
    pack.entries.forEach((entry, at) => {
      this.#index.settle(pack.reserved[at], { pack: id, offset: entry.offset, length: entry.length, uncompressed: entry.uncompressedLength });
    });
    this.chunks.give(pack.buffer);
    await this.#indexWriter.addByHeader(id, header, pack.entries.length, this.#call);
  }

  async #put(bytes: Uint8Array): Promise<string> {
    const id = sha256Hex(bytes); // WebCrypto would hash elsewhere, and copy the pack for it
    await this.#repository.storage.put(packKey(id), bytes, this.#call);
    return id;
  }

  async #finish(file: PackFile, rest: Uint8Array): Promise<string> {
    await file.write(rest);
    const id = await file.finish(packKey);
    this.#files.delete(file);
    return id;
  }

  /** The pack's end as a file: blobs that are not written yet, sealed header, its length. Uses the room behind the blobs. */
  #withHeader(pack: FilledPack, header: Uint8Array): Uint8Array<ArrayBuffer> {
    const blobs = pack.length - pack.written;
    const length = this.#repository.sealer.seal(header, pack.buffer, blobs);
    new DataView(pack.buffer.buffer).setUint32(blobs + length, length, true);
    return pack.buffer.subarray(0, blobs + length + 4);
  }

  #rethrow(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}
