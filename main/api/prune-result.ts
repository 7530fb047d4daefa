/** A prune plan in the contract's numbers. */
import type { PruneResult } from '../../preload/contract/run.ts';
import type { PrunePlan } from '../store/vault/maintain/prune-plan.ts';

export function pruneResult({ numbers: { blobs, bytes, packfiles }, deadLocks }: PrunePlan, dryRun: boolean): PruneResult {
  return {
    kind: 'prune', dryRun,
    used: { blobs: blobs.used, bytes: bytes.used }, duplicate: { blobs: blobs.duplicate, bytes: bytes.duplicate }, unused: { blobs: blobs.unused, bytes: bytes.unused },
    repack: { blobs: blobs.repack, bytes: bytes.repack, packs: packfiles.repack },
    remove: { blobs: blobs.remove_total, bytes: bytes.remove_total, packs: packfiles.remove_total },
    unindexed: { packs: packfiles.unreferenced, bytes: bytes.unreferenced },
    remaining: { blobs: blobs.remaining, bytes: bytes.remaining, packs: packfiles.keep }, unusedAfter: { bytes: bytes.remaining_unused }, deadLocks,
    statistics: { blobs, bytes, packfiles },
  };
}
