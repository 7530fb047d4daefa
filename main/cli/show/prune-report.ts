/** What pruning would remove or removed, for people and for programs. */
import type { PruneResult } from '../../../preload/contract/run.ts';
import { counted, size } from './quantity.ts';

/** restic's statistics, as far as they are known. */
export function pruneJson({ used, duplicate, unused, repack, remove, unindexed, remaining, unusedAfter }: PruneResult): object {
  const [blobs, bytes] = (['blobs', 'bytes'] as const).map((of) => {
    const total = used[of] + duplicate[of] + unused[of];
    const gone = total - remaining[of];
    return {
      used: used[of],
      duplicate: duplicate[of],
      unused: unused[of],
      total,
      repack: repack[of],
      repack_remove: Math.max(0, gone - remove[of]),
      remove: remove[of],
      remove_total: gone,
      remaining: remaining[of],
    };
  });
  return {
    blobs,
    bytes: { ...bytes, unreferenced: unindexed.bytes, remaining_unused: unusedAfter.bytes },
    packfiles: { unreferenced: unindexed.packs, repack: repack.packs, remove: remove.packs, remove_total: remove.packs + unindexed.packs },
  };
}

export function pruneLines(plan: PruneResult, dryRun: boolean): string[] {
  const { used, duplicate, unused, repack, remove, unindexed, remaining, unusedAfter } = plan;
  const needless = duplicate.bytes + unused.bytes + unindexed.bytes;
  if (needless === 0) return [`All that is stored, ${size(used.bytes)}, is needed by snapshots: nothing to free.`];
  const lines = [`${size(used.bytes)} is needed by snapshots, ${size(needless)} is not.`];
  if (remove.packs + repack.packs + unindexed.packs === 0) return [...lines, 'That is little enough to leave it where it is.'];
  const steps = [
    remove.packs + unindexed.packs === 0
      ? ''
      : `${counted(remove.packs + unindexed.packs, 'pack')} ${remove.packs + unindexed.packs === 1 ? 'goes' : 'go'} as a whole`,
    repack.packs === 0
      ? ''
      : `${counted(repack.packs, 'pack')} (${size(repack.bytes)}) ${repack.packs === 1 ? 'is' : 'are'} rewritten without what is not needed`,
  ].filter((step) => step !== '');
  lines.push(`${steps.join(', ')}.`);
  lines.push(
    `Afterwards the destination holds ${size(remaining.bytes)}, ${size(unusedAfter.bytes)} of it not needed.${dryRun ? ' Nothing was changed.' : ''}`,
  );
  return lines;
}
