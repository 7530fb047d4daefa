/** Rebuilds the index from what is really there: entries of packs that exist stay, packs without entries are read, everything else goes. */
import type { Call } from '../../../base/call.ts';
import type { IndexPack } from '../format/index-file.ts';
import { packHeader } from '../pack/fetch-header.ts';
import type { Repository } from '../repository/repository.ts';
import type { VaultStore } from '../vault.ts';
import { clearAway } from './adopt-orphans.ts';
import { inFlight } from './in-flight.ts';
import { repeatedPacks, takeInventory, type Inventory } from './inventory.ts';
import { isLost } from './ranges.ts';
import { rewriteIndex } from './rewrite-index.ts';

export interface RepairIndexOptions {
  /** Trust no index file: read the header of every pack. */
  readAllPacks?: boolean;
  dryRun?: boolean;
}

export interface RepairIndexReport {
  /** Packs whose headers were read and that are named now. */
  packsAdded: string[];
  /** Packs that were named and do not exist. */
  packsMissing: string[];
  /** Packs that exist, whose header cannot be read, and that are not named now. */
  packsUnreadable: string[];
  /** Index files that could not be read; they are removed. */
  damagedFiles: string[];
  filesWritten: number;
  filesRemoved: number;
}

/** @throws Fault `locked`. */
export async function repairIndex(vault: VaultStore, options: RepairIndexOptions, call: Call): Promise<RepairIndexReport> {
  const { repository } = vault;
  return vault.exclusively(call, async (guarded, lock) => {
    const inventory = await takeInventory(repository, guarded);
    guarded.progress.phase = 'rebuilding index';
    const toRead = packsToRead(inventory, options.readAllPacks === true);
    const { found, unreadable } = await readHeaders(repository, toRead.map(({ id, size }) => ({ id, size })), guarded);
    const missing = inventory.index.packs.filter((_, pack) => inventory.sizes[pack] < 0);
    const drop = new Set([...missing, ...toRead.map(({ id }) => id)].map((id) => inventory.index.numberOf(id)).filter((pack) => pack >= 0));
    const needless = drop.size === 0 && found.length === 0 && inventory.damaged.length === 0 && repeatedPacks(inventory.files).size === 0;
    const rewrite = needless || options.dryRun === true ? { written: [], removed: [] }
      : await rewriteIndex(repository, inventory, { drop, add: found, all: options.readAllPacks === true }, vault.clock, guarded);
    if (options.dryRun !== true) await clearAway(repository, lock, guarded);
    return {
      packsAdded: found.map(({ id }) => id), packsMissing: missing, packsUnreadable: unreadable, damagedFiles: inventory.damaged.map(({ id }) => id),
      filesWritten: rewrite.written.length, filesRemoved: rewrite.removed.length,
    };
  });
}

/** Those no index names, and those whose size is not what the index says. */
function packsToRead({ index, table, sizes, unindexed }: Inventory, all: boolean): { id: string; size: number }[] {
  const named = index.packs.map((id, pack) => ({ id, size: sizes[pack], pack }));
  return [...unindexed, ...named.filter(({ size, pack }) => size >= 0 && (all || size !== table.size(pack)))];
}

async function readHeaders(repository: Repository, packs: readonly { id: string; size: number }[], call: Call): Promise<{ found: IndexPack[]; unreadable: string[] }> {
  const found: IndexPack[] = [];
  const unreadable: string[] = [];
  const read = async ({ id, size }: { id: string; size: number }): Promise<{ id: string; blobs: IndexPack['blobs'] | null }> => {
    try {
      return { id, blobs: await packHeader(repository, id, size, call) };
    } catch (error) {
      if (!(await isLost(repository, error, call))) throw error;
      return { id, blobs: null };
    }
  };
  Object.assign(call.progress, { totalFiles: packs.length });
  for await (const { id, blobs } of inFlight(packs, Math.max(1, repository.storage.traits.parallel), read)) {
    call.signal.throwIfAborted();
    call.progress.done.files++;
    if (blobs === null) unreadable.push(id);
    else found.push({ id, blobs });
  }
  return { found, unreadable };
}
