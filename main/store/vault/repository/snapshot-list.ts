/** The snapshots of an opened repository: listed every time, each read once. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import { Limit } from '../../../base/abort.ts';
import type { Call } from '../../../base/call.ts';
import { isFault, type Fault } from '../../../base/fault.ts';
import { decodeSnapshot } from '../../tree/snapshot-file.ts';
import { fileKey } from './layout.ts';
import type { Repository } from './repository.ts';

export interface ListedSnapshots {
  /** Oldest first. */
  snapshots: Snapshot[];
  /** Those that are there and cannot be read, with what `load` said. */
  damaged: { id: string; fault: Fault }[];
}

const lists = new WeakMap<Repository, SnapshotList>();

/** The one of this opened repository, whoever asks. */
export function snapshotListOf(repository: Repository): SnapshotList {
  const list = lists.get(repository) ?? new SnapshotList(repository);
  lists.set(repository, list);
  return list;
}

/** Reads on behalf of everybody who lists. What an id stands for never changes, so what was read once is never wrong. */
export class SnapshotList {
  readonly #repository: Repository;
  readonly #known = new Map<string, Snapshot>();
  /** One after the other: who lists while another reads finds everything read. */
  readonly #turn = new Limit(1);

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** What there is now. The snapshots are shared: frozen. */
  all(call: Call): Promise<ListedSnapshots> {
    return this.#turn.run(call.signal, () => this.#all(call));
  }

  /** Null when it is not there. @throws Fault `damaged`. */
  async one(id: string, call: Call): Promise<Snapshot | null> {
    if ((await this.#repository.storage.stat(fileKey('snapshots', id), call)) === null) return null; // what was read may be gone, and a cache may still have it
    return this.#known.get(id) ?? this.#read(id, call);
  }

  async #all(call: Call): Promise<ListedSnapshots> {
    const present = new Set((await this.#repository.list('snapshots', call)).map(({ id }) => id));
    for (const id of this.#known.keys()) if (!present.has(id)) this.#known.delete(id);
    const damaged = await this.#readAll([...present].filter((id) => !this.#known.has(id)), call);
    return { snapshots: oldestFirst([...this.#known.values()]), damaged };
  }

  /** As many at once as the storage takes. @returns those that cannot be read. */
  async #readAll(ids: readonly string[], call: Call): Promise<ListedSnapshots['damaged']> {
    const damaged: ListedSnapshots['damaged'] = [];
    const next = ids.values(); // shared: every reader takes the next
    const reader = async (): Promise<void> => {
      for (const id of next) {
        call.signal.throwIfAborted();
        try {
          await this.#read(id, call);
        } catch (error) {
          if (isFault(error, 'missing')) continue; // forgotten meanwhile
          if (!isFault(error, 'damaged')) throw error;
          damaged.push({ id, fault: error });
        }
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, this.#repository.storage.traits.parallel) }, reader));
    return damaged.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async #read(id: string, call: Call): Promise<Snapshot> {
    const snapshot = Object.freeze({ id, ...decodeSnapshot(await this.#repository.load('snapshots', id, call)) });
    this.#known.set(id, snapshot);
    return snapshot;
  }
}

/** Times are read once each, and not once a comparison. */
function oldestFirst(snapshots: readonly Snapshot[]): Snapshot[] {
  const dated = snapshots.map((snapshot) => ({ snapshot, time: Date.parse(snapshot.time) }));
  return dated.sort((a, b) => a.time - b.time || (a.snapshot.id < b.snapshot.id ? -1 : 1)).map(({ snapshot }) => snapshot);
}
