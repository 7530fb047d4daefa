/** Makes snapshots whole again where parts of them are lost: what cannot be had is left out, everything else stays byte for byte. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { VaultStore } from '../vault.ts';
import { ContentQueue } from '../write/content-queue.ts';
import { PackWriter } from '../write/pack-writer.ts';
import { TreeQueue } from '../write/tree-queue.ts';
import { takeInventory } from './inventory.ts';
import { loadSnapshots, saveSnapshot } from './load-snapshots.ts';
import { TreeRepair } from './tree-repair.ts';

export interface RepairSnapshotsOptions {
  /** Ids; absent: all. A snapshot file nobody can read is only removed when it is named here. */
  snapshots?: readonly string[];
  /** Remove the broken snapshots once their repaired versions are stored. */
  forget?: boolean;
  dryRun?: boolean;
}

export interface RepairedSnapshot {
  from: string;
  /** Id of the repaired one; null: nothing of it can be had, or a dry run. */
  to: string | null;
  /** The old one is no longer there. */
  forgotten: boolean;
  /** What was changed, as sentences, at most 1000. */
  changes: string[];
  changeCount: number;
}

/** restic's mark on repaired snapshots that stand beside the broken ones. */
const TAG = 'repaired';

/** Sound snapshots are left alone and not listed. Repair the index first. @throws Fault `locked`. */
export async function repairSnapshots(vault: VaultStore, options: RepairSnapshotsOptions, call: Call): Promise<RepairedSnapshot[]> {
  return vault.exclusively(call, async (guarded) => {
    const { repository } = vault;
    const chosen = options.snapshots === undefined ? null : new Set(options.snapshots);
    const { snapshots, damaged } = await loadSnapshots(repository, guarded);
    const inventory = await takeInventory(repository, guarded);
    guarded.progress.phase = 'checking structure';
    const packs = new PackWriter(repository, inventory.index, vault.clock, options.dryRun === true, guarded);
    const content = new ContentQueue(vault.pool(inventory.index), packs, guarded);
    const trees = new TreeQueue(inventory.index, content);
    const wanted = snapshots.filter(({ id }) => chosen === null || chosen.has(id));
    guarded.progress.totalFiles = wanted.length;
    const planned: { snapshot: Snapshot; tree: string | null; repair: TreeRepair }[] = [];
    for (const snapshot of wanted) {
      const repair = new TreeRepair(repository, inventory, trees, guarded);
      const tree = await repair.root(snapshot.tree);
      await content.room();
      if (tree !== snapshot.tree) planned.push({ snapshot, tree, repair });
      guarded.progress.done.files++;
    }
    trees.flush();
    await content.drain();
    await packs.flush();
    const repaired: RepairedSnapshot[] = [];
    for (const { snapshot, tree, repair } of planned) repaired.push({ ...(await replace(vault, snapshot, tree, options, guarded)), changes: repair.changes, changeCount: repair.changeCount });
    for (const { id, fault } of damaged) {
      if (chosen === null || chosen.has(id)) repaired.push(await dropUnreadable(vault, id, fault.message, { ...options, forget: options.forget === true && chosen !== null }, guarded));
    }
    return repaired;
  });
}

async function replace({ repository }: VaultStore, snapshot: Snapshot, tree: string | null, { forget = false, dryRun = false }: RepairSnapshotsOptions, call: Call): Promise<Pick<RepairedSnapshot, 'from' | 'to' | 'forgotten'>> {
  if (dryRun) return { from: snapshot.id, to: null, forgotten: false };
  const tags = snapshot.tags ?? [];
  const repaired = { ...snapshot, tree: tree ?? '', original: snapshot.id, tags: forget || tags.includes(TAG) ? tags : [...tags, TAG] };
  const to = tree === null ? null : await saveSnapshot(repository, repaired, call);
  if (forget) await repository.remove('snapshots', snapshot.id, call);
  return { from: snapshot.id, to, forgotten: forget };
}

async function dropUnreadable({ repository }: VaultStore, id: string, reason: string, { forget = false, dryRun = false }: RepairSnapshotsOptions, call: Call): Promise<RepairedSnapshot> {
  const forgotten = forget && !dryRun;
  if (forgotten) await repository.remove('snapshots', id, call);
  return { from: id, to: null, forgotten, changes: [`The snapshot file cannot be read: ${reason}`], changeCount: 1 };
}
