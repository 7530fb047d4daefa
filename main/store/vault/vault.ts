/** The vault: a restic repository (format 2) as a Store. Opened once, its index loaded when first needed, its workers started when first needed. */
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { Call } from '../../base/call.ts';
import type { Clock } from '../../base/clock.ts';
import { Fault, isFault } from '../../base/fault.ts';
import type { Storage } from '../../storage/storage.ts';
import type { SnapshotReader, SnapshotRequest, SnapshotWriter, Store } from '../store.ts';
import { IdTable } from './index/id-table.ts';
import { loadIndex, type LoadedIndex } from './index/load-index.ts';
import { resume } from './maintain/adopt-orphans.ts';
import { BlobExtractor } from './read/extractor.ts';
import { TreeLoader } from './read/tree-loader.ts';
import { TreeSnapshot } from '../tree/tree-snapshot.ts';
import { guardedBy, RepositoryLock, type Holder } from '../lock/lock.ts';
import { openRepository } from './repository/open.ts';
import type { Repository } from './repository/repository.ts';
import { snapshotListOf } from './repository/snapshot-list.ts';
import { Pool } from './worker/pool.ts';
import { VaultWriter } from './write/vault-writer.ts';

export interface VaultOptions {
  holder: Holder;
  programVersion: string;
  /** False: read without a lock; somebody may then prune what is being read. */
  lockReads?: boolean;
}

type Manner = Pick<SnapshotRequest, 'effort' | 'readConcurrency'>;

export class VaultStore implements Store {
  readonly format = 'vault';
  readonly repository: Repository;
  readonly holder: Holder;
  readonly #programVersion: string;
  readonly #lockReads: boolean;
  #loaded: Promise<LoadedIndex> | null = null;
  #pool: Pool | null = null;
  /** Keeps what it read: many snapshots are read through one, as long as the index is the same. */
  #trees: { index: LoadedIndex['index']; loader: TreeLoader } | null = null;
  #readLock: RepositoryLock | null = null;
  readonly #locks = new Set<RepositoryLock>();
  /** The index whose ids the workers look up. */
  #shared: LoadedIndex['index'] | null = null;

  constructor(repository: Repository, { holder, programVersion, lockReads = true }: VaultOptions) {
    this.#lockReads = lockReads;
    this.repository = repository;
    this.holder = holder;
    this.#programVersion = programVersion;
  }

  static async open(storage: Storage, password: string, options: VaultOptions, call: Call): Promise<VaultStore> {
    return new VaultStore(await openRepository(storage, password, call), options);
  }

  get id(): string {
    return this.repository.id;
  }

  get address(): string {
    return this.repository.storage.address;
  }

  get clock(): Clock {
    return this.holder.clock;
  }

  /** Oldest first; shared with others who asked, and frozen. One that cannot be read is reported. */
  async snapshots(call: Call): Promise<Snapshot[]> {
    const { snapshots, damaged } = await snapshotListOf(this.repository).all(call);
    for (const { id, fault } of damaged) call.report({ item: `snapshots/${id}`, during: 'list', severity: 'warning', fault });
    return snapshots;
  }

  /** One of them by its full id, without reading the others; null when it is not there. */
  snapshot(id: string, call: Call): Promise<Snapshot | null> {
    return snapshotListOf(this.repository).one(id, call);
  }

