/** Find: entries by name over many snapshots. A directory that several snapshots share is searched once. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { compileGlobs } from '../base/glob.ts';
import type { StoredItem } from '../store/store.ts';
import type { Store } from '../store/store.ts';

export interface FindOptions {
  patterns: readonly string[];
  ignoreCase: boolean;
  /** File type wanted; undefined: any. */
  type?: string;
  /** Nanoseconds since the epoch: mtime bounds, inclusive. */
  oldest?: bigint;
  newest?: bigint;
}

export interface Found {
  snapshot: Snapshot;
  items: StoredItem[];
}

/** Hits snapshot by snapshot, in the order given, in batches. */
export async function* findEntries(store: Store, snapshots: readonly Snapshot[], options: FindOptions, call: Call): AsyncGenerator<Found> {
  const globs = compileGlobs(options.patterns, { ignoreCase: options.ignoreCase });
  for (const snapshot of snapshots) {
    const reader = await store.open(snapshot, call);
    for await (const batch of reader.walk({}, call)) {
      const items = batch.filter(({ path, entry }) => isWanted(entry.mtime, entry.type, options) && globs.matchesNext(path, entry.name));
      if (items.length > 0) yield { snapshot, items };
    }
  }
}

const isWanted = (mtime: bigint, type: string, options: FindOptions): boolean =>
  (options.type === undefined || options.type === type) && (options.oldest === undefined || mtime >= options.oldest) && (options.newest === undefined || mtime <= options.newest);
