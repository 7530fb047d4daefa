/** Changes the tags of snapshots: each becomes a new file that remembers its first id, then the old file goes. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { changedTags, requireChange, type Renamed, type TagChange } from '../../tags.ts';
import type { VaultStore } from '../vault.ts';
import { loadSnapshot, saveSnapshot } from './load-snapshots.ts';

/** Snapshots whose tags are as wanted already stay untouched. @throws Fault `invalid`, `locked`. */
export async function tagSnapshots(vault: VaultStore, snapshots: readonly Snapshot[], change: TagChange, call: Call): Promise<Renamed[]> {
  requireChange(change);
  return vault.exclusively(call, async (guarded) => {
    const { repository } = vault;
    const changed: Renamed[] = [];
    for (const { id } of snapshots) {
      guarded.signal.throwIfAborted();
      const snapshot = await loadSnapshot(repository, id, guarded);
      const tags = changedTags(snapshot.tags ?? [], change);
      if (tags === null) continue;
      const to = await saveSnapshot(repository, { ...snapshot, tags, original: snapshot.original ?? id }, guarded);
      await repository.remove('snapshots', id, guarded);
      changed.push({ from: id, to });
    }
    return changed;
  });
}
