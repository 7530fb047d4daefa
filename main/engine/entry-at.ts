/** An entry of a snapshot by its path, however the path is written: as the window shows it, as programs get it, or as it is typed. */
import { Fault } from '../base/fault.ts';
import { joinRaw, rawFromText, showName, toBytes } from '../entry/name.ts';
import type { RawPath, StoredEntry } from '../entry/entry.ts';
import type { Directory } from '../store/store.ts';

export type LoadDirectory = (id: string) => Promise<Directory>;

export interface Place {
  path: RawPath;
  /** Null for the root. */
  entry: StoredEntry | null;
}

/** Null when nothing is there. @throws Fault `invalid` when several entries are written like this. */
export async function entryAt(tree: string, text: string, load: LoadDirectory): Promise<Place | null> {
  let [entry, path, subtree]: [StoredEntry | null, RawPath, string | null] = [null, '/', tree];
  for (const name of namesOf(text)) {
    if (subtree === null) return null;
    entry = entryNamed(await load(subtree), name, path);
    if (entry === null) return null;
    path = joinRaw(path, entry.name);
    subtree = entry.subtree;
  }
  return { path, entry };
}

/** The names on a path; none for the root. */
export const namesOf = (text: string): string[] => text.split('/').filter((name) => name !== '');

/** By its exact name, else as it is shown (`\xNN` for a byte), else as it is decoded (U+FFFD for what is not UTF-8). */
export function entryNamed(directory: Directory, name: string, path: RawPath): StoredEntry | null {
  const exact = directory.find(rawFromText(name));
  if (exact !== null || !/\\x|\ufffd/.test(name)) return exact;
  const entries = directory.slice(0, directory.count);
  const shown = entries.filter((entry) => showName(entry.name) === name);
  const alike = shown.length > 0 ? shown : entries.filter((entry) => decoded(entry.name) === name);
  if (alike.length <= 1) return alike[0] ?? null;
  throw new Fault('invalid', `${alike.length} entries in "${showName(path)}" have a name that is written "${name}".`, { advice: 'Choose the folder they are in, or name them as they are shown.' });
}

/** A raw name or path as text for programs. */
export const decoded = (raw: RawPath): string => toBytes(raw).toString('utf8');

export const noSuchPath = (snapshot: string, path: string): Fault =>
  new Fault('missing', `Snapshot ${snapshot.slice(0, 8)} has no ${showName(rawFromText(path))}.`, { context: { path: showName(rawFromText(path)) }, advice: 'Look with "holdfast ls" for what it has.' });
