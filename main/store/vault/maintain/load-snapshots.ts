/** Every snapshot file, readable or not: whoever deletes or judges must know of those it cannot read. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { decodeSnapshot, encodeSnapshot, type SnapshotFile } from '../../tree/snapshot-file.ts';
import type { StorageCall } from '../../../storage/storage.ts';
import type { Repository } from '../repository/repository.ts';
import { SnapshotList, type ListedSnapshots } from '../repository/snapshot-list.ts';

/** Read anew, each of them: whoever checks or deletes asks the storage, and not what was read before. */
export const loadSnapshots = (repository: Repository, call: Call): Promise<ListedSnapshots> => new SnapshotList(repository).all(call);

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
