/** Every snapshot file, readable or not: whoever deletes or judges must know of those it cannot read. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault, isFault, toFault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { decodeSnapshot, encodeSnapshot, type SnapshotFile } from '../format/snapshot-file.ts';
import type { StorageCall } from '../../../storage/storage.ts';
import type { Repository } from '../repository/repository.ts';

export interface LoadedSnapshots {
  /** Oldest first. */
  snapshots: Snapshot[];
  damaged: { id: string; fault: Fault }[];
}

/**
 * Lists what there is now, and reads it, as many at once as the storage takes.
 * @param known by id, what was read before: not read again, because what an id stands for never changes. Kept up to date: what was read is
 * added, what is gone is dropped. Never to be changed by those who get them.
 */
export async function loadSnapshots(repository: Repository, call: Call, known: Map<string, Snapshot> = new Map()): Promise<LoadedSnapshots> {
  const present = new Set((await repository.list('snapshots', call)).map(({ id }) => id));
  for (const id of known.keys()) if (!present.has(id)) known.delete(id);
  const damaged: LoadedSnapshots['damaged'] = [];
  const unread = [...present].filter((id) => !known.has(id)).values(); // one iterator: every reader takes the next
  const readNext = async (): Promise<void> => {
    for (const id of unread) {
      call.signal.throwIfAborted();
      try {
        known.set(id, { id, ...decodeSnapshot(await repository.load('snapshots', id, call)) });
      } catch (error) {
        if (isFault(error, 'missing')) continue; // forgotten meanwhile
        if (!isFault(error, 'damaged')) throw error;
        damaged.push({ id, fault: toFault(error, `Snapshot ${id} cannot be read`) });
      }
    }
  };
  await Promise.all(Array.from({ length: repository.storage.traits.parallel }, readNext));
  return { snapshots: oldestFirst([...known.values()]), damaged: damaged.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Times are read once each, and not once a comparison. */
function oldestFirst(snapshots: readonly Snapshot[]): Snapshot[] {
  const dated = snapshots.map((snapshot) => ({ snapshot, time: Date.parse(snapshot.time) }));
  return dated.sort((a, b) => a.time - b.time || (a.snapshot.id < b.snapshot.id ? -1 : 1)).map(({ snapshot }) => snapshot);
}

/** @throws Fault `damaged` when one cannot be read: what it needs would be taken for unused. */
export async function allSnapshots(repository: Repository, call: Call): Promise<Snapshot[]> {
  const { snapshots, damaged } = await loadSnapshots(repository, call);
  if (damaged.length === 0) return snapshots;
  const names = damaged.map(({ id }) => shortId(id)).join(', ');
  throw new Fault('damaged', `Snapshot ${names} cannot be read, so nobody can tell what it needs: nothing was deleted.`, {
    context: { snapshots: names }, cause: damaged[0].fault,
    advice: `Put the file back from a copy of the vault, or give the snapshot up with: holdfast repair snapshots ${shortId(damaged[0].id)} --forget`,
  });
}

/** What other programs wrote into it is kept. @throws Fault `missing`, `damaged`. */
export async function loadSnapshot(repository: Repository, id: string, call: StorageCall): Promise<Snapshot> {
  return { ...decodeSnapshot(await repository.load('snapshots', id, call)), id };
}

/** Returns the id. */
export const saveSnapshot = (repository: Repository, snapshot: SnapshotFile, call: StorageCall): Promise<string> =>
  repository.save('snapshots', encodeSnapshot(snapshot), call);
