/** What a prune would do, decided before anything is touched: which packs stay, which go, which are repacked, in restic's numbers. */
import { Fault } from '../../../base/fault.ts';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { shortId } from '../../../base/ids.ts';
import { TREE } from '../index/id-table.ts';
import type { VaultStore } from '../vault.ts';
import type { BitSet } from './bit-set.ts';
import { chooseCopies } from './choose-copies.ts';
import { decidePacks, type PackAction } from './decide-packs.ts';
import { takeInventory, type Inventory } from './inventory.ts';
import { allSnapshots } from './load-snapshots.ts';
import { markUsed, type LostBlob } from './mark.ts';
import { usage, type PruneNumbers } from './prune-numbers.ts';
import { parseSize } from '../../size.ts';

export interface PruneOptions {
  /** Unused bytes that may stay: a percentage of all (`5%`), a number of bytes (also as `500M`), or everything. */
  maxUnused: string | number;
  /** Bytes of packs to rewrite at most; default: as many as it takes. */
  maxRepackSize?: number;
}

export interface PackPlan {
  /** Pack id. */
  id: string;
  action: PackAction;
  /** Bytes as stored, header included. */
  size: number;
  usedBytes: number;
  unusedBytes: number;
}

export interface PrunePlan {
  numbers: PruneNumbers;
  /** Every pack, whatever happens to it. */
  packs: readonly PackPlan[];
  /** Locks of runs that were cut off: they go, with what those runs had only begun. */
  deadLocks: number;
  /** What `applyPrune` needs besides; good for the very state it was made from. */
  readonly basis: PruneBasis;
}

export interface PruneBasis {
  inventory: Inventory;
  /** The one copy of each used blob that stays or is repacked, by index entry. */
  keep: BitSet;
  actions: readonly PackAction[];
  snapshots: readonly string[];
}

/** Reads everything, changes nothing. @throws Fault `damaged` when something used is missing, or when it cannot be known what is used. */
export async function planPrune(vault: VaultStore, options: PruneOptions, call: Call): Promise<PrunePlan> {
  const allowed = allowedUnused(options.maxUnused);
  call.progress.phase = 'locking';
  await vault.hold(call);
  const { repository } = vault;
  const snapshots = await allSnapshots(repository, call);
  const inventory = await takeInventory(repository, call);
  refuseDamagedIndex(inventory);
  const used = await markAll(vault, inventory, snapshots, call);
  call.progress.phase = 'planning';
  const { keep, lost } = chooseCopies(inventory, used);
  if (lost.length > 0) throw incomplete(inventory, lost);
  const uses = usage(inventory, used, keep);
  const actions = decidePacks(inventory, uses, { allowed, maxRepack: options.maxRepackSize ?? Number.POSITIVE_INFINITY });
  const packs: PackPlan[] = actions.flatMap((action, pack) => {
    if (action === 'forget') return [];
    return [{ id: inventory.index.packs[pack], action, size: inventory.sizes[pack], usedBytes: uses.usedSize[pack], unusedBytes: uses.unusedSize[pack] }];
  });
  for (const { id, size } of inventory.unindexed) packs.push({ id, action: 'unindexed', size, usedBytes: 0, unusedBytes: size });
  return { numbers: uses.numbers(actions), packs, deadLocks: vault.deadLocks, basis: { inventory, keep, actions, snapshots: snapshots.map(({ id }) => id) } };
}

async function markAll(vault: VaultStore, { index }: Inventory, snapshots: readonly Snapshot[], call: Call): Promise<BitSet> {
  Object.assign(call.progress, { phase: 'marking' });
  const lost: LostBlob[] = [];
  const note = (blob: LostBlob): void => {
    if (lost.length < 100) lost.push(blob);
  };
  const { used } = await markUsed({ repository: vault.repository, index }, snapshots.map(({ tree }) => tree), { lost: note }, call);
  if (lost.length === 0) return used;
  const { type, id, fault } = lost[0];
  const first = fault === null ? `${type === TREE ? 'directory' : 'blob'} ${shortId(id)} is named by no index` : fault.message;
  throw new Fault('damaged', `Something the snapshots need is missing or damaged, so nothing was deleted: ${first}${lost.length > 1 ? ` (and ${lost.length === 100 ? 'many' : lost.length - 1} more)` : ''}`, {
    context: { blob: id }, advice: 'Run "holdfast check" to see which files it is about, then "holdfast repair".',
  });
}

function refuseDamagedIndex({ damaged }: Inventory): void {
  if (damaged.length === 0) return;
  throw new Fault('damaged', `The index file ${shortId(damaged[0].id)} cannot be read, so nobody can tell what is used: nothing was deleted.`, {
    cause: damaged[0].fault, context: { index: damaged[0].id }, advice: 'Run "holdfast repair index", then prune again.',
  });
}

function incomplete({ index, sizes }: Inventory, lost: readonly number[]): Fault {
  const pack = index.packOf(lost[0]);
  const state = sizes[pack] < 0 ? 'missing' : 'not as long as the index says';
  return new Fault('damaged', `Pack ${shortId(index.packs[pack])} is ${state}, and ${lost.length === 1 ? 'a blob' : `${lost.length} blobs`} the snapshots need can be had nowhere else: nothing was deleted.`, {
    context: { pack: index.packs[pack], blobs: lost.length }, advice: 'Run "holdfast check" to see which files it is about, then "holdfast repair".',
  });
}

/** Bytes that may stay unused, from the bytes that are used. @throws Fault `invalid`. */
export function allowedUnused(maxUnused: string | number): (used: number) => number {
  if (maxUnused === 'unlimited') return () => Number.POSITIVE_INFINITY;
  const percent = typeof maxUnused === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(maxUnused.trim()) : null;
  if (percent !== null && Number(percent[1]) < 100) {
    const share = Number(percent[1]);
    return (used) => Math.floor((share / (100 - share)) * used);
  }
  const size = typeof maxUnused === 'number' ? maxUnused : parseSize(maxUnused);
  if (percent !== null || size === null || !(size >= 0)) {
    throw new Fault('invalid', `"${maxUnused}" is no amount of unused data.`, { advice: 'Give a percentage below 100 (such as 5%), a size (500M), 0, or unlimited.' });
  }
  return () => size;
}
