/** Decides what happens to each pack: stays, goes, or has its used blobs moved into new packs. restic's rules. */
import type { Inventory } from './inventory.ts';
import type { PackUse } from './prune-numbers.ts';

/** `unindexed`: on the storage, in no index: goes. `forget`: in the index, not on the storage, needed by nobody: leaves the index. */
export type PackAction = 'keep' | 'repack' | 'remove' | 'unindexed' | 'forget';

export interface Limits {
  /** Bytes that may stay unused, from the bytes that are used. */
  allowed(used: number): number;
  /** Bytes of packs to repack at most. */
  maxRepack: number;
}

/** restic's smallest target size of a pack. */
const SMALLEST = 4 * 1024 * 1024;
/** Fewer small packs than this are not worth merging; it also ends the merging of what stays small. */
const FEW = 10;

interface Candidate {
  pack: number;
  /** Directories, or a mix: always repacked when they are candidates, and first. */
  trees: boolean;
  small: boolean;
  used: number;
  unused: number;
}

/** By pack number. Packs that are not as long as they should be hold no copy that was chosen: they go. */
export function decidePacks(inventory: Inventory, use: PackUse, limits: Limits): PackAction[] {
  const { table } = inventory;
  const target = targetSize(use);
  const actions: PackAction[] = [];
  const candidates: Candidate[] = [];
  const small: Candidate[] = [];
  for (let pack = 0; pack < table.packs; pack++) {
    actions.push('keep');
    const kind = table.kind(pack);
    const [used, unused] = [use.usedSize[pack], use.unusedSize[pack]];
    const candidate = { pack, trees: kind !== 'data', small: used + unused < target, used, unused };
    if (use.usedBlobs[pack] === 0) actions[pack] = inventory.sizes[pack] < 0 ? 'forget' : 'remove';
    else if (use.unusedBlobs[pack] > 0 || kind === 'mixed') candidates.push(candidate);
    else if (candidate.small) small.push(candidate);
  }
  if (small.length >= FEW) candidates.push(...small);
  for (const pack of chooseRepacks(candidates.toSorted(worstFirst), use, actions, limits)) actions[pack] = 'repack';
  return actions;
}

/** 0.8 × the size of a pack that only 3 % of all packs are smaller than. */
function targetSize({ usedSize, unusedSize }: PackUse): number {
  if (usedSize.length === 0) return 0;
  const sizes = usedSize.map((size, pack) => size + unusedSize[pack]).toSorted();
  return Math.floor((Math.max(SMALLEST, sizes[Math.floor((sizes.length * 3) / 100)]) * 4) / 5);
}

/** Directories first, then small packs, then by their share of waste. */
function worstFirst(a: Candidate, b: Candidate): number {
  if (a.trees !== b.trees) return a.trees ? -1 : 1;
  if (a.small !== b.small) return a.small ? -1 : 1;
  return b.unused / (b.used + b.unused) - a.unused / (a.used + a.unused) || a.pack - b.pack;
}

function* chooseRepacks(candidates: readonly Candidate[], { total, unusedSize }: PackUse, actions: readonly PackAction[], { allowed, maxRepack }: Limits): Generator<number> {
  const enough = allowed(total.used.bytes);
  let waste = total.duplicate.bytes + total.unused.bytes;
  actions.forEach((action, pack) => {
    if (action === 'remove' || action === 'forget') waste -= unusedSize[pack];
  });
  let repacked = 0;
  for (const { pack, trees, small, used, unused } of candidates) {
    if (repacked + used + unused > maxRepack) continue;
    if (!trees && !small && (waste < enough || waste === 0)) continue;
    repacked += used + unused;
    waste -= unused;
    yield pack;
  }
}
