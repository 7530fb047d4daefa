/** What pruning would remove or removed, for people and for programs. */
import type { PruneResult } from '../../../preload/contract/run.ts';
import { counted, size } from './quantity.ts';

/** restic's statistics. */
export const pruneJson = ({ statistics }: PruneResult): object => statistics;

export function pruneLines(plan: PruneResult, dryRun: boolean): string[] {
  const { used, duplicate, unused, repack, remove, unindexed, remaining, unusedAfter, deadLocks } = plan;
  const needless = duplicate.bytes + unused.bytes + unindexed.bytes;
  const lines = deadLocks === 0 ? [] : [`${counted(deadLocks, 'run')} that ${deadLocks === 1 ? 'was' : 'were'} cut off left a lock, which goes with all that was only begun.`];
  if (needless === 0) return [...lines, `All that is stored, ${size(used.bytes)}, is needed by snapshots: nothing to free.`];
  lines.push(`${size(used.bytes)} is needed by snapshots, ${size(needless)} is not.`);
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
