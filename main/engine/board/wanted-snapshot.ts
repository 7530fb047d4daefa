/** The part of a snapshot that is to go to a board. */
import { posix } from 'node:path';
import type { Call } from '../../base/call.ts';
import { Fault } from '../../base/fault.ts';
import { joinRaw, rawFromText, showName, toBytes } from '../../entry/name.ts';
import type { RawPath } from '../../entry/entry.ts';
import type { SnapshotReader, StoredItem } from '../../store/store.ts';
import type { Mapping } from '../path-map.ts';
import { RestorePaths } from '../restore-paths.ts';
import { selectEntries } from '../selection.ts';
import type { Scope, Wanted, WantedEntry } from './wanted.ts';

export interface WantedPart {
  /** Subtree of the snapshot. */
  readonly from: RawPath;
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
  /** Exactly these, with all below; empty: everything. */
  readonly paths: readonly RawPath[];
  readonly map: readonly Mapping[];
}

/** Links and the like, which a board cannot hold, are reported as notes and left out. */
export async function wantedOf(reader: SnapshotReader, { from, includes, excludes, paths, map }: WantedPart, call: Call): Promise<Wanted> {
  const places = new RestorePaths({ from, inPlace: true, map }, reader.snapshot.paths);
  const selection = selectEntries(includes, excludes, paths);
  const entries: WantedEntry[] = [];
  const scopes: Scope[] = [];
  const scope = (inner: RawPath, path: string): void => void scopes.push({ path, covers: (name) => selection.wants(joinRaw(inner, rawFromText(name))) });
  if (from === '/' && places.isSaved('/')) scope('/', onBoard(''));
  for await (const batch of reader.walk({ from, enter: (item) => selection.enters(places.inner(item)) }, call)) {
    for (const item of batch) {
      const inner = places.inner(item);
      const path = onBoard(places.target(item));
      if (item.entry.type === 'dir' && places.isSaved(item.path) && path !== '/') scope(inner, path);
      if (!selection.wants(inner) || path === '/') continue;
      if (item.entry.type === 'dir' || item.entry.type === 'file') entries.push(entryOf(item, path, reader));
      else call.report({ item: showName(item.path), during: 'restore', severity: 'note', fault: new Fault('unsupported', `${showName(item.path)} is left out: a board holds files and directories only.`) });
    }
  }
  return { entries, scopes };
}

const onBoard = (target: RawPath): string => posix.join('/', toBytes(target).toString('utf8'));

const entryOf = ({ entry }: StoredItem, path: string, reader: SnapshotReader): WantedEntry => ({
  path, type: entry.type === 'dir' ? 'dir' : 'file', size: entry.type === 'dir' ? 0 : entry.size, mtime: Number(entry.mtime / 1_000_000_000n), read: (call) => reader.read(entry, call),
});
