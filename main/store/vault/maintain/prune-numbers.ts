/** Counts what of each pack is used, and what a plan makes of it: the numbers restic's prune prints, under restic's names. */
import type { BitSet } from './bit-set.ts';
import type { PackAction } from './decide-packs.ts';
import type { Inventory } from './inventory.ts';

export interface PruneNumbers {
  blobs: Record<'used' | 'duplicate' | 'unused' | 'total' | 'repack' | 'repack_remove' | 'remove' | 'remove_total' | 'remaining', number>;
  /** Sealed bytes; packs' headers are counted nowhere but in `repack`, as restic does. */
  bytes: Record<'used' | 'duplicate' | 'unused' | 'unreferenced' | 'total' | 'repack' | 'repack_remove' | 'remove' | 'remove_total' | 'remaining' | 'remaining_unused', number>;
  packfiles: Record<'used' | 'partly_used' | 'unused' | 'unreferenced' | 'total' | 'keep' | 'repack' | 'remove' | 'remove_total', number>;
}

/** By pack number. */
export interface PackUse {
  usedBlobs: Uint32Array;
  unusedBlobs: Uint32Array;
  /** Bytes, the header included. */
  usedSize: Float64Array;
  unusedSize: Float64Array;
  total: { used: Sum; duplicate: Sum; unused: Sum };
  numbers(actions: readonly PackAction[]): PruneNumbers;
}

interface Sum {
  blobs: number;
  bytes: number;
}

/** @param used first entries of used blobs. @param keep the copy of each that counts as used; other copies are duplicates. */
export function usage(inventory: Inventory, used: BitSet, keep: BitSet): PackUse {
  const { index, table } = inventory;
  const [usedBlobs, unusedBlobs] = [new Uint32Array(table.packs), new Uint32Array(table.packs)];
  const [usedSize, unusedSize] = [new Float64Array(table.packs), new Float64Array(table.packs)];
  const total = { used: { blobs: 0, bytes: 0 }, duplicate: { blobs: 0, bytes: 0 }, unused: { blobs: 0, bytes: 0 } };
  for (let pack = 0; pack < table.packs; pack++) {
    usedSize[pack] = table.headerSize(pack);
    for (const entry of table.entries(pack)) {
      const length = index.lengthOf(entry);
      const kept = keep.has(entry);
      if (kept) usedBlobs[pack]++;
      else unusedBlobs[pack]++;
      if (kept) usedSize[pack] += length;
      else unusedSize[pack] += length;
      const sum = kept ? total.used : used.has(index.ids.find(index.ids.idOf(entry), index.ids.typeOf(entry))) ? total.duplicate : total.unused;
      sum.blobs++;
      sum.bytes += length;
    }
  }
  const use = { usedBlobs, unusedBlobs, usedSize, unusedSize, total };
  return { ...use, numbers: (actions) => count(inventory, use, actions) };
}

function count({ table, unindexed }: Inventory, { usedBlobs, unusedBlobs, usedSize, unusedSize, total }: Omit<PackUse, 'numbers'>, actions: readonly PackAction[]): PruneNumbers {
  const { used, duplicate, unused } = total;
  const blobs = { used: used.blobs, duplicate: duplicate.blobs, unused: unused.blobs, total: used.blobs + duplicate.blobs + unused.blobs, repack: 0, repack_remove: 0, remove: 0, remove_total: 0, remaining: 0 };
  const unreferenced = unindexed.reduce((sum, { size }) => sum + size, 0);
  const bytes = {
    used: used.bytes, duplicate: duplicate.bytes, unused: unused.bytes, unreferenced, total: used.bytes + duplicate.bytes + unused.bytes + unreferenced,
    repack: 0, repack_remove: 0, remove: 0, remove_total: 0, remaining: 0, remaining_unused: 0,
  };
  const packfiles = { used: 0, partly_used: 0, unused: 0, unreferenced: unindexed.length, total: 0, keep: 0, repack: 0, remove: 0, remove_total: 0 };
  for (let pack = 0; pack < table.packs; pack++) {
    const action = actions[pack];
    if (action !== 'forget') packfiles[usedBlobs[pack] === 0 ? 'unused' : unusedBlobs[pack] === 0 ? 'used' : 'partly_used']++;
    if (action === 'keep' || action === 'repack' || action === 'remove') packfiles[action]++;
    if (action === 'repack') {
      blobs.repack += usedBlobs[pack] + unusedBlobs[pack];
      bytes.repack += usedSize[pack] + unusedSize[pack];
      blobs.repack_remove += unusedBlobs[pack];
      bytes.repack_remove += unusedSize[pack];
    } else if (action === 'remove' || action === 'forget') {
      blobs.remove += unusedBlobs[pack];
      bytes.remove += unusedSize[pack];
    }
  }
  blobs.remove_total = blobs.remove + blobs.repack_remove;
  blobs.remaining = blobs.total - blobs.remove_total;
  bytes.remove_total = bytes.remove + bytes.repack_remove + unreferenced;
  bytes.remaining = bytes.total - bytes.remove_total;
  bytes.remaining_unused = bytes.duplicate + bytes.unused - bytes.remove - bytes.repack_remove;
  packfiles.total = packfiles.used + packfiles.partly_used + packfiles.unused + packfiles.unreferenced;
  packfiles.remove_total = packfiles.unreferenced + packfiles.remove;
  return { blobs, bytes, packfiles };
}
