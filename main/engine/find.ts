/** Find: entries by name over many snapshots, and, as restic has it, all that lies below a directory found. */
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { Fault, isFault } from '../base/fault.ts';
import { compileGlobs } from '../base/glob.ts';
import { shortId } from '../base/ids.ts';
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
    for await (const batch of readable(reader.walk({ wants: (path) => globs.matches(path) }, call), snapshot, call)) {
      const items = batch.filter(({ path, entry }) => isWanted(entry.mtime, entry.type, options) && globs.matches(path));
      if (items.length > 0) yield { snapshot, items };
    }
  }
}

/** A snapshot of which nothing can be read is reported and passed over: the others may have what is looked for. */
async function* readable(batches: AsyncIterable<readonly StoredItem[]>, { id }: Snapshot, call: Call): AsyncGenerator<readonly StoredItem[]> {
  try {
    yield* batches;
  } catch (error) {
    if (!isFault(error, 'damaged')) throw error;
    call.report({ item: `snapshots/${id}`, during: 'find', severity: 'warning', fault: new Fault('damaged', `Snapshot ${shortId(id)} cannot be searched: ${error.message}`, { cause: error }) });
  }
}

const isWanted = (mtime: bigint, type: string, options: FindOptions): boolean =>
  (options.type === undefined || options.type === type) && (options.oldest === undefined || mtime >= options.oldest) && (options.newest === undefined || mtime <= options.newest);
