/** After a run was cut off: packs it stored that no index names are read (headers only) and named, so that their blobs are not sent again. */
import { isFault } from '../../../base/fault.ts';
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import type { PackEntry } from '../format/pack.ts';
import { DATA, TREE, type BlobIndex } from '../index/blob-index.ts';
import { IndexWriter } from '../index/index-writer.ts';
import { packHeader } from '../pack/fetch-header.ts';
import type { RepositoryLock } from '../../lock/lock.ts';
import type { Repository } from '../repository/repository.ts';

/** After `lock` was taken beside stale ones: goes on where their runs were cut off, and clears away what is of no use. */
export async function resume(repository: Repository, index: BlobIndex, lock: RepositoryLock, clock: Clock, call: Call): Promise<void> {
  if (lock.stale.length === 0) return;
  await adoptOrphans(repository, index, clock, call);
  await clearAway(repository, lock, call);
}

/** What runs that were cut off left behind and nothing names: half-written files, then, when no pack is left unnamed, their locks. */
export async function clearAway(repository: Repository, lock: RepositoryLock, call: Call): Promise<void> {
  await repository.storage.sweep?.(call);
  await lock.clearStale(call);
}

/** Returns how many packs were adopted. One whose header cannot be read is left for `prune`. */
export async function adoptOrphans(repository: Repository, index: BlobIndex, clock: Clock, call: Call): Promise<number> {
  const writer = new IndexWriter(repository, clock);
  let adopted = 0;
  for (const { id, size } of await repository.list('data', call)) {
    if (index.hasPack(id)) continue;
    const entries = await headerOrNull(repository, id, size, call);
    if (entries === null) continue;
    addPack(index, id, entries);
    await writer.add(id, entries, call);
    adopted++;
  }
  await writer.flush(call);
  return adopted;
}

export function addPack(index: BlobIndex, pack: string, entries: readonly PackEntry[]): void {
  for (const { id, type, offset, length, uncompressedLength } of entries) {
    index.add(Buffer.from(id, 'hex'), type === 'tree' ? TREE : DATA, { pack, offset, length, uncompressed: uncompressedLength });
  }
}

async function headerOrNull(repository: Repository, id: string, size: number, call: Call): Promise<PackEntry[] | null> {
  try {
    return await packHeader(repository, id, size, call);
  } catch (error) {
    if (isFault(error, 'damaged') || isFault(error, 'missing') || isFault(error, 'range')) return null;
    throw error;
  }
}
