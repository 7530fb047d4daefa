/** Changes the tags of snapshots: each becomes a new file that remembers its first id, then the old file goes. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import type { VaultStore } from '../vault.ts';
import { loadSnapshot, saveSnapshot } from './load-snapshots.ts';

export interface TagChange {
  /** Replaces all tags; an empty list takes them away. Not together with the others. */
  set?: readonly string[];
  add?: readonly string[];
  remove?: readonly string[];
}

export interface Renamed {
  from: string;
  to: string;
}

/** Snapshots whose tags are as wanted already stay untouched. @throws Fault `invalid`, `locked`. */
export async function tagSnapshots(vault: VaultStore, snapshots: readonly Snapshot[], change: TagChange, call: Call): Promise<Renamed[]> {
  const partial = [...(change.add ?? []), ...(change.remove ?? [])];
  if (change.set !== undefined && partial.length > 0) throw new Fault('invalid', 'Tags can be replaced, or added and removed, not both at once.', { advice: 'Give either --set, or --add and --remove.' });
  if (change.set === undefined && partial.length === 0) throw new Fault('invalid', 'No tag is given to set, add or remove.', { advice: 'Give --set, --add or --remove.' });
  return vault.exclusively(call, async (guarded) => {
    const { repository } = vault;
    const changed: Renamed[] = [];
    for (const { id } of snapshots) {
      guarded.signal.throwIfAborted();
      const snapshot = await loadSnapshot(repository, id, guarded);
      const before = snapshot.tags ?? [];
      const tags = changedTags(before, change);
      if (tags.length === before.length && tags.every((tag, at) => tag === before[at])) continue;
      const to = await saveSnapshot(repository, { ...snapshot, tags, original: snapshot.original ?? id }, guarded);
      await repository.remove('snapshots', id, guarded);
      changed.push({ from: id, to });
    }
    return changed;
  });
}

function changedTags(before: readonly string[], { set, add = [], remove = [] }: TagChange): string[] {
  if (set !== undefined) return [...new Set(set)];
  const gone = new Set(remove);
  return [...before, ...new Set(add.filter((tag) => !before.includes(tag)))].filter((tag) => !gone.has(tag));
}
