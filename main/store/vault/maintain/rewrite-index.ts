/** Replaces index files: what stays is named by new ones before an old one goes. Files that need no change are left alone. */
import type { Call } from '../../../base/call.ts';
import type { Clock } from '../../../base/clock.ts';
import type { IndexPack } from '../format/index-file.ts';
import { IndexWriter } from '../index/index-writer.ts';
import type { Repository } from '../repository/repository.ts';
import { repeatedPacks, type IndexFile, type Inventory } from './inventory.ts';

/** Index files with fewer blobs are merged while others are rewritten anyway. */
const SMALL = 10_000;

export interface IndexChange {
  /** Packs to name no longer, by number. */
  drop: ReadonlySet<number>;
  /** Packs to name now. One that is named already must be dropped too. */
  add: readonly IndexPack[];
  /** Replace every file. */
  all?: boolean;
}

export interface IndexRewrite {
  written: string[];
  removed: string[];
}

/** Damaged index files always go. Cut off in between, old and new name the same things twice, which harms nobody. */
export async function rewriteIndex(repository: Repository, inventory: Inventory, { drop, add, all = false }: IndexChange, clock: Clock, call: Call): Promise<IndexRewrite> {
  const { table, damaged } = inventory;
  const obsolete = all ? inventory.files : obsoleteFiles(inventory, drop, add.length > 0);
  const kept = new Set(drop); // packs that need no naming any more
  const stay = new Set(obsolete);
  for (const file of inventory.files) if (!stay.has(file)) for (const pack of file.packs.keys()) kept.add(pack);
  const writer = new IndexWriter(repository, clock);
  for (const file of obsolete) {
    for (const pack of file.packs.keys()) {
      if (kept.has(pack)) continue;
      kept.add(pack);
      await writer.add(inventory.index.packs[pack], table.list(pack), call);
    }
  }
  for (const { id, blobs } of add) await writer.add(id, blobs, call);
  await writer.flush(call);
  const written = new Set(writer.written);
  const removed = [...obsolete, ...damaged].map(({ id }) => id).filter((id) => !written.has(id));
  for (const id of removed) {
    call.signal.throwIfAborted();
    await repository.remove('index', id, call);
  }
  return { written: [...written], removed };
}

/** Those that name a dropped pack, those that name a pack another one names too, and, when something is written anyway, small ones. */
function obsoleteFiles({ files }: Inventory, drop: ReadonlySet<number>, writing: boolean): IndexFile[] {
  const repeated = repeatedPacks(files);
  const changed = files.filter(({ packs }) => packs.keys().some((pack) => drop.has(pack) || repeated.has(pack)));
  if (changed.length === 0 && !writing) return [];
  const known = new Set(changed);
  return files.filter((file) => known.has(file) || file.blobs < SMALL);
}
