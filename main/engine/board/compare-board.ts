/** A board as it is now against what a snapshot of it holds. */
import { compileGlobs } from '../../base/glob.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import type { Call } from '../../base/call.ts';
import type { RawPath } from '../../entry/entry.ts';
import { baseRaw, rawFromText } from '../../entry/name.ts';
import type { Board } from '../../serial/board.ts';
import { BoardTree, type Standing } from './board-tree.ts';
import { sameContent } from './same-content.ts';
import type { Wanted, WantedEntry } from './wanted.ts';

/** From the snapshot to the board: `added` is on the board only. */
export interface BoardChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly path: string;
  readonly type: 'file' | 'dir';
  readonly sizeBefore: number;
  readonly sizeNow: number;
}

/** What was left out of the backup is no change. */
export async function compareBoard(board: Board, wanted: Wanted, { paths: saved, excludes = [], device }: Pick<Snapshot, 'paths' | 'excludes' | 'device'>, call: Call): Promise<{ changes: BoardChange[]; unchanged: number }> {
  const left = compileGlobs(excludes);
  const taken = compileGlobs(device?.includes ?? []);
  const isTaken = (raw: RawPath, { type }: Standing): boolean => taken.isEmpty || taken.matches(raw) || (type === 'dir' && taken.childMayMatch(raw));
  const tree = new BoardTree(board, { signal: call.signal });
  const standing = new Map<string, Standing>();
  for (const entry of await tree.below('/')) {
    const raw = rawFromText(entry.path);
    if (saved.some((path) => isWithin(entry.path, path)) && !left.matches(raw) && !left.matchesNext(raw, baseRaw(raw)) && isTaken(raw, entry)) standing.set(entry.path, entry);
  }
  const candidates = wanted.entries.filter((entry) => entry.type === 'file' && isSameSize(entry, standing.get(entry.path)));
  const same = await sameContent(board, candidates, call);
  const changes: BoardChange[] = [];
  let unchanged = 0;
  for (const { path, type, size } of wanted.entries) {
    const now = standing.get(path);
    standing.delete(path);
    if (now === undefined) changes.push({ change: 'removed', path, type, sizeBefore: size, sizeNow: 0 });
    else if (same.has(path) || (type === 'dir' && now.type === 'dir')) unchanged++;
    else changes.push({ change: 'changed', path, type, sizeBefore: size, sizeNow: sizeOf(now) });
  }
  for (const now of standing.values()) changes.push({ change: 'added', path: now.path, type: now.type === 'dir' ? 'dir' : 'file', sizeBefore: 0, sizeNow: sizeOf(now) });
  return { changes: changes.toSorted((a, b) => (a.path < b.path ? -1 : 1)), unchanged };
}

const isSameSize = (entry: WantedEntry, now: Standing | undefined): boolean => now?.type === 'file' && now.size === entry.size;
const sizeOf = ({ type, size }: Standing): number => (type === 'dir' ? 0 : size);
const isWithin = (path: string, root: string): boolean => root === '/' || path === root || path.startsWith(`${root}/`);
