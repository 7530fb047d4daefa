/** What forgetting keeps and removes, for people and for programs. */
import type { Freed } from '../../../preload/contract/archive.ts';
import type { ForgetGroup, GroupBy } from '../../../preload/contract/forget.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { shortId } from '../../base/ids.ts';
import { counted, shown, size } from './quantity.ts';
import { snapshotJson } from './snapshot-json.ts';
import { fateTable } from './snapshot-table.ts';

/** restic writes null for an empty list. */
const orNull = <T>(items: readonly T[]): readonly T[] | null => (items.length === 0 ? null : items);

/** @param by what snapshots were grouped by: the rest is null or ''. */
export function forgetJson({ tags, host, paths, keep, remove, reasons }: ForgetGroup, by: readonly GroupBy[]): object {
  return {
    tags: by.includes('tags') ? orNull(tags) : null,
    host,
    paths: by.includes('paths') ? paths : null,
    keep: orNull(keep.map(snapshotJson)),
    remove: orNull(remove.map(snapshotJson)),
    reasons: orNull(reasons.map(({ snapshot, matches, counters }) => ({ snapshot: snapshotJson(snapshot), matches, counters }))),
  };
}

/** A table a group, oldest first, then the sum. */
export function forgetLines(groups: readonly ForgetGroup[], dryRun: boolean): string[] {
  const [keep, remove] = [groups.flatMap((group) => group.keep).length, groups.flatMap((group) => group.remove).length];
  const sum =
    remove === 0
      ? `Nothing is forgotten: ${keep === 0 ? 'no snapshot fits' : keep === 1 ? 'the one snapshot stays' : `all ${counted(keep, 'snapshot')} stay`}.`
      : sumOf(keep, remove, dryRun);
  return [...groups.filter((group) => group.keep.length + group.remove.length > 0).flatMap(groupLines), sum];
}

function sumOf(keep: number, remove: number, dryRun: boolean): string {
  const [going, staying] = [counted(remove, 'snapshot'), keep === 0 ? 'none stays' : `${keep} ${keep === 1 ? 'stays' : 'stay'}`];
  return dryRun ? `${going} would be forgotten, ${staying}. Nothing was changed.` : `${going} to forget, ${staying}.`;
}

function groupLines({ host, paths, tags, keep, remove, reasons }: ForgetGroup): string[] {
  const why = new Map(reasons.map(({ snapshot, matches }) => [snapshot.id, matches.map(shorter).join(', ')]));
  const fates = [
    ...keep.map((snapshot) => ({ ...snapshot, fate: 'keep', why: why.get(snapshot.id) ?? '' })),
    ...remove.map((snapshot) => ({ ...snapshot, fate: 'forget', why: '' })),
  ].toSorted(byTime);
  const title = [host, paths.join(', '), tags.length === 0 ? '' : `tags ${tags.join(', ')}`]
    .filter((part) => part !== '')
    .map(shown)
    .join(' · ');
  return [...(title === '' ? [] : [title]), ...fateTable(fates), ''];
}

const byTime = (a: Snapshot, b: Snapshot): number => Date.parse(a.time) - Date.parse(b.time);

/** `daily snapshot` says `snapshot` once too often in a list of snapshots. */
const shorter = (reason: string): string => reason.replace(/ snapshot$/, '');

/** What of archives goes at once, and what stays because other snapshots need it. */
export const freedLines = ({ removed, bytes, kept }: Freed): string[] => [
  `${counted(removed.length, 'archive')} with ${size(bytes)} will be removed.`,
  ...kept.map(({ name, neededBy }) => `Stays, because ${neededBy.map(shortId).join(', ')} need${neededBy.length === 1 ? 's' : ''} it: ${shown(name)}`),
];
