/** What is to be restored: chosen entries, across folders and versions. A chosen folder stands for all that is in it. */
import type { EntryType } from '../../../preload/contract/entry.ts';
import { parentOf } from './paths.ts';
import type { Row } from './row.ts';

export interface Chosen {
  path: string;
  name: string;
  type: EntryType;
  size: number;
}

export type Selection = ReadonlyMap<string, Chosen>;

export const NOTHING: Selection = new Map();

/** `inside`: a folder around it is chosen. `partly`: something in it is. */
export type Mark = 'none' | 'chosen' | 'inside' | 'partly';

export const chosenOf = ({ path, name, type, size }: Row): Chosen => ({ path, name, type, size });

/** The chosen folder around a path. */
export function around(selection: Selection, path: string): Chosen | null {
  if (selection.size === 0) return null;
  for (let at = path; at !== '/';) {
    at = parentOf(at);
    const found = selection.get(at);
    if (found !== undefined) return found;
  }
  return null;
}

/** All folders with something chosen in them. */
export function foldersPartly(selection: Selection): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of selection.keys()) {
    for (let at = path; at !== '/';) {
      at = parentOf(at);
      if (folders.has(at)) break;
      folders.add(at);
    }
  }
  return folders;
}

export function markOf(selection: Selection, partly: ReadonlySet<string>, path: string, isInside: boolean): Mark {
  if (selection.has(path)) return 'chosen';
  if (isInside) return 'inside';
  return partly.has(path) ? 'partly' : 'none';
}

/** Chooses entries; what lies in a folder among them goes with it. What a chosen folder holds already changes nothing. */
export function add(selection: Selection, entries: readonly Chosen[]): Selection {
  const next = new Map(selection);
  for (const entry of entries) if (around(next, entry.path) === null) next.set(entry.path, entry);
  const folders = entries.filter(({ type }) => type === 'dir');
  if (folders.length === 0) return next;
  const paths = new Set(folders.map(({ path }) => path));
  for (const path of next.keys()) {
    for (let at = path; at !== '/';) {
      at = parentOf(at);
      if (paths.has(at)) {
        next.delete(path);
        break;
      }
    }
  }
  return next;
}

export function remove(selection: Selection, paths: readonly string[]): Selection {
  const next = new Map(selection);
  for (const path of paths) next.delete(path);
  return next;
}

export const toggle = (selection: Selection, entry: Chosen): Selection => (selection.has(entry.path) ? remove(selection, [entry.path]) : add(selection, [entry]));

export interface Totals {
  count: number;
  folders: number;
  /** Of the files; what folders hold is not known before it is looked at. */
  bytes: number;
}

export function totalsOf(selection: Selection): Totals {
  const totals = { count: selection.size, folders: 0, bytes: 0 };
  for (const { type, size } of selection.values()) {
    if (type === 'dir') totals.folders++;
    else totals.bytes += size;
  }
  return totals;
}
