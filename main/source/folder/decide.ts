/** Whether an entry of a snapshot takes the place of what is there. Pure: the stats come in, an action goes out. */
import type { BigIntStats } from 'node:fs';
import type { Entry, RawName } from '../../entry/entry.ts';
import { isUnfinished } from '../../entry/new-files.ts';
import { typeOf } from '../../entry/read-entry.ts';
import type { Action, Overwrite } from '../target.ts';

/** What stands at the path; the link target is read only when it matters. */
export interface Existing {
  readonly stats: BigIntStats;
  linkTarget(): RawName;
}

export function decideFor(entry: Entry, existing: Existing, overwrite: Overwrite): Action {
  if (isUnfinished(Number(existing.stats.mode))) return 'replace'; // half a file that a restore left is not what anybody meant to keep
  const sameType = typeOf(existing.stats) === entry.type;
  if (overwrite === 'never') return 'keep';
  if (sameType && entry.type === 'dir') return 'unchanged';
  if (overwrite === 'if-newer') return entry.mtime > existing.stats.mtimeNs ? 'replace' : 'keep';
  return overwrite === 'if-changed' && sameType && isSame(entry, existing) ? 'unchanged' : 'replace';
}

/** As far as can be told without reading content. */
function isSame(entry: Entry, { stats, linkTarget }: Existing): boolean {
  if (stats.mtimeNs !== entry.mtime) return false;
  if (entry.type === 'file') return stats.size === BigInt(entry.size);
  if (entry.type === 'symlink') return linkTarget() === entry.linkTarget;
  return entry.type === 'fifo' || stats.rdev === entry.rdev;
}