  async begin(request: SnapshotRequest, call: Call): Promise<SnapshotWriter> {
    call.progress.phase = 'locking';
    const lock = request.dryRun ? null : await this.lock(false, call);
    const guarded = lock === null ? call : guardedBy(lock, call);
    try {
      call.progress.phase = 'loading index';
      // what a dry run reserves is never stored: it has an index and workers of its own
      const { index } = request.dryRun ? await loadIndex(this.repository, guarded) : await this.index(guarded);
      if (lock !== null) await resume(this.repository, index, lock, this.clock, guarded);
      const pool = request.dryRun ? this.#hire(index, request) : this.pool(index, request);
      const parts = {
        repository: this.repository, index, pool, trees: new TreeLoader(this.repository, index), clock: this.clock,
        owner: { uid: this.holder.uid, gid: this.holder.gid }, programVersion: this.#programVersion,
        end: async (reason: unknown): Promise<void> => {
          if (request.dryRun) await pool.close(reason);
          else if (reason !== null) await this.#giveUp(reason);
          await lock?.release();
        },
      };
      return await VaultWriter.begin(parts, request, guarded);
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }

  async open(snapshot: Snapshot, call: Call): Promise<SnapshotReader> {
    const { index } = await this.readable(call);
    const pool = this.pool(index);
    if (this.#trees?.index !== index) this.#trees = { index, loader: new TreeLoader(this.repository, index) };
    return new TreeSnapshot(snapshot, this.#trees.loader, new BlobExtractor(this.repository, index, pool));
  }

  async remove(snapshots: readonly Snapshot[], call: Call, expected: readonly string[] | null = null): Promise<void> {
    await this.exclusively(call, async (guarded) => {
      if (expected !== null) await this.#refuseOtherThan(expected, guarded);
      for (const { id } of snapshots) {
        guarded.signal.throwIfAborted();
        await this.repository.remove('snapshots', id, guarded);
      }
    });
  }

  async close(): Promise<void> {
    await this.#dropPool(undefined);
    await this.#readLock?.release();
    this.#readLock = null;
  }

  /** @throws Fault `locked`. */
  async lock(exclusive: boolean, call: Call): Promise<RepositoryLock> {
    const lock = await RepositoryLock.acquire(this.repository, this.holder, exclusive, call);
    for (const known of this.#locks) if (!known.held) this.#locks.delete(known);
    if (this.#locks.size === 0) this.forgetIndex(); // while nobody here held a lock, anybody may have pruned
    this.#locks.add(lock);
    return lock;
  }

  /** Runs `work` while nobody else uses the vault. This store's own lock for reading is given up before: readers opened earlier are void. */
  async exclusively<T>(call: Call, work: (guarded: Call, lock: RepositoryLock) => Promise<T>): Promise<T> {
    call.progress.phase = 'locking';
    await this.#readLock?.release();
    this.#readLock = null;
    const lock = await this.lock(true, call);
    try {
      return await work(guardedBy(lock, call), lock);
    } finally {
      this.forgetIndex();
      await lock.release();
    }
  }

  /** Takes a shared lock and keeps it until `close`: nobody may prune what is about to be read. */
  async hold(call: Call): Promise<void> {
    if (this.#lockReads) this.#readLock ??= await this.#lockForReading(call);
  }

  /** How many locks of runs that were cut off were there when `hold` took its own. */
  get deadLocks(): number {
    return this.#readLock?.stale.length ?? 0;
  }

  /** The index, under the lock of `hold`. */
  async readable(call: Call): Promise<LoadedIndex> {
    await this.hold(call);
    return this.index(call);
  }

  /** The index as it was when first asked for since a lock was taken. */
  index(call: Call): Promise<LoadedIndex> {
    const loading = (this.#loaded ??= loadIndex(this.repository, call));
    loading.catch(() => {
      if (this.#loaded === loading) this.#loaded = null; // whoever asks next is not told of this cancel or failure
    });
    return loading;
  }

  /** The index has changed, or may have: the next who asks loads it again. */
  forgetIndex(): void {
    this.#loaded = null;
  }

  /** The workers; those who come first say how many and how eager. @param index whose ids they look up before they seal a blob; null for those who only open. */
  pool(index: LoadedIndex['index'] | null, manner: Manner = {}): Pool {
    const pool = (this.#pool ??= this.#hire(null, manner));
    if (index !== null && index !== this.#shared) {
      this.#shared = index;
      pool.share(index.ids.shared);
      index.ids.onGrow = (shared) => pool.share(shared);
    }
    return pool;
  }

  #hire(index: LoadedIndex['index'] | null, { effort = 'full', readConcurrency = effort === 'gentle' ? 1 : undefined }: Manner): Pool {
    const { keys, config } = this.repository;
    const setup = { keys, polynomial: config.chunker_polynomial, compress: config.version >= 2, effort };
    const pool = new Pool(setup, (index?.ids ?? new IdTable(1)).shared, readConcurrency);
    if (index !== null) index.ids.onGrow = (shared) => pool.share(shared);
    return pool;
  }

  /** After a backup that failed: what workers still do belongs to nobody, and the index has blobs that were never stored. */
  #giveUp(reason: unknown): Promise<void> {
    this.forgetIndex();
    return this.#dropPool(reason);
  }

  /** A vault on a read-only medium can be read all the same: nobody can prune it. */
  async #lockForReading(call: Call): Promise<RepositoryLock | null> {
    try {
      return await this.lock(false, call);
    } catch (error) {
      if (isFault(error, 'denied') || isFault(error, 'full')) return null;
      throw error;
    }
  }

  async #refuseOtherThan(expected: readonly string[], call: Call): Promise<void> {
    const present = (await this.repository.list('snapshots', call)).map(({ id }) => id).toSorted();
    if (present.join() !== expected.toSorted().join()) throw new Fault('stale', `The snapshots at ${this.address} are no longer the ones that were shown.`);
  }

  async #dropPool(reason: unknown): Promise<void> {
    await this.#pool?.close(reason);
    this.#pool = null;
    this.#shared = null;
  }
}
