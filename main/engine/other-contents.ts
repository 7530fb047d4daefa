/** What another store holds of the same machine or board: contents by their SHA-256, whatever they are called there and whenever they were saved. */
import { createHash } from 'node:crypto';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { isFault } from '../base/fault.ts';
import type { StoredEntry } from '../entry/entry.ts';
import type { SnapshotReader, Store } from '../store/store.ts';

interface Candidate {
  readonly reader: SnapshotReader;
  readonly entry: StoredEntry;
  /** Hexadecimal digits; null until it was read; empty: it cannot be. */
  sha256: string | null;
}

export class OtherContents {
  readonly #store: Store;
  readonly #snapshots: readonly Snapshot[];
  /** By machine, then by size. */
  readonly #hosts = new Map<string, Map<number, Candidate[]>>();

  /** @param snapshots all of the store. */
  constructor(store: Store, snapshots: readonly Snapshot[]) {
    this.#store = store;
    this.#snapshots = snapshots;
  }

  /** The entry that holds it, in any snapshot of that machine; null: nowhere. */
  async find(id: string, size: number, hostname: string, call: Call): Promise<{ reader: SnapshotReader; entry: StoredEntry } | null> {
    const candidates = (await this.#of(hostname, call)).get(size) ?? [];
    const named = candidates.find(({ entry: { content } }) => content?.length === 1 && content[0] === id);
    if (named !== undefined) return named;
    for (const candidate of candidates) {
      candidate.sha256 ??= await sumOf(candidate, call);
      if (candidate.sha256 === id) return candidate;
    }
    return null;
  }

  async #of(hostname: string, call: Call): Promise<Map<number, Candidate[]>> {
    const known = this.#hosts.get(hostname);
    if (known !== undefined) return known;
    const sizes = new Map<number, Candidate[]>();
    const seen = new Set<string>();
    for (const snapshot of this.#snapshots.filter((one) => one.hostname === hostname).toReversed()) await this.#gather(snapshot, sizes, seen, call);
    this.#hosts.set(hostname, sizes);
    return sizes;
  }

  /** What of it is damaged is passed over: another snapshot may have it. */
  async #gather(snapshot: Snapshot, sizes: Map<number, Candidate[]>, seen: Set<string>, call: Call): Promise<void> {
    const silent: Call = { ...call, progress: call.progress, report: () => undefined };
    try {
      const reader = await this.#store.open(snapshot, silent);
      for await (const batch of reader.walk({}, silent)) {
        for (const { entry } of batch) {
          const key = entry.type === 'file' ? `${entry.size}:${entry.content?.join() ?? `${snapshot.id}:${entry.deviceId}:${entry.inode}`}` : null;
          if (key === null || seen.has(key)) continue;
          seen.add(key);
          const alike = sizes.get(entry.size) ?? [];
          alike.push({ reader, entry, sha256: null });
          sizes.set(entry.size, alike);
        }
      }
    } catch (error) {
      call.signal.throwIfAborted();
      if (!isFault(error, 'damaged') && !isFault(error, 'missing')) throw error;
    }
  }
}

async function sumOf({ reader, entry }: Candidate, call: Call): Promise<string> {
  const digest = createHash('sha256');
  try {
    for await (const bytes of reader.read(entry, call)) digest.update(bytes);
    return digest.digest('hex');
  } catch (error) {
    call.signal.throwIfAborted();
    if (isFault(error, 'damaged') || isFault(error, 'missing')) return '';
    throw error;
  }
}
