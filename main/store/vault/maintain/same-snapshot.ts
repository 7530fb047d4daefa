/** restic's rule for recognising a copy: everything agrees but `parent` and `original`. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import { parseTime } from '../../tree/time.ts';

export const isSameSnapshot = (a: Snapshot, b: Snapshot): boolean => a.tree === b.tree && tellsTheSame(a, b);

/** All but what is in it: formats name their directories differently. */
export function tellsTheSame(a: Snapshot, b: Snapshot): boolean {
  return parseTime(a.time) === parseTime(b.time)
    && (a.hostname ?? '') === (b.hostname ?? '') && (a.username ?? '') === (b.username ?? '') && (a.uid ?? 0) === (b.uid ?? 0) && (a.gid ?? 0) === (b.gid ?? 0)
    && sameSet(a.paths, b.paths) && sameSet(a.tags ?? [], b.tags ?? []) && sameList(a.excludes ?? [], b.excludes ?? []);
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && b.every((item) => a.includes(item));
const sameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && b.every((item, at) => a[at] === item);
